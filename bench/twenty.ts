import type { Homes } from './home.ts';
import { watchMemory } from './memory.ts';
import { provision, startPlinth } from './plinth.ts';

const COUNT = 20;

/** Twenty environments at once in one Plinth, on a machine that has never run it. Throws unless all become ready. */
export async function measureTwenty(homes: Homes, profile: boolean): Promise<string> {
  const plinth = await startPlinth(await homes.create(), profile);
  try {
    const stopWatching = watchMemory(plinth.pid);
    const started = performance.now();
    const results = await Promise.allSettled(
      Array.from({ length: COUNT }, (_, index) => provision(plinth.api, `twenty-${index}`)),
    );
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const peak = stopWatching();
    const failures = results.flatMap((result) =>
      result.status === 'rejected' ? [String(result.reason)] : [],
    );
    const ready = `${COUNT - failures.length} of ${COUNT} environments at once ready in ${seconds} s`;
    if (failures.length > 0) throw new Error(`${ready}; ${failures.join('; ')}`);
    if (!peak) return ready;
    return `${ready}; memory at peak: ${Math.round(peak.ours)} MB Plinth + ${Math.round(peak.engines)} MB engines (resident)`;
  } finally {
    await plinth.stop();
  }
}
