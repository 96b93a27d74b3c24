import type { APIGatewayProxyResult } from 'aws-lambda';
import { protections } from '../../core/delete.ts';
import { paths } from '../../core/paths.ts';
import { ProblemError } from '../../core/problem.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { operationInProgress, submitDeletionRequest } from '../submit.ts';
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

export function deletionProtected(record: EnvironmentRecord): ProblemError {
  const { project, environment } = record;
  const fields = protections(record);
  const on = fields.length === 1 ? `${fields[0]} is` : `${fields.join(' and ')} are`;
  return new ProblemError(
    'deletion-protected',
    `Environment ${environment} of project ${project} is protected from deletion: ${on} true. Nothing was deleted. ` +
      `Turn deletion protection off first: PATCH ${paths.environment(project, environment)} with ${JSON.stringify(unprotect(fields))}.`,
  );
}

/** The patch that turns these fields off. */
function unprotect(fields: readonly string[]) {
  return Object.fromEntries(fields.map((field) => [field.split('.')[0], { deletionProtection: false }]));
}
