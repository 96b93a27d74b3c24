import { type Deletion, type DeletionResult, submitDeletion } from '../core/delete.ts';
import { paths } from '../core/paths.ts';
import { ProblemError } from '../core/problem.ts';
import type { EnvironmentRecord } from '../core/registry.ts';
import { type EnvironmentRequest, fingerprint } from '../core/request.ts';
import { type SubmitResult, submit } from '../core/submit.ts';
import { workflowStarter } from './start-workflow.ts';
import type { SubmitRuntime } from './submit-runtime.ts';

/** A request that has been parsed, whichever door it came through. */
export interface DoorRequest {
  readonly project: string;
  readonly request: EnvironmentRequest;
  /** Who asked, for the record: an ARN, `event:<source>:<account>`, `catalog:<stack>`. */
  readonly requestedBy: string;
}

/** What all three doors do once they know what is asked for. Nothing else starts a workflow. */
export function submitRequest(
  runtime: SubmitRuntime,
  { project, request, requestedBy }: DoorRequest,
): Promise<SubmitResult> {
  const { registry, clock, workflow } = runtime;
  return submit(
    { project, environment: request.environment, fingerprint: fingerprint(request), requestedBy },
    {
      registry,
      clock,
      startWorkflow: workflowStarter(workflow.client, workflow.stateMachineArn),
      // Loaded when there is something to look for: a repeat, a conflict or a deletion needs no tier.
      resolve: async () => (await import('./preflight.ts')).resolveAndCheck(runtime, project, request),
    },
  );
}

/** The same for a deletion. */
export function submitDeletionRequest(runtime: SubmitRuntime, deletion: Deletion): Promise<DeletionResult> {
  const { registry, clock, workflow } = runtime;
  const startWorkflow = workflowStarter(workflow.client, workflow.deleteStateMachineArn);
  return submitDeletion(deletion, { registry, clock, startWorkflow });
}

/** The problem behind the outcome `conflict`. */
export function environmentExists(record: EnvironmentRecord): ProblemError {
  const { project, environment, status, operationId } = record;
  const self = paths.environment(project, environment);
  if (status === 'deleting') {
    const operation = paths.operation(project, operationId);
    return new ProblemError(
      'environment-exists',
      `Environment ${environment} of project ${project} is being deleted. Send the request again when that has ended: GET ${operation}.`,
      { headers: { Location: operation } },
    );
  }
  return new ProblemError(
    'environment-exists',
    `Environment ${environment} of project ${project} exists (${status}) and was asked for with another request. Choose another name in the field environment, or see it: GET ${self}.`,
    { headers: { Location: self } },
  );
}
