import type { APIGatewayProxyResult } from 'aws-lambda';
import { paths } from '../../core/paths.ts';
import { fingerprint, parseRequest } from '../../core/request.ts';
import { environmentExists, submitRequest } from '../submit.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { type ApiCall, bodyOf, json } from './app.ts';
import { type IdempotentAnswer, parseIdempotencyKey } from './idempotency.ts';
import { planCreate } from './plans.ts';
import { environmentView, operationView } from './views.ts';

/** POST …/environments: the HTTP door to `submit`. */
export async function createEnvironment(
  runtime: SubmitRuntime,
  idempotent: IdempotentAnswer,
  call: ApiCall,
): Promise<APIGatewayProxyResult> {
  const { event, project } = call;
  const request = parseRequest(bodyOf(event));
  if (call.dryRun) return planCreate(runtime, call, request);
  const requestedBy = call.caller;
  const work = async (): Promise<APIGatewayProxyResult> => {
    const result = await submitRequest(runtime, {
      project,
      request,
      requestedBy,
      door: 'http',
      planId: call.planId,
    });
    if (result.outcome === 'conflict') throw environmentExists(result.environment);
    if (result.outcome === 'existing') return json(200, environmentView(result.environment));
    const location = paths.operation(project, result.operation.operationId);
    return json(202, operationView(result.operation), { Location: location, 'Retry-After': '2' });
  };
  const key = parseIdempotencyKey(event.headers);
  if (key === null) return work();
  return idempotent({ key: [requestedBy, project, key], body: fingerprint(request) }, call.context, work);
}
