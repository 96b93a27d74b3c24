import { beforeStart } from '../core/advice.ts';
import { isNotImplemented, type SdkErrorLike, toPlinthError } from '../core/classify.ts';
import type { Finding } from '../core/generated/api.ts';
import type { OperationKind } from '../core/operations.ts';
import { planIdOf } from '../core/plan-id.ts';
import { type Foreseen, foresee } from '../core/preview.ts';
import type { Desired } from '../core/spec.ts';
import {
  type Action,
  effectOf,
  type Failure,
  type PlanOptions,
  TIER_KINDS,
  type TierKind,
} from '../core/tier.ts';
import { foresights } from '../tiers/foresights.ts';
import { looks } from '../tiers/looks.ts';
import { error, warning } from './checks/finding.ts';
import { checkAround } from './checks/index.ts';
import { lostDatabase } from './lost-database.ts';
import type { SubmitRuntime } from './submit-runtime.ts';

/** What somebody asks to be done. */
export interface AskedChange {
  readonly kind: OperationKind;
  readonly project: string;
  readonly environment: string;
  /** As it is recorded; null: it does not exist. */
  readonly before: Desired | null;
  /** As it would be; null: it would be deleted. */
  readonly after: Desired | null;
  readonly options: PlanOptions;
  /** Whether it has been ready before. */
  readonly wasReady?: boolean;
  /** The request with its options, in any form that is equal for equal ones. */
  readonly about: string;
}

/** What one tier would do. */
export interface TierOutlook {
  readonly tier: TierKind;
  readonly foreseen: Foreseen;
  /** Failures that would not be there with `allowReplacement`, and whether data would go with it. */
  readonly replaceable: { readonly failures: readonly Failure[]; readonly losesData: boolean };
}

export interface Outlook {
  readonly planId: string;
  /** In the order in which they are asked for. */
  readonly tiers: readonly TierOutlook[];
}

const NOTHING: Foreseen = { actions: [], failures: [], observed: undefined, complete: true };
const NONE_REPLACEABLE = { failures: [], losesData: false } as const;

/** Looks at all tiers side by side, and says what would be done. Changes nothing. */
export async function lookAhead(runtime: SubmitRuntime, change: AskedChange): Promise<Outlook> {
  const tiers = await Promise.all(TIER_KINDS.map((tier) => lookAtTier(runtime, change, tier)));
  const planId = planIdOf(change, {
    actions: tiers.flatMap(({ foreseen }) => foreseen.actions),
    failures: tiers.flatMap(({ foreseen }) => foreseen.failures),
    desired: change.after,
  });
  return { planId, tiers };
}

async function lookAtTier(
  { clients }: SubmitRuntime,
  { before, after, options }: AskedChange,
  tier: TierKind,
): Promise<TierOutlook> {
  const { look, specOf } = looks[tier];
  const intent = after ?? before;
  if (!intent) return { tier, foreseen: NOTHING, replaceable: NONE_REPLACEABLE };
  const spec = specOf(intent);
  const desired = after && specOf(after);
  try {
    const observed = await look.observe({ spec, clients });
    const ahead = (choice: PlanOptions) => foresee(look, foresights[tier], spec, desired, observed, choice);
    const foreseen = ahead(options);
    return { tier, foreseen, replaceable: replaceable(foreseen, options, ahead) };
  } catch (cause) {
    // An emulator that cannot be asked holds nothing of others; the tier's own step reports what is missing.
    if (isNotImplemented(cause as SdkErrorLike))
      return { tier, foreseen: NOTHING, replaceable: NONE_REPLACEABLE };
    throw toPlinthError(cause, `look for what tier ${tier} of ${intent.identity.slug} has already`);
  }
}

/** The same again with leave to replace shows which failures that would end. */
function replaceable(
  { failures }: Foreseen,
  options: PlanOptions,
  ahead: (options: PlanOptions) => Foreseen,
): TierOutlook['replaceable'] {
  const immutable = failures.filter(({ code }) => code === 'immutable');
  if (options.allowReplacement || immutable.length === 0) return NONE_REPLACEABLE;
  const allowed = ahead({ ...options, allowReplacement: true });
  const left = allowed.failures.map(({ message }) => message);
  return {
    failures: immutable.filter(({ message }) => !left.includes(message)),
    losesData: allowed.actions.some((action) => effectOf(action) === 'data-loss'),
  };
}

/** Everything that stands in the way, or may, all at once. */
export async function findingsOf(
  runtime: SubmitRuntime,
  change: AskedChange,
  { tiers }: Outlook,
): Promise<Finding[]> {
  const { kind, before, after, options } = change;
  const actions = Object.fromEntries(tiers.map(({ tier, foreseen }) => [tier, foreseen.actions])) as Record<
    TierKind,
    readonly Action[]
  >;
  const around = after ? await checkAround(runtime, { before, after, actions }) : [];
  const asked = kind === 'update' || kind === 'reconcile';
  return [
    ...tiers.flatMap(failureFindings),
    ...(asked ? tiers.flatMap((tier) => graveFindings(tier, options.allowReplacement ?? false)) : []),
    ...lostDatabase(change, actions.aurora, HOW),
    ...around,
    ...tiers.flatMap(incomplete),
  ];
}

const HOW = 'Add ?allowReplacement=true to have it done all the same.';

function failureFindings({ foreseen, replaceable: { failures, losesData } }: TierOutlook): Finding[] {
  return foreseen.failures.map((failure) => {
    const { code, pointer } = failure;
    const message = beforeStart(failure.message);
    if (failures.includes(failure))
      return error(losesData ? 'data-loss' : 'replacement', `${message} ${HOW}`, pointer);
    return error(code === 'not-ours' ? 'name' : code, message, pointer);
  });
}

/** Actions that take data away, or the whole resource for a while: an error until they are allowed. */
function graveFindings({ tier, foreseen }: TierOutlook, allowed: boolean): Finding[] {
  const codes = { replace: 'replacement', 'data-loss': 'data-loss' } as const;
  return foreseen.actions.flatMap((action) => {
    const effect = effectOf(action);
    if (effect !== 'replace' && effect !== 'data-loss') return [];
    const loss =
      effect === 'data-loss' ? 'its data is gone afterwards' : 'it is not there until it has been made anew';
    const detail = `This would ${action.summary}: ${loss}.`;
    return allowed
      ? [warning(codes[effect], detail, pointerOf(tier, action))]
      : [error(codes[effect], `${detail} ${HOW}`, pointerOf(tier, action))];
  });
}

function pointerOf(tier: TierKind, { command }: Action): string {
  return command === 'DeleteTable' ? '#/dynamodb/tables' : `#/${tier}`;
}

function incomplete({ tier, foreseen }: TierOutlook): Finding[] {
  if (foreseen.complete) return [];
  const detail = `What follows the last of the actions of tier ${tier} could not be foreseen: there may be more.`;
  return [warning('incomplete', detail)];
}
