import { callbacksFromEnvironment } from '../intake/callbacks.ts';
import { createCatalog } from '../intake/catalog.ts';
import { runtimeFromEnvironment } from '../runtime.ts';

/** Lambda entry point: the custom resource of the Service Catalog product. */
export const handler = createCatalog(
  runtimeFromEnvironment(process.env),
  callbacksFromEnvironment(process.env),
);
