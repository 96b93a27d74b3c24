import { type Homes, setUpBare } from './home.ts';
import { type MemoryPeak, watchMemory } from './memory.ts';
import { provision, startPlinth } from './plinth.ts';
import { table } from './table.ts';

/** Enough for a median, few enough for half a minute. */
const ROUNDS = 5;
/** Environments after the first one in each process. */
const REPEATED = 3;
const COLD_RATIO = 1.5;
const WARM_RATIO = 2;
const WARM_MS = 2_000;

interface Samples {
  /** An empty home, a process that has just started. */
  readonly cold: number[];
  /** There is a template, and the process has made an environment before. */
  readonly warm: number[];
}

/**
 * From POST to ready on the local cloud, against bare engines. Both run in turn, so that other load on the machine
 * meets both.
 */
export async function measureProvisioning(homes: Homes, profile: boolean): Promise<string> {
  const plinth: Samples = { cold: [], warm: [] };
  const bare: Samples = { cold: [], warm: [] };
  const restarted: number[] = [];
  const peaks: MemoryPeak[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const home = await homes.create();
    bare.cold.push(...(await setUpBare(home, 'cold', 1)));
    const [cold, ...warm] = await provisionInOne(home, 1 + REPEATED, profile, peaks);
    plinth.cold.push(cold as number);
    plinth.warm.push(...warm);
    bare.warm.push(...(await setUpBare(home, 'warm', 1 + REPEATED)).slice(1));
    restarted.push(...(await provisionInOne(home, 1, profile, [])));
  }
  return report(plinth, bare, restarted, peaks);
}

async function provisionInOne(home: string, count: number, profile: boolean, peaks: MemoryPeak[]) {
  const plinth = await startPlinth(home, profile);
  const times: number[] = [];
  try {
    for (let index = 0; index < count; index++) {
      const stopWatching = watchMemory(plinth.pid);
      times.push(await provision(plinth.api, `bench-${index}`));
      const peak = stopWatching();
      if (index === 0 && peak) peaks.push(peak);
    }
  } finally {
    await plinth.stop();
  }
  return times;
}

function report(plinth: Samples, bare: Samples, restarted: readonly number[], peaks: readonly MemoryPeak[]) {
  const coldRatio = median(plinth.cold) / median(bare.cold);
  const warmRatio = median(plinth.warm) / median(bare.warm);
  const warmMs = median(plinth.warm);
  const restartedMs = median(restarted);
  const [peak] = [...peaks].sort((a, b) => b.ours + b.engines - a.ours - a.engines);
  const met = (value: number, target: number) => (value <= target ? 'met' : 'MISSED');
  return [
    table([
      ['one development environment, median', 'POST to ready', 'bare engines', 'ratio', 'target', ''],
      [
        'cold: no initdb template, first request',
        ms(median(plinth.cold)),
        ms(median(bare.cold)),
        times(coldRatio),
        `<= ${COLD_RATIO}`,
        met(coldRatio, COLD_RATIO),
      ],
      [
        'warm: template, process has run',
        ms(warmMs),
        ms(median(bare.warm)),
        times(warmRatio),
        `<= ${WARM_RATIO}`,
        met(warmRatio, WARM_RATIO),
      ],
      ['warm, absolute', ms(warmMs), '', '', `< ${WARM_MS} ms`, met(warmMs, WARM_MS)],
      [
        'template, first request of a new process',
        ms(restartedMs),
        '',
        '',
        `< ${WARM_MS} ms`,
        met(restartedMs, WARM_MS),
      ],
    ]),
    peak
      ? `memory at peak: ${megabytes(peak.ours)} Plinth + ${megabytes(peak.engines)} engines (resident)`
      : '',
  ].join('\n');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

const ms = (value: number) => `${Math.round(value)} ms`;
const times = (value: number) => value.toFixed(2);
const megabytes = (value: number) => `${Math.round(value)} MB`;
