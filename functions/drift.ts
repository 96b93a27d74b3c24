import { isNotImplemented, type SdkErrorLike, toPlinthError } from '../core/classify.ts';
import { type Drift, driftReport, driftSummary, type FoundField } from '../core/drift.ts';
import type { EnvironmentRecord } from '../core/registry.ts';
import { retiredRegions } from '../core/retire.ts';
import { type Plan, TIER_KINDS, type TierKind } from '../core/tier.ts';
import { compareAlarms, compareDashboard } from '../tiers/alarms/compare.ts';
import { wantedAlarms } from '../tiers/alarms/wanted.ts';
import { foresights } from '../tiers/foresights.ts';
import { looks } from '../tiers/looks.ts';
import { isEmpty } from '../tiers/shared/plan.ts';
import type { LookingRuntime, Runtime } from './runtime.ts';
import { schemaFields } from './schema-drift.ts';

type Looking = Pick<LookingRuntime, 'clients' | 'clock' | 'migrations'>;

/** One look at everything that an environment has. */
export interface Found {
  readonly drift: Drift;
  /** Whether a workflow would do or wait for anything, or be refused. */
  readonly needsWork: boolean;
}

/**
 * Compares an environment with what was asked for, AWS as it is now. Changes nothing, and writes nothing down.
 * @throws Throttled, OutcomeUnknown, Blocked, Terminal: AWS could not be looked at
 */
export async function lookForDrift(runtime: Looking, environment: EnvironmentRecord): Promise<Drift> {
  return (await look(runtime, environment)).drift;
}

/** The same, and whether there is something to repair. */
export async function look(runtime: Looking, environment: EnvironmentRecord): Promise<Found> {
  const tiers = await Promise.all(TIER_KINDS.map((kind) => lookAtTier(runtime, environment, kind)));
  const observed = Object.fromEntries(tiers.map((tier) => [tier.kind, tier.observed]));
  const unseen = tiers.some((tier) => tier.observed === null);
  // Which alarms there should be is known only where all that they watch can be seen.
  const alarms = unseen ? [] : await lookAtAlarms(runtime, environment, observed as never);
  const around = [...alarms, ...schemaFields(environment, runtime.migrations.folder)];
  const fields = [...tiers.flatMap((tier) => tier.fields), ...around];
  const checkedAt = new Date(runtime.clock.now()).toISOString();
  return {
    drift: driftReport(environment, checkedAt, fields),
    needsWork:
      tiers.some(({ plan }) => plan !== null && !isEmpty(plan)) ||
      around.some(({ state }) => state === 'changed'),
  };
}

interface TierFound {
  readonly kind: TierKind;
  /** Null: an emulator that cannot be asked. */
  readonly observed: unknown;
  readonly plan: Plan | null;
  readonly fields: readonly FoundField[];
}

async function lookAtTier(
  { clients }: Looking,
  { desired }: EnvironmentRecord,
  kind: TierKind,
): Promise<TierFound> {
  const { look: tier, specOf } = looks[kind];
  const spec = specOf(desired);
  try {
    const observed = await tier.observe({ spec, clients });
    const fields = foresights[kind].compare(spec, observed).map((field) => ({ ...field, tier: kind }));
    return { kind, observed, plan: tier.plan(spec, observed), fields };
  } catch (error) {
    if (isNotImplemented(error as SdkErrorLike)) return unknownTier(kind);
    throw toPlinthError(error, `look at tier ${kind} of ${desired.identity.slug}`);
  }
}

function unknownTier(kind: TierKind): TierFound {
  const field = { resource: `tier ${kind}`, field: 'exists', state: 'unknown' } as const;
  return {
    kind,
    observed: null,
    plan: null,
    fields: [{ ...field, tier: kind, desired: true, observed: null }],
  };
}

async function lookAtAlarms(
  { clients }: Looking,
  { desired }: EnvironmentRecord,
  observed: Readonly<Record<TierKind, unknown>>,
): Promise<FoundField[]> {
  const { identity, tags } = desired.aurora;
  const { topicArns, enabled } = desired.alarms;
  const wanted = { clients, identity, tags, topicArns, alarms: wantedAlarms(desired, observed) };
  try {
    const [compared, dashboard] = await Promise.all([
      compareAlarms({ ...wanted, alsoIn: retiredRegions(desired) }),
      compareDashboard({ ...wanted, region: desired.primaryRegion }, enabled),
    ]);
    return [...compared, ...dashboard].map((field) => ({ ...field, tier: 'alarms' }));
  } catch (error) {
    throw toPlinthError(error, `look at the alarms of ${identity.slug}`);
  }
}

/**
 * Keeps the summary, unless another operation has come since the environment was read: then what was seen may be its
 * work.
 * @param told Whether an event has told of it by now.
 * @returns false when one has
 */
export function keepDrift(
  { registry }: Pick<Runtime, 'registry'>,
  environment: EnvironmentRecord,
  drift: Drift,
  told: boolean,
): Promise<boolean> {
  const summary = driftSummary(environment, drift);
  // Who looks by hand has seen it, and those who listen for events have not.
  const untold = summary.changed > 0 && !told;
  const fingerprint = untold ? (environment.drift?.fingerprint ?? '') : summary.fingerprint;
  return registry.recordDrift(environment, { ...summary, fingerprint });
}
