import { type Deletion, type DeletionResult, submitDeletion } from '../core/delete.ts';
import { createExecutions } from './executions.ts';
import type { Runtime } from './runtime.ts';
import type { SubmitRuntime } from './submit-runtime.ts';

/**
 * What all doors do with a deletion, and Plinth itself. It is apart from the other requests because it looks at no tier:
 * who only deletes does not carry them.
 */
export function submitDeletionRequest(
  runtime: Runtime & Pick<SubmitRuntime, 'workflow'>,
  deletion: Deletion,
): Promise<DeletionResult> {
  const { registry, clock, workflow } = runtime;
  return submitDeletion(deletion, { registry, clock, executions: createExecutions(workflow) });
}
