import {
  type Deletion,
  type DeletionDependencies,
  type DeletionResult,
  submitDeletion,
} from '../core/delete.ts';
import { audited } from './audited.ts';
import { createExecutions } from './executions.ts';
import type { Runtime } from './runtime.ts';
import type { SubmitRuntime } from './submit-runtime.ts';

/**
 * A deletion for which nobody has seen a plan, such as Plinth's own; what the doors do ends here too. It is apart from the other requests because it looks at no tier:
 * who only deletes does not carry them.
 */
export function submitDeletionUnseen(
  runtime: Runtime & Pick<SubmitRuntime, 'workflow'>,
  deletion: Deletion,
  check?: DeletionDependencies['check'],
): Promise<DeletionResult> {
  const { registry, clock, workflow } = runtime;
  const { project, environment, requestedBy: who, door, finalSnapshots } = deletion;
  const detail = finalSnapshots === undefined ? null : 'finalSnapshot';
  return audited(runtime, { project, environment, who, door, what: 'delete', detail }, () =>
    submitDeletion(deletion, {
      registry,
      clock,
      executions: createExecutions(workflow),
      ...(check && { check }),
    }),
  );
}
