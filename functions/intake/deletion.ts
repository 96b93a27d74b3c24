import { Terminal } from '../../core/errors.ts';
import type { OperationRecord } from '../../core/operations.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import type { Runtime } from '../runtime.ts';

export interface DeletionRequest {
  readonly project: string;
  readonly environment: string;
  readonly requestedBy: string;
}

/** What became of the wish to delete an environment. */
export type DeletionResult =
  | { readonly outcome: 'started' | 'in-progress'; readonly operation: OperationRecord }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'protected'; readonly environment: EnvironmentRecord }
  | { readonly outcome: 'busy'; readonly operation: OperationRecord };

export type SubmitDeletion = (deletion: DeletionRequest) => Promise<DeletionResult>;

/** Deletes what is not there, and refuses the rest: an environment cannot be deleted yet. */
export function createDeletion(runtime: Runtime): SubmitDeletion {
  return async ({ project, environment }) => {
    if (!(await runtime.registry.getEnvironment(project, environment))) return { outcome: 'absent' };
    throw new Terminal(`Environment ${project}/${environment} cannot be deleted yet.`);
  };
}
