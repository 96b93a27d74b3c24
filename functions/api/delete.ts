import type { APIGatewayProxyResult } from 'aws-lambda';
import { paths } from '../../core/paths.ts';
import { deletionProtected, operationInProgress, submitDeletionRequest } from '../submit.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { type ApiCall, json, noEnvironment } from './app.ts';
import { planDelete } from './plans.ts';
import { operationView } from './views.ts';

/** DELETE …/environments/{environment}: the HTTP door to `submitDeletion`. Safe to repeat without a key. */
export async function deleteEnvironment(
  runtime: SubmitRuntime,
  call: ApiCall,
): Promise<APIGatewayProxyResult> {
  if (call.dryRun) return planDelete(runtime, call);
  const { project, environment, finalSnapshots } = call;
  const { caller: requestedBy, planId } = call;
  const deletion = { project, environment, requestedBy, door: 'http', finalSnapshots, planId } as const;
  const result = await submitDeletionRequest(runtime, deletion);
  if (result.outcome === 'absent') throw noEnvironment(call);
  if (result.outcome === 'protected') throw deletionProtected(result.environment);
  if (result.outcome === 'busy') throw operationInProgress(result.operation);
  const location = paths.operation(project, result.operation.operationId);
  return json(202, operationView(result.operation), { Location: location, 'Retry-After': '2' });
}
