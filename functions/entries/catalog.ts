import { callbacksFromEnvironment } from '../intake/callbacks.ts';
import { createCatalog } from '../intake/catalog.ts';
import { submitRuntimeFromEnvironment } from '../submit-runtime.ts';

/** Lambda entry point: the custom resource of the Service Catalog product. */
export const handler = createCatalog(
  submitRuntimeFromEnvironment(process.env, { also: ['PLINTH_CALLBACK_KEY_ARN'] }),
  callbacksFromEnvironment(process.env),
);
