import { type Meaning, meaningOf, type SdkErrorLike, sentence, toPlinthError } from './classify.ts';
import { Blocked, type PlinthError, Terminal } from './errors.ts';
import type { TierSpecBase } from './spec.ts';
import type { Action, Failure, Plan, PlanOptions, Scope, Tier, Wait } from './tier.ts';

/** The answer of one converge: is the tier as desired, and if not, what is waited for and when to look again. */
export interface Convergence {
  readonly ready: boolean;
  /** Seconds; 0 when ready. */
  readonly retryAfterSeconds: number;
  readonly waitingFor: readonly string[];
  /** The same with what is known of it; empty when something is to be done again soon. */
  readonly waits: readonly Wait[];
}

/** With the last look at the tier; of one that is ready it is the whole truth. */
export interface Converged<Observed> extends Convergence {
  readonly observed: Observed;
}

export interface ConvergeOptions {
  /** False: no further round, because time is short or the operation is over; the next call goes on. */
  readonly mayContinue?: () => boolean | Promise<boolean>;
  /**
   * Awaited before the call is made: what must be known before anything happens is written here. When it throws, that call
   * and all that have not begun are not made, and converge throws it once those under way have ended.
   */
  readonly onAction?: (action: Action) => unknown;
  readonly plan?: PlanOptions;
}

/** Enough for the longest chain of steps that need no waiting; a plan that never empties is a bug, not a wait. */
const MAX_ROUNDS = 30;
/** Calls made side by side in one round. */
const CALLS_AT_ONCE = 8;
const BUSY_RETRY_SECONDS = 15;

/** Begins what is waited for right after a call; from the next look on it is said as it is seen. */
export const SETTLING = 'AWS to ';

/**
 * observe → plan → apply, until nothing more can be done now. Creates, resumes and deletes alike.
 *
 * @param desired null: must not exist.
 * @throws Throttled, OutcomeUnknown: call again. Blocked, Terminal: stop.
 */
export async function converge<Spec extends TierSpecBase, Observed, Outputs>(
  tier: Tier<Spec, Observed, Outputs>,
  scope: Scope<Spec>,
  desired: Spec | null,
  options: ConvergeOptions = {},
): Promise<Converged<Observed>> {
  let previous = '';
  const refused = new Map<string, PlinthError>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const observed = await observe(tier, scope);
    const plan = tier.plan(desired, observed, options.plan);
    throwOnFailure(plan.failures);
    if (plan.actions.length === 0) return { ...fromWaits(plan), observed };
    const signature = plan.actions
      .map((action) => `${action.service}:${action.command}:${action.summary}`)
      .join('\n');
    // The same actions twice: what was asked for is not visible yet, or was answered with "busy".
    if (signature === previous) {
      for (const { summary } of plan.actions) {
        const refusal = refused.get(summary);
        if (refusal) throw refusal;
      }
      const asked = plan.actions.map((action) => action.summary);
      return { ...pending(plan, asked), observed };
    }
    previous = signature;
    const busy = await applyAll(tier, scope, plan.actions, options, refused);
    if (busy.length > 0) return { ...pending(plan, [...busy, ...refused.keys()]), observed };
    // Of what was refused nothing is under way.
    const settling = refused.size > 0 ? null : settlingAfter(tier, plan);
    if (settling) return { ...settling, observed };
    if (options.mayContinue && !(await options.mayContinue())) {
      return {
        ready: false,
        retryAfterSeconds: 1,
        waitingFor: ['the next step of the plan'],
        waits: [],
        observed,
      };
    }
  }
  throw new Terminal(
    `The plan of tier ${tier.kind} did not settle in ${MAX_ROUNDS} rounds. This is a defect of Plinth: please report it.`,
  );
}

/**
 * After a call that AWS takes minutes to carry out another look costs a dozen calls and shows that it is under way.
 * Null: something else may be possible now, because of what was done besides.
 */
function settlingAfter(
  tier: Pick<Tier<never, never, never>, 'settling'>,
  { actions, waits: others }: Plan,
): Convergence | null {
  const paces = actions.map((action) => ({ action, pace: tier.settling?.(action) }));
  const waits = paces.flatMap(({ action, pace }) =>
    pace ? [{ what: `${SETTLING}${action.summary}`, ...pace }] : [],
  );
  if (waits.length < actions.length) return null;
  return fromWaits({ actions: [], waits: [...waits, ...others], failures: [] });
}

async function observe<Spec extends TierSpecBase, Observed>(
  tier: Tier<Spec, Observed, unknown>,
  scope: Scope<Spec>,
): Promise<Observed> {
  try {
    return await tier.observe(scope);
  } catch (error) {
    throw toPlinthError(error, `observe tier ${tier.kind} of ${scope.spec.identity.slug}`);
  }
}

/** Applies all actions, a few at a time. Returns what was answered with "not yet"; throws the worst of the rest. */
async function applyAll<Spec extends TierSpecBase>(
  tier: Pick<Tier<Spec, unknown, unknown>, 'apply'>,
  scope: Scope<Spec>,
  actions: readonly Action[],
  options: ConvergeOptions,
  refused: Map<string, PlinthError>,
): Promise<string[]> {
  const queue = [...actions];
  const busy: string[] = [];
  const errors: Error[] = [];
  const worker = async () => {
    for (let action = queue.shift(); action; action = queue.shift()) {
      try {
        await options.onAction?.(action);
      } catch (error) {
        queue.length = 0;
        throw error;
      }
      try {
        await tier.apply(scope, action);
        refused.delete(action.summary);
        await followUp(tier, scope, action.followUps ?? [], options);
      } catch (error) {
        const meaning = meaningOf(error as SdkErrorLike);
        if (meaning === 'AlreadyExists') continue;
        if (meaning === 'Gone' && /^(Delete|Remove)/.test(action.command)) continue;
        const refusal = refusalOf(action, error as SdkErrorLike, meaning);
        if (refusal) {
          if (refused.has(action.summary)) errors.push(refusal);
          else refused.set(action.summary, refusal);
          continue;
        }
        if (meaning === 'NotYet') busy.push(`${action.summary} (${(error as Error).message})`);
        else errors.push(toPlinthError(error, action.summary));
      }
    }
  };
  const workers = Array.from({ length: Math.min(CALLS_AT_ONCE, actions.length) }, worker);
  const stopped = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected');
  if (stopped) throw (stopped as PromiseRejectedResult).reason;
  const worst =
    errors.find((error) => error instanceof Terminal) ??
    errors.find((error) => error instanceof Blocked) ??
    errors[0];
  if (worst) throw worst;
  return busy;
}

/** What AWS says of a resource that has moved on since the look, or of others that stand in the way: that passes. */
const PASSES = /being deleted|\bdeleting\b|still contains|global/i;

/**
 * What another look decides about, because this one may have been of before: a permission that goes by tags says no where
 * there is nothing, and so does AWS where somebody else was quicker; and where a state does not pass, waiting is no help.
 */
function refusalOf(action: Action, error: SdkErrorLike, meaning: Meaning): PlinthError | undefined {
  const { command, summary, whenRefused } = action;
  const { name = '', message = '' } = error;
  if (/^(Delete|Remove)/.test(command) && /^AccessDenied/.test(name)) return toPlinthError(error, summary);
  if (meaning !== 'NotYet' || whenRefused === undefined || PASSES.test(message)) return undefined;
  const why = sentence(`${name}: ${message}`);
  return new Blocked(`Could not ${summary}: ${why} ${whenRefused}`, { cause: error });
}

/** Stops at the first that does not succeed: the next round plans what is missing, and reports why it fails. */
async function followUp<Spec extends TierSpecBase>(
  tier: Pick<Tier<Spec, unknown, unknown>, 'apply'>,
  scope: Scope<Spec>,
  actions: readonly Action[],
  options: ConvergeOptions,
): Promise<void> {
  try {
    for (const action of actions) {
      await options.onAction?.(action);
      await tier.apply(scope, action);
    }
  } catch {
    // see above
  }
}

function throwOnFailure(failures: readonly Failure[]): void {
  if (failures.length === 0) return;
  const message = failures.map((failure) => failure.message).join(' ');
  throw failures.some((failure) => failure.class === 'Terminal')
    ? new Terminal(message)
    : new Blocked(message);
}

function fromWaits(plan: Plan): Convergence {
  if (plan.waits.length === 0) return { ready: true, retryAfterSeconds: 0, waitingFor: [], waits: [] };
  return {
    ready: false,
    retryAfterSeconds: Math.min(...plan.waits.map((wait) => wait.retryAfterSeconds)),
    waitingFor: plan.waits.map((wait) => wait.what),
    waits: plan.waits,
  };
}

function pending(plan: Plan, what: readonly string[]): Convergence {
  const retryAfterSeconds = Math.min(BUSY_RETRY_SECONDS, ...plan.waits.map((wait) => wait.retryAfterSeconds));
  return {
    ready: false,
    retryAfterSeconds,
    waitingFor: [...what, ...plan.waits.map((wait) => wait.what)],
    waits: [],
  };
}
