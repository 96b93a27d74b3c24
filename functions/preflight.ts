import { isNotImplemented, type SdkErrorLike, toPlinthError } from '../core/classify.ts';
import type { OperationOptions } from '../core/operations.ts';
import { type ProblemError, validationProblem } from '../core/problem.ts';
import type { EnvironmentRequest } from '../core/request.ts';
import { resolveDesired } from '../core/resolve.ts';
import type { Desired } from '../core/spec.ts';
import { type Failure, type PlanOptions, TIER_KINDS } from '../core/tier.ts';
import type { PreparedChange } from '../core/update.ts';
import { chooseEngineVersion } from '../tiers/aurora/versions.ts';
import { looks } from '../tiers/looks.ts';
import { checkChangeLimits, checkCreateLimits } from './limits.ts';
import { migrationSets } from './migrations/load.ts';
import type { SubmitRuntime } from './submit-runtime.ts';

export interface ResolveRequest {
  readonly project: string;
  readonly request: EnvironmentRequest;
  /** What the environment was to become before; what the request leaves open stays as it is there. */
  readonly previous: Desired | null;
}

/** Preset, request, landing zone and what AWS offers as one desired document. @throws ProblemError */
export async function resolve(
  runtime: SubmitRuntime,
  { project, request, previous }: ResolveRequest,
): Promise<Desired> {
  return resolveDesired(
    { project, request, previous, landingZones: runtime.landingZones, namePrefix: runtime.namePrefix },
    {
      chooseEngineVersion: async (query) => {
        try {
          return await chooseEngineVersion(runtime.clients, query);
        } catch (error) {
          throw toPlinthError(error, 'find the orderable Aurora versions');
        }
      },
      migrationSets: await migrationSets(runtime.migrations.folder),
    },
  );
}

/** The whole request is checked, AWS's own view included, before anything is recorded or created. */
export async function checkCreate(
  runtime: SubmitRuntime,
  request: ResolveRequest & { readonly planId?: string | undefined },
): Promise<Desired> {
  const desired = await resolve(runtime, request);
  await checkCreateLimits(runtime, { ...request, desired });
  const found = await findFailures(runtime, desired, {});
  if (found.length > 0) throw refused(found);
  return desired;
}

/** Whether AWS can make the change, and the caller has agreed to what it costs. @throws ProblemError */
export async function checkChange(
  runtime: SubmitRuntime,
  change: {
    readonly prepared: PreparedChange;
    readonly options: OperationOptions | undefined;
    readonly planId?: string | undefined;
  },
): Promise<void> {
  const { allowReplacement = false } = change.options ?? {};
  await checkChangeLimits(runtime, change.prepared);
  const found = await findFailures(runtime, change.prepared.desired, { allowReplacement });
  if (found.length > 0) throw refused(found);
}

async function findFailures(
  { clients }: SubmitRuntime,
  desired: Desired,
  options: PlanOptions,
): Promise<readonly Failure[]> {
  const failures = await Promise.all(
    TIER_KINDS.map(async (kind) => {
      const { look, specOf } = looks[kind];
      const spec = specOf(desired);
      try {
        return look.plan(spec, await look.observe({ spec, clients }), options).failures;
      } catch (error) {
        // An emulator that cannot be asked holds nothing of others; the tier's own step reports what is missing.
        if (isNotImplemented(error as SdkErrorLike)) return [];
        throw toPlinthError(error, `look for what tier ${kind} of ${desired.identity.slug} has already`);
      }
    }),
  );
  return failures.flat();
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
