import { toPlinthError } from '../core/classify.ts';
import type { OperationOptions } from '../core/operations.ts';
import type { EnvironmentRecord } from '../core/registry.ts';
import type { EnvironmentRequest } from '../core/request.ts';
import { resolveDesired } from '../core/resolve.ts';
import { stillRetired } from '../core/retire.ts';
import type { Desired } from '../core/spec.ts';
import type { PlanOptions } from '../core/tier.ts';
import type { PreparedChange } from '../core/update.ts';
import { chooseEngineVersion } from '../tiers/aurora/versions.ts';
import { askedCreate, askedDelete, askedUpdate } from './asked.ts';
import { checkChangeLimits, checkCreateLimits } from './limits.ts';
import { migrationSets } from './migrations/load.ts';
import { type AskedChange, findingsOf, lookAhead } from './outlook.ts';
import { refused, refuseOutdated } from './refusals.ts';
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

/** The same for a create. What the environment that has failed was to take away is still to go. */
export async function resolveCreate(runtime: SubmitRuntime, request: ResolveRequest): Promise<Desired> {
  const desired = await resolve(runtime, request);
  return request.previous ? stillRetired(desired, request.previous) : desired;
}

/**
 * The whole request is checked, AWS's own view included, before anything is recorded or created.
 * @throws ProblemError with everything that stands in the way, or plan-outdated
 */
export async function checkCreate(
  runtime: SubmitRuntime,
  request: ResolveRequest & { readonly planId?: string | undefined },
): Promise<Desired> {
  const desired = await resolveCreate(runtime, request);
  await checkCreateLimits(runtime, { ...request, desired });
  await check(runtime, askedCreate(request.project, request.request, desired), request.planId);
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
  await checkChangeLimits(runtime, change.prepared);
  await check(runtime, askedUpdate(change.prepared, change.options), change.planId);
}

/**
 * Whether a delete is still the one of the plan that the caller has seen. Without a plan nothing is looked at: what stands
 * in the way of a delete is for its operation to tell.
 * @throws ProblemError plan-outdated
 */
export async function checkDelete(
  runtime: SubmitRuntime,
  deletion: {
    readonly environment: EnvironmentRecord;
    readonly options: PlanOptions;
    readonly planId?: string | undefined;
  },
): Promise<void> {
  const { environment, options, planId } = deletion;
  if (planId === undefined) return;
  const outlook = await lookAhead(runtime, askedDelete(environment, options));
  refuseOutdated(planId, outlook.planId);
}

async function check(runtime: SubmitRuntime, change: AskedChange, planId: string | undefined): Promise<void> {
  const outlook = await lookAhead(runtime, change);
  const findings = await findingsOf(runtime, change, outlook);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw refused(errors);
  if (planId !== undefined) refuseOutdated(planId, outlook.planId);
}
