import { FAULTS, type Scenario } from './scenario.ts';
import { type Outcome, simulate } from './simulate.ts';

/** Runs that a person waits for. */
const MAX_RUNS = 60;

/** Leaves out steps, kinds of faults and single faults as long as the same invariant is still broken. */
export async function shrink(scenario: Scenario, outcome: Outcome): Promise<Scenario> {
  const invariant = outcome.violations[0]?.invariant;
  let best = scenario;
  let faults = outcome.faults;
  let runs = 0;
  const attempt = async (smaller: Scenario): Promise<boolean> => {
    if (++runs > MAX_RUNS) return false;
    const tried = await simulate(smaller);
    if (!tried.violations.some((one) => one.invariant === invariant)) return false;
    best = smaller;
    faults = tried.faults;
    return true;
  };
  for (const kind of FAULTS)
    if (best.rates[kind] > 0) await attempt({ ...best, rates: { ...best.rates, [kind]: 0 } });
  if (best.skewMs > 0) await attempt({ ...best, skewMs: 0 });
  for (let index = best.steps.length - 1; index >= 0; index--)
    await attempt({ ...best, steps: best.steps.filter((_, at) => at !== index) });
  for (
    let size = Math.ceil(faults.length / 2);
    size >= 1 && runs < MAX_RUNS;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  )
    for (let at = 0; at < faults.length && runs < MAX_RUNS; ) {
      const spared = [...best.spared, ...faults.slice(at, at + size)];
      if (!(await attempt({ ...best, spared }))) at += size;
    }
  return best;
}
