import type { StateError } from './errors.ts';
import type { Reader } from './reader.ts';
import type { Transfer } from './transfer.ts';

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  readonly jitter: boolean;
}

export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly transfer: Transfer;
}

/**
 * Does `ErrorEquals` name this error? *Documented* (developer guide, "Error names"): States.ALL matches every
 * error but States.DataLimitExceeded and States.Runtime; States.TaskFailed every error but States.Timeout (and, as
 * it is a wildcard too, not those two: *assumed*); nothing at all handles States.Runtime.
 */
export function matches(errorEquals: readonly string[], { error }: StateError): boolean {
  if (error === 'States.Runtime') return false;
  if (errorEquals.includes(error)) return true;
  if (error === 'States.DataLimitExceeded') return false;
  if (errorEquals.includes('States.ALL')) return true;
  return errorEquals.includes('States.TaskFailed') && error !== 'States.Timeout';
}

/** Seconds before the attempt after `attempts` tries that this retrier has answered already. */
export function retryDelaySeconds(retrier: Retrier, attempts: number, random: () => number): number {
  const full = retrier.intervalSeconds * retrier.backoffRate ** attempts;
  const delay = Math.min(full, retrier.maxDelaySeconds);
  return retrier.jitter ? delay * random() : delay;
}

/** *Documented*: 366 days at most. *Assumed*: also where there is no MaxDelaySeconds; an execution lives for a year. */
const LONGEST_DELAY_SECONDS = 31_622_400;

/** Defaults and bounds are AWS's: 1 s, 3 attempts, rate 2.0, no maximum delay, no jitter. */
export function readRetriers(reader: Reader): Retrier[] {
  const list = reader.objects('Retry').map((item) => {
    const retrier: Retrier = {
      errorEquals: readErrorEquals(item),
      intervalSeconds: item.integer('IntervalSeconds', 1, 99_999_999) ?? 1,
      maxAttempts: item.integer('MaxAttempts', 0, 99_999_999) ?? 3,
      backoffRate: item.number('BackoffRate', 1) ?? 2,
      maxDelaySeconds: item.integer('MaxDelaySeconds', 1, LONGEST_DELAY_SECONDS) ?? LONGEST_DELAY_SECONDS,
      jitter: item.oneOf('JitterStrategy', ['FULL', 'NONE']) === 'FULL',
    };
    item.skip('Comment');
    if (item.value('MaxDelaySeconds') !== undefined && retrier.maxDelaySeconds <= retrier.intervalSeconds) {
      item.fault('has to be greater than IntervalSeconds', 'MaxDelaySeconds');
    }
    item.done();
    return retrier;
  });
  checkWildcard(reader, 'Retry', list);
  return list;
}

export function readCatchers(reader: Reader): Catcher[] {
  const list = reader.objects('Catch').map((item) => {
    const errorEquals = readErrorEquals(item);
    const transfer = item.transfer(['input', 'context', 'errorOutput'], item.requiredString('Next'));
    item.skip('Comment');
    item.done();
    return { errorEquals, transfer };
  });
  checkWildcard(reader, 'Catch', list);
  return list;
}

function readErrorEquals(reader: Reader): string[] {
  const names = reader.value('ErrorEquals');
  if (Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string')) {
    return names as string[];
  }
  reader.fault('a list of error names is required', 'ErrorEquals');
  return [];
}

/** *Documented*: States.ALL has to stand alone and in the last retrier or catcher. */
function checkWildcard(
  reader: Reader,
  field: string,
  list: readonly { errorEquals: readonly string[] }[],
): void {
  list.forEach(({ errorEquals }, index) => {
    if (!errorEquals.includes('States.ALL')) return;
    if (errorEquals.length === 1 && index === list.length - 1) return;
    reader.fault('States.ALL has to stand alone and in the last entry', `${field}[${index}]/ErrorEquals`);
  });
}
