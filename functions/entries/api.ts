import { runtimeFromEnvironment } from '../runtime.ts';
import { createApi } from '../api/app.ts';

/** Lambda entry point: the HTTP API. */
export const handler = createApi(runtimeFromEnvironment(process.env));
