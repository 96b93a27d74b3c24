import '../functions/api/heavy.ts';
import '../functions/limits.ts';
import '../functions/preflight.ts';
import '../functions/reconcile.ts';
import 'dynalite';
import { drawScenario } from './scenario.ts';
import { shrink } from './shrink.ts';
import { type Outcome, simulate } from './simulate.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Runs seeds one after another; prints what fails, made small. True: something failed. */
export async function runSeeds(from: number, count: number): Promise<boolean> {
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
