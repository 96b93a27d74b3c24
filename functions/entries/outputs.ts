import { runtimeFromEnvironment } from '../runtime.ts';
import { createPublishOutputs } from '../workflow/outputs.ts';

/** Lambda entry point: publishes the outputs. */
export const handler = createPublishOutputs(runtimeFromEnvironment(process.env));
