import { add, conclude, NO_RUNS, say } from './report.ts';
import { brief, show } from './run.ts';
import { FAULTS, type Scenario } from './scenario.ts';
import { simulate } from './simulate.ts';

const CALM: Scenario = {
  seed: 0,
  environments: [
    {
      ...{ project: 'shop', name: 'e0', preset: 'development', globalTables: false, globalDatabase: false },
      ...{ ownTables: true, rollback: false, migrations: true },
    },
  ],
  steps: [
    { at: 0, verb: 'create', environment: 0, choice: 0, times: 1 },
    { at: 3_600_000, verb: 'delete', environment: 0, choice: 1, times: 1 },
  ],
  rates: Object.fromEntries(FAULTS.map((kind) => [kind, 0])) as Scenario['rates'],
  slowness: [0.1, 0.1],
  skewMs: 0,
  lengthMs: 7_200_000,
  endsReady: false,
  spared: [],
};

/**
 * One create and one delete, with a crash before and after each call in turn: what is left is what is left without.
 * @param share which of how many parts, such as 0 of 2
 */
export async function runCrashes([part, parts]: readonly [number, number]): Promise<boolean> {
  const begun = performance.now();
  const calm = await simulate(CALM);
  let tally = NO_RUNS;
  for (let at = part; at < 2 * calm.calls; at += parts) {
    const { violations, end, calls } = await simulate({ ...CALM, crashAt: at });
    const problems = violations.length > 0 ? [brief(violations)] : [];
    if (end !== calm.end) problems.push(`it ends with ${difference(calm.end, end)}`);
    const failed = problems.length > 0 ? [at] : [];
    tally = add(tally, { runs: 1, calls, faults: 1, failed });
    if (problems.length === 0) continue;
    say(`crash ${at} (${at % 2 === 0 ? 'before' : 'after'} call ${at >> 1}): ${problems.join('\n  ')}`);
  }
  await conclude(tally, begun, 'crash');
  return tally.failed.length > 0;
}

/** One of them, and what happened. */
export async function replayCrash(at: number): Promise<boolean> {
  const calm = await simulate(CALM);
  if (at >= 2 * calm.calls) {
    say(
      `There is no crash ${at}: the last one is ${2 * calm.calls - 1}, after the last of ${calm.calls} calls.`,
    );
    return true;
  }
  const crashed = await simulate({ ...CALM, crashAt: at });
  show(crashed);
  const isAlike = crashed.end === calm.end;
  if (!isAlike) say(`It ends with ${difference(calm.end, crashed.end)}`);
  return !isAlike || crashed.violations.length > 0;
}

function difference(wanted: string, found: string): string {
  const [without, crashed] = [wanted.split(', '), found.split(', ')];
  const more = crashed.filter((one) => !without.includes(one));
  const less = without.filter((one) => !crashed.includes(one));
  return `${more.join(', ') || 'nothing more'}, without ${less.join(', ') || 'nothing'}`;
}
