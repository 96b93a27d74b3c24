export const say = (text: string) => process.stdout.write(`${text}\n`);

/** What some runs came to. `failed`: their seeds, or the numbers of their crashes. */
export interface Tally {
  readonly runs: number;
  readonly calls: number;
  readonly faults: number;
  readonly failed: readonly number[];
}

export const NO_RUNS: Tally = { runs: 0, calls: 0, faults: 0, failed: [] };

export function add(one: Tally, other: Tally): Tally {
  return {
    runs: one.runs + other.runs,
    calls: one.calls + other.calls,
    faults: one.faults + other.faults,
    failed: [...one.failed, ...other.failed].sort((a, b) => a - b),
  };
}

/** Says it, or tells the process that has begun this one, which says it for all. */
export async function conclude(tally: Tally, begun: number, what: 'seed' | 'crash'): Promise<void> {
  if (process.send) return new Promise((resolve) => process.send?.(tally, () => resolve()));
  const { runs, calls, faults, failed } = tally;
  const seconds = (performance.now() - begun) / 1000;
  const which = failed.length > 0 ? ` (${failed.join(', ')})` : '';
  const noun = what === 'seed' ? 'seeds' : 'crashes';
  say(
    `${runs} ${noun}, ${calls} calls, ${faults} faults, ${failed.length} failed${which}; ` +
      `${(runs / seconds).toFixed(1)} ${noun}/s, ${Math.round(calls / seconds)} calls/s`,
  );
  if (failed.length > 0)
    say(`Replay one${what === 'seed' ? ', made small' : ''}: npm run sim -- --${what} N`);
}
