import type { APIGatewayProxyResult } from 'aws-lambda';
import { paths } from '../../core/paths.ts';
import { parseJson } from '../../core/request.ts';
import type { ChangeResult } from '../../core/update.ts';
import {
  type ChangeRequest,
  operationInProgress,
  submitReconcileRequest,
  submitUpdateRequest,
} from '../submit.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { type ApiCall, bodyOf, json, noEnvironment } from './app.ts';
import { planReconcile, planUpdate } from './plans.ts';
import { environmentView, operationView } from './views.ts';

/** PATCH …/environments/{environment}: the HTTP door to changes. */
export async function updateEnvironment(
  runtime: SubmitRuntime,
  call: ApiCall,
): Promise<APIGatewayProxyResult> {
  const patch = parseJson(bodyOf(call.event));
  if (call.dryRun) return planUpdate(runtime, call, patch);
  return answer(call, await submitUpdateRequest(runtime, changeOf(call), patch));
}

/** POST …/environments/{environment}/reconcile. */
export async function reconcileEnvironment(
  runtime: SubmitRuntime,
  call: ApiCall,
): Promise<APIGatewayProxyResult> {
  if (call.dryRun) return planReconcile(runtime, call);
  return answer(call, await submitReconcileRequest(runtime, changeOf(call)));
}

export function changeOf({ project, environment, caller, allowReplacement, planId }: ApiCall): ChangeRequest {
  return { project, environment, requestedBy: caller, door: 'http', options: { allowReplacement }, planId };
}

function answer(call: ApiCall, result: ChangeResult): APIGatewayProxyResult {
  switch (result.outcome) {
    case 'absent':
      throw noEnvironment(call);
    case 'busy':
      throw operationInProgress(result.operation);
    case 'unchanged':
      return json(200, environmentView(result.environment));
    case 'started': {
      const location = paths.operation(call.project, result.operation.operationId);
      return json(202, operationView(result.operation), { Location: location, 'Retry-After': '2' });
    }
  }
}
