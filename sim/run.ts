import '../functions/api/heavy.ts';
import '../functions/limits.ts';
import '../functions/preflight.ts';
import '../functions/reconcile.ts';
import 'dynalite';
import { drawScenario, FAULTS, type Scenario } from './scenario.ts';
import { shrink } from './shrink.ts';
import { type Outcome, simulate } from './simulate.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Runs seeds one after another; prints what fails, made small. True: something failed. */
export async function runSeeds(from: number, count: number, { stopAtFirst = false } = {}): Promise<boolean> {
  const begun = performance.now();
  const failed: number[] = [];
  let calls = 0;
  let faults = 0;
  for (let seed = from; seed < from + count; seed++) {
    const outcome = await simulate(drawScenario(seed));
    calls += outcome.calls;
    faults += outcome.faults.length;
    if (outcome.violations.length === 0) continue;
    failed.push(seed);
    if (stopAtFirst) count = seed - from + 1;
    say(
      `seed ${seed}: ${outcome.violations.map(({ invariant, detail }) => `${invariant}: ${detail}`).join('\n  ')}`,
    );
  }
  const seconds = (performance.now() - begun) / 1000;
  say(
    `${count} seeds, ${calls} calls, ${faults} faults, ${failed.length} failed${failed.length > 0 ? ` (${failed.join(', ')})` : ''}; ${(count / seconds).toFixed(1)} seeds/s, ${Math.round(calls / seconds)} calls/s`,
  );
  if (failed.length > 0) say('Replay one, made small: npm run sim -- --seed N');
  return failed.length > 0;
}

/** Runs one seed, and shows what happened. A failing one is made smaller first. */
export async function replay(seed: number, verbose: boolean): Promise<boolean> {
  const scenario = drawScenario(seed);
  const outcome = await simulate(scenario);
  say(`seed ${seed}, trace ${outcome.hash}, ${outcome.calls} calls, ${outcome.faults.length} faults`);
  if (outcome.violations.length === 0) {
    if (verbose) show(outcome);
    return false;
  }
  const small = await shrink(scenario, outcome);
  show(await simulate(small));
  say(
    JSON.stringify({
      ...small,
      rates: Object.fromEntries(Object.entries(small.rates).filter(([, rate]) => rate > 0)),
    }),
  );
  return true;
}

function show({ timeline, violations }: Outcome): void {
  for (const line of timeline) say(line);
  for (const { invariant, detail } of violations) say(`BROKEN ${invariant}: ${detail}`);
}

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

/** One create and one delete, with a crash before and after each call in turn: what is left is what is left without. */
export async function runCrashes(): Promise<boolean> {
  const calm = await simulate(CALM);
  const failed: string[] = [];
  let runs = 0;
  for (let at = 0; at < 2 * calm.calls; at++, runs++) {
    const crashed = await simulate({ ...CALM, crashAt: at });
    const problems = crashed.violations.map(({ invariant, detail }) => `${invariant}: ${detail}`);
    if (crashed.end !== calm.end) problems.push(`ends as ${crashed.end} and not as ${calm.end}`);
    if (problems.length === 0) continue;
    failed.push(String(at));
    say(`crash ${at} (${at % 2 === 0 ? 'before' : 'after'} call ${at >> 1}): ${problems.join('\n  ')}`);
  }
  say(`${runs} crashes, one at each side of each of ${calm.calls} calls; ${failed.length} failed`);
  return failed.length > 0;
}
