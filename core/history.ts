import type { OperationKind, OperationRecord } from './operations.ts';
import type { RegistryTable } from './registry/table.ts';
import type { Registry } from './registry.ts';
import { TIER_KINDS, type TierKind } from './tier.ts';

/** Operations that are comparable: `create`, `delete`, `update aurora+redis`. */
export type DurationClass = string;

/** As many as are kept of a class; the oldest goes first. */
export const KEPT_SAMPLES = 50;

/** Of a tier that had something to wait for; the others of an update only look. */
const SLOW_SECONDS = 60;

interface HistoryItem {
  readonly version: number;
  readonly samples: readonly { readonly operationId: string; readonly seconds: number }[];
}

/** One item a class, `HISTORY` / `DURATION#<class>`: how long its last operations took. */
const keyOf = (durationClass: DurationClass) => ({ pk: 'HISTORY', sk: `DURATION#${durationClass}` });

/** Each attempt is lost to another operation that ended at the same moment. */
const ATTEMPTS = 3;

/**
 * A create makes all tiers and a delete takes all away. What an update takes depends on the tiers that it makes wait.
 * @param slow the tiers that take longer than a minute
 */
export function durationClass(kind: OperationKind, slow: readonly TierKind[]): DurationClass {
  if (kind === 'create' || kind === 'delete') return kind;
  const tiers = TIER_KINDS.filter((tier) => slow.includes(tier));
  return `update ${tiers.join('+') || 'quick'}`;
}

export function isSlow(seconds: number): boolean {
  return seconds > SLOW_SECONDS;
}

/** Durations of the past operations of this installation. */
export class History {
  readonly #table: RegistryTable;

  constructor({ table }: Pick<Registry, 'table'>) {
    this.#table = table;
  }

  /** Seconds, oldest first; at most {@link KEPT_SAMPLES}. */
  async read(kind: DurationClass): Promise<readonly number[]> {
    const item = await this.#table.get<HistoryItem>(keyOf(kind));
    return item?.samples.map(({ seconds }) => seconds) ?? [];
  }

  /** Safe to repeat for the same operation. A sample that is lost to many others at one moment is not missed. */
  async record(kind: DurationClass, seconds: number, operationId: string): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const item = await this.#table.get<HistoryItem>(keyOf(kind));
      const samples = item?.samples ?? [];
      if (samples.some((sample) => sample.operationId === operationId)) return;
      const next = [...samples, { operationId, seconds }].slice(-KEPT_SAMPLES);
      const version = item?.version ?? 0;
      const written = await this.#table.update(keyOf(kind), {
        UpdateExpression: 'SET #samples = :samples, #version = :next',
        ConditionExpression: 'attribute_not_exists(pk) OR #version = :version',
        ExpressionAttributeNames: { '#samples': 'samples', '#version': 'version' },
        ExpressionAttributeValues: { ':samples': next, ':version': version, ':next': version + 1 },
      });
      if (written) return;
    }
  }
}

/**
 * Writes down how long an operation took that has succeeded. One that went on with another tells nothing: a part of the
 * work was done before. Safe to repeat.
 */
export async function recordDuration(
  registry: Pick<Registry, 'table'>,
  operation: OperationRecord,
): Promise<void> {
  const { operationId, status, createdAt, endedAt, retryOf, kind } = operation;
  if (status !== 'succeeded' || endedAt === null || retryOf) return;
  await new History(registry).record(
    durationClass(kind, slowTiers(operation)),
    secondsBetween(createdAt, endedAt),
    operationId,
  );
}

/** From the first step of a tier to the end of its last. */
function slowTiers({ steps }: OperationRecord): TierKind[] {
  const words = { aurora: 'Aurora', dynamodb: 'DynamoDb', redis: 'Redis', dax: 'Dax' } as const;
  return TIER_KINDS.filter((tier) => {
    const own = Object.entries(steps)
      .filter(([name]) => name.endsWith(words[tier]))
      .map(([, step]) => step);
    const starts = own.flatMap(({ startedAt }) => startedAt ?? []).sort();
    const ends = own.flatMap(({ endedAt }) => endedAt ?? []).sort();
    const [first, last] = [starts[0], ends.at(-1)];
    return first !== undefined && last !== undefined && isSlow(secondsBetween(first, last));
  });
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
}
