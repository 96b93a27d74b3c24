import { isNotImplemented, type SdkErrorLike, toPlinthError } from '../core/classify.ts';
import { type Deletion, type DeletionResult, submitDeletion } from '../core/delete.ts';
import { paths } from '../core/paths.ts';
import { ProblemError, validationProblem } from '../core/problem.ts';
import type { EnvironmentRecord } from '../core/registry.ts';
import { type EnvironmentRequest, fingerprint } from '../core/request.ts';
import { resolveDesired } from '../core/resolve.ts';
import type { Desired } from '../core/spec.ts';
import { type SubmitResult, submit } from '../core/submit.ts';
import { type Failure, TIER_KINDS } from '../core/tier.ts';
import { chooseEngineVersion } from '../tiers/aurora/versions.ts';
import { looks } from '../tiers/looks.ts';
import { migrationSets } from './migrations/load.ts';
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
      resolve: () => resolveAndCheck(runtime, project, request),
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
      const { look, specOf } = looks[kind];
      const spec = specOf(desired);
      try {
        return look.plan(spec, await look.observe({ spec, clients })).failures;
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
