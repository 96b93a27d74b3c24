import { ExecutionAlreadyExists, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { isNotImplemented, type SdkErrorLike, toPlinthError } from '../../core/classify.ts';
import { ProblemError, validationProblem } from '../../core/problem.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { type EnvironmentRequest, fingerprint, parseRequest } from '../../core/request.ts';
import { resolveDesired } from '../../core/resolve.ts';
import type { Desired } from '../../core/spec.ts';
import { type StartWorkflow, submit } from '../../core/submit.ts';
import { type Failure, TIER_KINDS } from '../../core/tier.ts';
import { chooseEngineVersion } from '../../tiers/aurora/index.ts';
import { tiers } from '../../tiers/index.ts';
import { migrationSets } from '../migrations/load.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { type ApiCall, json } from './app.ts';
import { type IdempotentAnswer, parseIdempotencyKey } from './idempotency.ts';
import { environmentView, operationView, paths } from './views.ts';

/** POST …/environments: the HTTP door to `submit`. */
export async function createEnvironment(
  runtime: SubmitRuntime,
  idempotent: IdempotentAnswer,
  call: ApiCall,
): Promise<APIGatewayProxyResult> {
  const { event, project } = call;
  const body = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : event.body;
  const request = parseRequest(body ?? '');
  const requestedBy = event.requestContext.identity?.userArn ?? 'unknown';
  const print = fingerprint(request);
  const work = async (): Promise<APIGatewayProxyResult> => {
    const result = await submit(
      { project, environment: request.environment, fingerprint: print, requestedBy },
      {
        registry: runtime.registry,
        clock: runtime.clock,
        startWorkflow: startWorkflow(runtime),
        resolve: () => resolveAndCheck(runtime, project, request),
      },
    );
    if (result.outcome === 'conflict') throw environmentExists(result.environment);
    if (result.outcome === 'existing') return json(200, environmentView(result.environment));
    const location = paths.operation(project, result.operation.operationId);
    return json(202, operationView(result.operation), { Location: location, 'Retry-After': '2' });
  };
  const key = parseIdempotencyKey(event.headers);
  if (key === null) return work();
  return idempotent({ key: [requestedBy, project, key], body: print }, call.context, work);
}

/** The execution's name is the operation's id, so a repeated start is no second run. */
function startWorkflow({ workflow }: SubmitRuntime): StartWorkflow {
  return async ({ project, environment, operationId }) => {
    try {
      await workflow.client.send(
        new StartExecutionCommand({
          stateMachineArn: workflow.stateMachineArn,
          name: operationId,
          input: JSON.stringify({ project, environment, operationId }),
        }),
      );
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return;
      throw toPlinthError(error, `start the workflow of operation ${operationId}`);
    }
  };
}

/** The whole request is checked, AWS's own view included, before anything is recorded or created. */
async function resolveAndCheck(
  runtime: SubmitRuntime,
  project: string,
  request: EnvironmentRequest,
): Promise<Desired> {
  const { clients } = runtime;
  const desired = await resolveDesired(
    { project, request, landingZones: runtime.landingZones, namePrefix: runtime.namePrefix },
    {
      chooseEngineVersion: async (query) => {
        try {
          return await chooseEngineVersion(clients, query);
        } catch (error) {
          throw toPlinthError(error, 'find the orderable Aurora versions');
        }
      },
      migrationSets: await migrationSets(runtime.migrations.folder),
    },
  );
  const failures = await Promise.all(
    TIER_KINDS.map(async (kind) => {
      const { tier, specOf } = tiers[kind];
      const spec = specOf(desired);
      try {
        return tier.plan(spec, await tier.observe({ spec, clients })).failures;
      } catch (error) {
        // An emulator that cannot be asked holds nothing of others; the tier's own step reports what is missing.
        if (isNotImplemented(error as SdkErrorLike)) return [];
        throw toPlinthError(error, `look for what tier ${kind} of ${desired.identity.slug} has already`);
      }
    }),
  );
  const found = failures.flat();
  if (found.length > 0) throw refused(found);
  return desired;
}

/** A resource with our name that is not ours is a conflict; whatever else AWS already refuses is the request's fault. */
function refused(failures: readonly Failure[]): ProblemError {
  const errors = failures.map(({ message, pointer }) => ({
    detail: message,
    ...(pointer ? { pointer } : {}),
  }));
  const taken = failures.some((failure) => failure.code === 'not-ours');
  return validationProblem(errors, taken ? 'name-taken' : 'validation');
}

function environmentExists({ project, environment, status, operationId }: EnvironmentRecord): ProblemError {
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
