import { callbacksFromEnvironment } from '../intake/callbacks.ts';
import { createCatalog } from '../intake/catalog.ts';
import { createDeletion } from '../intake/deletion.ts';
import { runtimeFromEnvironment } from '../runtime.ts';

const runtime = runtimeFromEnvironment(process.env);

/** Lambda entry point: the custom resource of the Service Catalog product. */
export const handler = createCatalog(runtime, {
  callbacks: callbacksFromEnvironment(process.env),
  submitDeletion: createDeletion(runtime),
});
