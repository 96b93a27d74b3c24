import { currentInvocation } from '../local/caller.ts';
import type { KillableCall } from '../local/cloud.ts';
import { NoAnswer } from '../local/gateway/gateway.ts';
import { AwsError, type CallContext } from '../local/service.ts';
import { drawnFor } from './random.ts';
import type { FaultKind, Scenario } from './scenario.ts';

/** A client gives a call up after this: see functions/clients.ts. */
const REQUEST_TIMEOUT_MS = 20_000;
/** Longer than any function has. */
const FROZEN_MS = 1_000_000;
/** *assumed*: how long a look may show what was before. */
const STALE_MS = 20_000;
const LOOK = /^(Describe|List|Get(?!Item|SecretValue|RandomPassword))/;

const THROTTLES: Readonly<Record<string, string>> = {
  dynamodb: 'ThrottlingException',
  rds: 'Throttling',
  elasticache: 'Throttling',
  iam: 'Throttling',
  monitoring: 'Throttling',
};

/** Creates that AWS refuses for want of capacity, or beyond a quota, and what it says then. */
const REFUSALS: Readonly<Record<string, readonly [capacity: string, quota: string]>> = {
  CreateDBInstance: ['InsufficientDBInstanceCapacity', 'InstanceQuotaExceededFault'],
  CreateDBCluster: ['InsufficientDBClusterCapacityFault', 'DBClusterQuotaExceededFault'],
  CreateReplicationGroup: ['InsufficientCacheClusterCapacityFault', 'NodeQuotaForCustomerExceededFault'],
  CreateCluster: ['InsufficientClusterCapacityFault', 'NodeQuotaForCustomerExceededFault'],
  CreateTable: ['LimitExceededException', 'LimitExceededException'],
};

export interface FaultedCall {
  readonly context: CallContext;
  readonly input: unknown;
}

interface Seen {
  readonly at: number;
  readonly result: { readonly output: unknown } | { readonly error: unknown };
}

/**
 * What goes wrong with calls. Whether it does is drawn from the seed and the call's own key, so that leaving out a step
 * or a fault moves as little as possible of the rest.
 */
export class Faults {
  readonly #scenario: Scenario;
  readonly #counts = new Map<string, number>();
  /** By look; those of the last moments, oldest first. */
  readonly #seen = new Map<string, Seen[]>();
  readonly #down = new Set<string>();
  /** Those that have happened, by key. */
  readonly happened: string[] = [];
  active = true;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  /** The control planes of a region answer nothing. */
  down(region: string): void {
    if (this.active) this.#down.add(region);
  }

  up(region?: string): void {
    if (region) this.#down.delete(region);
    else this.#down.clear();
  }

  stop(): void {
    this.active = false;
    this.up();
  }

  /** Draws, and remembers what comes of it. */
  happens(kind: FaultKind, what: string): boolean {
    const { rates, seed, spared } = this.#scenario;
    const base = `${kind} ${what}`;
    const count = (this.#counts.get(base) ?? 0) + 1;
    this.#counts.set(base, count);
    if (!this.active || rates[kind] === 0) return false;
    const key = `${base} #${count}`;
    if (drawnFor(`${seed} ${key}`) >= rates[kind] || spared.includes(key)) return false;
    this.happened.push(key);
    return true;
  }

  #boundary = 0;

  kills({ functionName, operation, when }: KillableCall): boolean {
    const { crashAt } = this.#scenario;
    // Calls of functions that run side by side come between: boundaries are counted as they come.
    if (crashAt !== undefined) return this.#boundary++ === crashAt;
    return this.happens(when === 'before' ? 'killed' : 'killedAfter', `${functionName} ${operation}`);
  }

  /** Before the call reaches AWS. `sleep` passes simulated time. */
  async before(call: FaultedCall, sleep: (ms: number) => Promise<void>): Promise<void> {
    const { service, operation, region } = call.context;
    const what = `${call.context.accessKeyId} ${region} ${operation}`;
    if (this.#down.has(region) && service !== 'states' && !isHome(call)) {
      await sleep(REQUEST_TIMEOUT_MS);
      throw new NoAnswer(`${region} does not answer`);
    }
    if (currentInvocation() && this.happens('frozen', what)) {
      await sleep(FROZEN_MS);
      throw new NoAnswer('nobody waits any more');
    }
    if (this.happens('timeout', what)) {
      await sleep(REQUEST_TIMEOUT_MS);
      throw new NoAnswer('no answer');
    }
    if (this.happens('throttled', what))
      throw new AwsError(THROTTLES[service] ?? 'ThrottlingException', 'Rate exceeded', { status: 400 });
    if (this.happens('serverError', what)) throw serverError();
    const refusals = isHome(call) ? undefined : REFUSALS[operation];
    if (refusals && this.happens('capacity', what)) throw this.#refusal(refusals);
    if (isHome(call) && /^(Put|Update|Delete|Transact)/.test(operation) && this.happens('conflict', what))
      throw conflict(operation, call.input);
  }

  #refusal([capacity, quota]: readonly [string, string]): AwsError {
    const drawn = drawnFor(`${this.#scenario.seed} quota ${this.happened.at(-1)}`);
    const isQuota = capacity === quota || drawn < 0.5;
    return isQuota
      ? new AwsError(quota, 'The quota of the account is used up.')
      : new AwsError(capacity, 'There is not enough capacity in the requested Availability Zones.');
  }

  /** After its effect. */
  async after(call: FaultedCall, sleep: (ms: number) => Promise<void>): Promise<void> {
    const { operation, region, accessKeyId } = call.context;
    const what = `${accessKeyId} ${region} ${operation}`;
    if (this.happens('timeoutAfter', what)) {
      await sleep(REQUEST_TIMEOUT_MS);
      throw new NoAnswer('no answer');
    }
    if (this.happens('serverErrorAfter', what)) throw serverError();
    // The one call that begins everything is worth a closer look.
    if (operation === 'StartExecution' && this.happens('serverErrorAfter', `${what} again`))
      throw serverError();
  }

  /** What the same look answered a moment ago, or before that: looks at AWS may show things in another order. */
  stale(call: FaultedCall, now: number): Seen['result'] | undefined {
    const { service, region, operation, accessKeyId } = call.context;
    if (!LOOK.test(operation) || service === 'states' || !currentInvocation()) return undefined;
    const seen = this.#seen.get(keyOf(call))?.filter(({ at }) => now - at <= STALE_MS) ?? [];
    const what = `${accessKeyId} ${region} ${operation}`;
    if (seen.length === 0 || !this.happens('stale', what)) return undefined;
    return (this.happens('staler', what) ? seen.at(0) : seen.at(-1))?.result;
  }

  remember(call: FaultedCall, now: number, result: Seen['result']): void {
    if (!LOOK.test(call.context.operation)) return;
    const key = keyOf(call);
    const recent = (this.#seen.get(key) ?? []).filter(({ at }) => now - at <= STALE_MS);
    this.#seen.set(key, [...recent, { at: now, result }]);
  }
}

function keyOf({ context: { service, region, operation }, input }: FaultedCall): string {
  return `${service} ${region} ${operation} ${JSON.stringify(input)}`;
}

interface HomeInput {
  readonly TableName?: string;
  readonly RequestItems?: object;
  readonly TransactItems?: readonly Record<string, { readonly TableName?: string }>[];
}

/** Plinth's own tables. */
export function isHome({ context, input }: FaultedCall): boolean {
  if (context.service !== 'dynamodb') return false;
  const { TableName, RequestItems = {}, TransactItems = [] } = (input ?? {}) as HomeInput;
  const tables = [
    TableName,
    ...Object.keys(RequestItems),
    ...TransactItems.flatMap((item) => Object.values(item).map((each) => each.TableName)),
  ];
  return tables.some((table) => table?.startsWith('plinth.'));
}

function serverError(): AwsError {
  return new AwsError('InternalFailure', 'The request processing has failed.', { status: 500 });
}

function conflict(operation: string, input: unknown): AwsError {
  if (operation !== 'TransactWriteItems')
    return new AwsError('TransactionConflictException', 'Transaction is ongoing for the item');
  const { TransactItems = [] } = input as { TransactItems?: unknown[] };
  const CancellationReasons = TransactItems.map((_, index) => ({
    Code: index === 0 ? 'TransactionConflict' : 'None',
  }));
  const codes = CancellationReasons.map(({ Code }) => Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { members: { CancellationReasons } },
  );
}
