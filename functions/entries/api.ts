import { createApi } from '../api/app.ts';
import { runtimeFromEnvironment } from '../runtime.ts';

/** Lambda entry point: the HTTP API. */
export const handler = createApi(runtimeFromEnvironment(process.env));
