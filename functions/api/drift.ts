import type { APIGatewayProxyResult } from 'aws-lambda';
import { isAtWork } from '../../core/workflow.ts';
import { keepDrift, lookForDrift } from '../drift.ts';
import { operationInProgress } from '../submit.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { type ApiCall, json, noEnvironment } from './app.ts';

/** GET …/environments/{environment}/drift: looks at AWS now. Of an environment at work there is nothing to compare. */
export async function getDrift(runtime: SubmitRuntime, call: ApiCall): Promise<APIGatewayProxyResult> {
  const { registry } = runtime;
  const environment = await registry.getEnvironment(call.project, call.environment);
  if (!environment) throw noEnvironment(call);
  if (isAtWork(environment)) throw await busy(runtime, call);
  const drift = await lookForDrift(runtime, environment);
  if (!(await keepDrift(runtime, environment, drift, false))) throw await busy(runtime, call);
  return json(200, drift);
}

/** The operation that is at work, or has come in the meantime; or the environment is gone. */
async function busy({ registry }: SubmitRuntime, call: ApiCall) {
  const environment = await registry.getEnvironment(call.project, call.environment);
  if (!environment) return noEnvironment(call);
  const operation = await registry.getOperation(call.project, environment.operationId);
  const kind = environment.status === 'deleting' ? 'delete' : 'update';
  return operationInProgress(operation ?? { ...environment, kind });
}
