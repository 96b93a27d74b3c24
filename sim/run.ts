import '../functions/api/heavy.ts';
import '../functions/limits.ts';
import '../functions/preflight.ts';
import '../functions/reconcile.ts';
import 'dynalite';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { add, conclude, NO_RUNS, say } from './report.ts';
import { drawScenario } from './scenario.ts';
import { shrink } from './shrink.ts';
import { type Outcome, simulate } from './simulate.ts';

const REGRESSIONS = join(import.meta.dirname, '../test/sim/regressions.json');

/** Runs seeds one after another; prints what fails. True: something failed. */
export async function runSeeds(seeds: readonly number[], { stopAtFirst = false } = {}): Promise<boolean> {
  const begun = performance.now();
  let tally = NO_RUNS;
  for (const seed of seeds) {
    if (stopAtFirst && tally.failed.length > 0) break;
    const { calls, faults, violations } = await simulate(drawScenario(seed), { stopAtFirst });
    const failed = violations.length > 0 ? [seed] : [];
    tally = add(tally, { runs: 1, calls, faults: faults.length, failed });
    if (failed.length > 0) say(`seed ${seed}: ${brief(violations)}`);
  }
  await conclude(tally, begun, 'seed');
  return tally.failed.length > 0;
}

/** The seeds that have found something. */
export const regressions = (): number[] =>
  (JSON.parse(readFileSync(REGRESSIONS, 'utf8')) as { seed: number }[]).map(({ seed }) => seed);

export const brief = (violations: Outcome['violations']) =>
  violations.map(({ invariant, detail }) => `${invariant}: ${detail}`).join('\n  ');

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

export function show({ timeline, violations }: Outcome): void {
  for (const line of timeline) say(line);
  for (const { invariant, detail } of violations) say(`BROKEN ${invariant}: ${detail}`);
}
