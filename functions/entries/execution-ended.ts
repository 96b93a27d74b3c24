import { callbacksFromEnvironment } from '../intake/callbacks.ts';
import { requireVariables, runtimeFromEnvironment } from '../runtime.ts';
import { WORKFLOW_VARIABLES, workflowOf } from '../submit-runtime.ts';
import { createExecutionEnded } from '../workflow/execution-ended.ts';

/** Lambda entry point: closes an operation whose execution has ended, and tells of the end. */
export const handler = createExecutionEnded(
  {
    ...runtimeFromEnvironment(process.env, { also: ['PLINTH_CALLBACK_KEY_ARN', ...WORKFLOW_VARIABLES] }),
    workflow: workflowOf(requireVariables(process.env, WORKFLOW_VARIABLES)),
  },
  callbacksFromEnvironment(process.env),
);
