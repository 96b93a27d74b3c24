import { expectedTime, tierDuration } from '../core/expected-time.ts';
import type { ExpectedTime, Plan, PlannedAction } from '../core/generated/api.ts';
import { durationClass, History, isSlow } from '../core/history.ts';
import type { OperationOptions } from '../core/operations.ts';
import type { EnvironmentRecord } from '../core/registry.ts';
import { type Action, effectOf, type PlanOptions } from '../core/tier.ts';
import type { PreparedChange } from '../core/update.ts';
import { askedCreate, askedDelete, askedUpdate } from './asked.ts';
import { costOf } from './cost.ts';
import { checkChangeLimits, checkCreateLimits } from './limits.ts';
import { type AskedChange, findingsOf, lookAhead, type TierOutlook } from './outlook.ts';
import { type ResolveRequest, resolveCreate } from './preflight.ts';
import type { SubmitRuntime } from './submit-runtime.ts';

/**
 * What a create would do.
 * @param asked.previous what the environment of this name was to become before, when there is one that has failed
 * @throws ProblemError when the request is not valid
 */
export async function previewCreate(runtime: SubmitRuntime, asked: ResolveRequest): Promise<Plan> {
  const { project, request } = asked;
  const desired = await resolveCreate(runtime, asked);
  await checkCreateLimits(runtime, { project, request, desired });
  return previewChange(runtime, askedCreate(project, request, desired));
}

/** What a prepared update or reconcile would do. @throws ProblemError limit-exceeded */
export async function previewUpdate(
  runtime: SubmitRuntime,
  environment: EnvironmentRecord,
  prepared: PreparedChange,
  options: OperationOptions | undefined,
): Promise<Plan> {
  await checkChangeLimits(runtime, prepared);
  return previewChange(runtime, askedUpdate({ ...prepared, environment }, options));
}

/** What a delete would do. @param options as its operation would have them, `discard` and `finalSnapshots` among them */
export function previewDelete(
  runtime: SubmitRuntime,
  environment: EnvironmentRecord,
  options: PlanOptions,
): Promise<Plan> {
  return previewChange(runtime, askedDelete(environment, options));
}

/**
 * What an operation would do, what it would cost and how long it would take. Looks at AWS and changes nothing; it holds no
 * input of a call but the names of fields.
 */
export async function previewChange(runtime: SubmitRuntime, change: AskedChange): Promise<Plan> {
  const outlook = await lookAhead(runtime, change);
  const [findings, expected] = await Promise.all([
    findingsOf(runtime, change, outlook),
    timeOf(runtime, change, outlook.tiers),
  ]);
  const { kind, project, environment, before, after } = change;
  return {
    planId: outlook.planId,
    kind,
    project,
    environment,
    possible: !findings.some(({ severity }) => severity === 'error'),
    findings,
    tiers: outlook.tiers.map(({ tier, foreseen }) => ({ tier, actions: foreseen.actions.map(shown) })),
    cost: { currency: 'USD', before: costOf(before), after: costOf(after) },
    expected,
  };
}

async function timeOf(
  { registry }: SubmitRuntime,
  { kind, before, after }: AskedChange,
  tiers: readonly TierOutlook[],
): Promise<ExpectedTime> {
  const planned = tiers.map(({ tier, foreseen }) => ({ tier, actions: foreseen.actions }));
  const slow = planned.filter((each) => isSlow(tierDuration(each).p50)).map(({ tier }) => tier);
  const samples = await new History(registry).read(durationClass(kind, slow));
  const around = {
    alarms: (after ?? before)?.alarms.enabled ?? false,
    migration: after !== null && after.migrations.set !== null,
  };
  return expectedTime(planned, around, samples);
}

function shown(action: Action): PlannedAction {
  const { summary, service, region, command } = action;
  const fields = fieldsOf(action);
  return {
    summary,
    service,
    region,
    command,
    effect: effectOf(action),
    ...(fields.length > 0 && { fields }),
  };
}

/** Say what is changed, or how, and not what of it. */
const NOT_FIELDS = new Set(['TableName', 'ReplicationGroupId', 'ApplyImmediately']);

/** The members that a change changes: names only, never what they become. */
function fieldsOf({ command, input }: Action): string[] {
  const [, resource] = /^(?:Modify|Update)(.+)$/.exec(command) ?? [];
  if (!resource) return [];
  const identifiers = ['Identifier', 'Name', 'Id'].map((end) => `${resource}${end}`);
  return Object.entries(input).flatMap(([name, value]) => {
    if (value === undefined || NOT_FIELDS.has(name) || identifiers.includes(name)) return [];
    return name === 'Parameters' || name === 'ParameterNameValues' ? parameterNames(value) : [name];
  });
}

/** Of a parameter group, the parameters themselves. */
function parameterNames(value: unknown): string[] {
  return (value as readonly { readonly ParameterName: string }[]).map(({ ParameterName }) => ParameterName);
}
