import type { APIGatewayProxyResult } from 'aws-lambda';
import type { OperationRecord } from '../../core/operations.ts';
import { paths } from '../../core/paths.ts';
import { ProblemError } from '../../core/problem.ts';
import { operationInProgress, submitCancel, submitRetry } from '../submit.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { type ApiCall, json, noOperation } from './app.ts';
import { operationView } from './views.ts';

/** POST …/operations/{operationId}/retry. */
export async function retryOperation(runtime: SubmitRuntime, call: ApiCall): Promise<APIGatewayProxyResult> {
  const { project, operationId, caller: requestedBy } = call;
  const result = await submitRetry(runtime, { project, operationId, requestedBy, door: 'http' });
  switch (result.outcome) {
    case 'absent':
      throw noOperation(call);
    case 'running':
      throw operationInProgress(result.operation);
    case 'succeeded':
      throw ended(result.operation, 'There is nothing to retry.');
    case 'replaced':
      throw replaced(result.operation, result.by);
    case 'started':
      return accepted(result.operation);
  }
}

/** POST …/operations/{operationId}/cancel. */
export async function cancelOperation(runtime: SubmitRuntime, call: ApiCall): Promise<APIGatewayProxyResult> {
  const { project, operationId, caller: requestedBy } = call;
  const result = await submitCancel(runtime, { project, operationId, requestedBy, door: 'http' });
  if (result.outcome === 'absent') throw noOperation(call);
  if (result.outcome === 'ended') throw ended(result.operation, 'There is nothing to cancel.');
  return accepted(result.operation);
}

function accepted(operation: OperationRecord): APIGatewayProxyResult {
  const location = paths.operation(operation.project, operation.operationId);
  return json(202, operationView(operation), { Location: location, 'Retry-After': '2' });
}

function ended({ project, operationId, kind, status }: OperationRecord, advice: string): ProblemError {
  const location = paths.operation(project, operationId);
  return new ProblemError(
    'operation-ended',
    `Operation ${operationId} (${kind}) has ended: ${status}. ${advice} See it: GET ${location}.`,
    { headers: { Location: location } },
  );
}

function replaced({ project, environment, operationId }: OperationRecord, by: string | null): ProblemError {
  if (by === null)
    return new ProblemError(
      'operation-replaced',
      `Environment ${environment} of operation ${operationId} is gone, so there is nothing to go on with. POST the environment to create it.`,
    );
  const location = paths.operation(project, by);
  return new ProblemError(
    'operation-replaced',
    `Operation ${by} has followed operation ${operationId} on environment ${environment}. Only the last one can be retried: GET ${location}.`,
    { headers: { Location: location } },
  );
}
