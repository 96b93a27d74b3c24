import { Random } from './random.ts';

export const FAULTS = [
  ...['throttled', 'serverError', 'serverErrorAfter', 'timeout', 'timeoutAfter'],
  ...['killed', 'killedAfter', 'frozen', 'stale', 'staler', 'twice', 'capacity', 'conflict'],
  'provisioning',
] as const;
export type FaultKind = (typeof FAULTS)[number];

export const VERBS = [
  ...['create', 'createOther', 'update', 'unprotect', 'delete', 'retry', 'cancel', 'reconcile', 'dryRun'],
  ...['drift', 'read', 'event', 'launch', 'relaunch', 'terminate', 'stopExecution', 'outOfBand', 'keyOff'],
  ...['regionDown', 'rawSecret', 'expire', 'driftCheck'],
] as const;
export type Verb = (typeof VERBS)[number];

/** One thing that somebody does. */
export interface Step {
  /** Milliseconds after the beginning. */
  readonly at: number;
  readonly verb: Verb;
  /** Which of the environments, from 0. */
  readonly environment: number;
  /** What else is drawn for it: which change, which resource, which region; a verb takes it as it needs it. */
  readonly choice: number;
  /** How often the caller sends it: an impatient one more than once, with the same key. */
  readonly times: number;
}

export interface SimulatedEnvironment {
  readonly project: string;
  readonly name: string;
  readonly preset: 'development' | 'standard';
  readonly globalTables: boolean;
  readonly globalDatabase: boolean;
  readonly ownTables: boolean;
  readonly rollback: boolean;
  readonly migrations: boolean;
}

/** Everything that is drawn from a seed. Data: what fails can be made smaller and run again. */
export interface Scenario {
  readonly seed: number;
  readonly environments: readonly SimulatedEnvironment[];
  readonly steps: readonly Step[];
  /** Probability for each call, or invocation. */
  readonly rates: Readonly<Record<FaultKind, number>>;
  /** How long AWS takes, over what it usually takes, drawn for each resource between these. */
  readonly slowness: readonly [least: number, most: number];
  /** Clocks of functions are off by up to this. */
  readonly skewMs: number;
  /** Faults and steps end here. */
  readonly lengthMs: number;
  /** Whether everything is made right at the end, and changed once more, before it is deleted. */
  readonly endsReady: boolean;
  /** The function is killed at this call boundary: twice the number of the call, and one more for after it. */
  readonly crashAt?: number;
  /** Faults, by their key, that do not happen: see `shrink`. */
  readonly spared: readonly string[];
}

const MINUTE = 60_000;

/** Verbs by how often they are drawn. */
const WEIGHTS: Readonly<Record<Verb, number>> = {
  ...{ create: 14, createOther: 4, update: 10, unprotect: 3, delete: 9, retry: 9, cancel: 4, reconcile: 4 },
  ...{ dryRun: 2, drift: 2, read: 3, event: 5, launch: 3, relaunch: 3, terminate: 2, stopExecution: 4 },
  ...{ outOfBand: 5, keyOff: 1, regionDown: 2, rawSecret: 2, expire: 1, driftCheck: 1 },
};

/** Each kind in about half of the seeds, mostly seldom, now and then often. */
function rate(random: Random, most: number): number {
  return random.chance(0.6) ? most * random.next() ** 2 : 0;
}

export function drawScenario(seed: number): Scenario {
  const random = new Random(`scenario ${seed}`);
  const lengthMs = random.integer(15, 90) * MINUTE;
  const environments = Array.from({ length: random.weighted({ 1: 8, 2: 2 }) === '1' ? 1 : 2 }, (_, index) =>
    drawEnvironment(random, index),
  );
  const first: Step[] = environments.map((_, environment) => ({
    at: random.integer(0, 2 * MINUTE),
    verb: random.weighted({ create: 8, event: 2, launch: 2 }),
    environment,
    choice: random.next(),
    times: random.chance(0.2) ? 2 : 1,
  }));
  // Somebody else wants the same name at the same moment.
  const rivals = first.flatMap((step) =>
    random.chance(0.25)
      ? [{ ...step, at: step.at + random.integer(0, 80), verb: 'createOther' as const, times: 1 }]
      : [],
  );
  const others = Array.from({ length: random.integer(1, 6) }, () => ({
    at: random.integer(0, lengthMs),
    verb: random.weighted(WEIGHTS),
    environment: random.integer(0, environments.length - 1),
    choice: random.next(),
    times: random.chance(0.15) ? 2 : 1,
  }));
  return {
    seed,
    environments,
    steps: [...first, ...rivals, ...others].sort((a, b) => a.at - b.at),
    rates: {
      throttled: rate(random, 0.05),
      serverError: rate(random, 0.03),
      serverErrorAfter: rate(random, 0.03),
      timeout: rate(random, 0.01),
      timeoutAfter: rate(random, 0.02),
      killed: rate(random, 0.02),
      killedAfter: rate(random, 0.02),
      frozen: rate(random, 0.003),
      stale: rate(random, 0.3),
      staler: rate(random.fork('staler'), 0.5),
      twice: rate(random, 0.3),
      capacity: rate(random, 0.1),
      conflict: rate(random, 0.03),
      provisioning: rate(random.fork('provisioning'), 0.15),
    },
    slowness: random.chance(0.15) ? [0.5, 6] : [0.1, 1],
    skewMs: random.chance(0.3) ? random.integer(1_000, 120_000) : 0,
    lengthMs,
    endsReady: random.chance(0.4),
    spared: [],
  };
}

function drawEnvironment(random: Random, index: number): SimulatedEnvironment {
  const large = random.chance(0.15);
  return {
    // Two projects may have environments of one name, and one project two.
    project: random.pick(['shop', 'play']),
    name: `e${index}`,
    preset: large ? 'standard' : 'development',
    globalTables: large && random.chance(0.6),
    globalDatabase: large && random.chance(0.6),
    ownTables: random.chance(0.8),
    rollback: random.chance(0.2),
    migrations: random.chance(0.5),
  };
}
