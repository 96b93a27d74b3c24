import type { APIGatewayProxyResult } from 'aws-lambda';
import { paths } from '../../core/paths.ts';
import { deletionProtected, operationInProgress, submitDeletionRequest } from '../submit.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { type ApiCall, json, noEnvironment } from './app.ts';
import { operationView } from './views.ts';

/** DELETE …/environments/{environment}: the HTTP door to `submitDeletion`. Safe to repeat without a key. */
export async function deleteEnvironment(
  runtime: SubmitRuntime,
  call: ApiCall,
): Promise<APIGatewayProxyResult> {
  const { project, environment, finalSnapshots } = call;
  const deletion = { project, environment, requestedBy: call.caller, door: 'http', finalSnapshots } as const;
  const result = await submitDeletionRequest(runtime, deletion);
  if (result.outcome === 'absent') throw noEnvironment(call);
  if (result.outcome === 'protected') throw deletionProtected(result.environment);
  if (result.outcome === 'busy') throw operationInProgress(result.operation);
  const location = paths.operation(project, result.operation.operationId);
  return json(202, operationView(result.operation), { Location: location, 'Retry-After': '2' });
}
