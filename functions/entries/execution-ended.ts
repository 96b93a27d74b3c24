import { callbackRuntimeFromEnvironment } from '../runtime.ts';
import { createExecutionEnded } from '../workflow/execution-ended.ts';

/** Lambda entry point: closes an operation whose execution has ended. */
export const handler = createExecutionEnded(callbackRuntimeFromEnvironment(process.env));
