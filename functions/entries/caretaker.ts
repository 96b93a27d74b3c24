import { createCaretaker } from '../caretaker/caretaker.ts';
import { callbacksFromEnvironment } from '../intake/callbacks.ts';
import { requireVariables, runtimeFromEnvironment } from '../runtime.ts';
import { WORKFLOW_VARIABLES, workflowOf } from '../submit-runtime.ts';

/** Lambda entry point: looks after environments on a schedule. */
export const handler = createCaretaker(
  {
    ...runtimeFromEnvironment(process.env, { also: ['PLINTH_CALLBACK_KEY_ARN', ...WORKFLOW_VARIABLES] }),
    workflow: workflowOf(requireVariables(process.env, WORKFLOW_VARIABLES)),
  },
  callbacksFromEnvironment(process.env),
);
