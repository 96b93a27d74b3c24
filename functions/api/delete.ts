import type { APIGatewayProxyResult } from 'aws-lambda';
import { protections } from '../../core/delete.ts';
import type { OperationRecord } from '../../core/operations.ts';
import { paths } from '../../core/paths.ts';
import { ProblemError } from '../../core/problem.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { submitDeletionRequest } from '../submit.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { type ApiCall, json, noEnvironment } from './app.ts';
import { operationView } from './views.ts';

/** DELETE …/environments/{environment}: the HTTP door to `submitDeletion`. Safe to repeat without a key. */
export async function deleteEnvironment(
  runtime: SubmitRuntime,
  call: ApiCall,
): Promise<APIGatewayProxyResult> {
  const { project, environment, event } = call;
  const requestedBy = event.requestContext.identity?.userArn ?? 'unknown';
  const result = await submitDeletionRequest(runtime, { project, environment, requestedBy });
  if (result.outcome === 'absent') throw noEnvironment(call);
  if (result.outcome === 'protected') throw deletionProtected(result.environment);
  if (result.outcome === 'busy') throw operationInProgress(result.operation);
  const location = paths.operation(project, result.operation.operationId);
  return json(202, operationView(result.operation), { Location: location, 'Retry-After': '2' });
}

/** There is no update yet that turns protection off, so the answer sends nobody to look for one. */
function deletionProtected(record: EnvironmentRecord): ProblemError {
  const { project, environment } = record;
  const fields = protections(record);
  const on = fields.length === 1 ? `${fields[0]} is` : `${fields.join(' and ')} are`;
  return new ProblemError(
    'deletion-protected',
    `Environment ${environment} of project ${project} is protected from deletion: ${on} true. Nothing was deleted. ` +
      'Turn deletion protection off first; that is a change of the environment, which this version of Plinth does not ' +
      'make yet. Create an environment that you want to delete later with both fields false.',
  );
}

function operationInProgress({ project, environment, operationId, kind }: OperationRecord): ProblemError {
  const operation = paths.operation(project, operationId);
  return new ProblemError(
    'operation-in-progress',
    `Operation ${operationId} (${kind}) is at work on environment ${environment}. Send the DELETE again when it has ended: GET ${operation}.`,
    { headers: { Location: operation, 'Retry-After': '30' } },
  );
}
