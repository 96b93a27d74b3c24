import { createApi } from '../api/app.ts';
import { submitRuntimeFromEnvironment } from '../submit-runtime.ts';

/** Lambda entry point: the HTTP API. */
export const handler = createApi(submitRuntimeFromEnvironment(process.env));
