import { callbacksFromEnvironment } from '../intake/callbacks.ts';
import { runtimeFromEnvironment } from '../runtime.ts';
import { createExecutionEnded } from '../workflow/execution-ended.ts';

/** Lambda entry point: closes an operation whose execution has ended, and tells of the end. */
export const handler = createExecutionEnded(
  runtimeFromEnvironment(process.env, { also: ['PLINTH_CALLBACK_KEY_ARN'] }),
  callbacksFromEnvironment(process.env),
);
