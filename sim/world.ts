import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { Logger } from '@aws-lambda-powertools/logger';
import { asNobody, callingFunction, currentInvocation } from '../local/caller.ts';
import { ManualClock } from '../local/clock.ts';
import { createLocalCloud, type LocalCloud } from '../local/cloud.ts';
import { type DelayKey, realistic } from '../local/delays.ts';
import { createNoEngines } from '../local/engines/none.ts';
import type { Engines } from '../local/engines/types.ts';
import { NoAnswer } from '../local/gateway/gateway.ts';
import { inventory } from '../local/inventory.ts';
import type { CallContext } from '../local/service.ts';
import { createModelPostgres, type ModelPostgres } from './database/engines.ts';
import { type FaultedCall, Faults, isHome } from './faults.ts';
import { liveIn } from './globals.ts';
import { Random } from './random.ts';
import type { Scenario } from './scenario.ts';
import { readsFiles } from './settled.ts';
import { Trace } from './trace.ts';

/** Any will do; the same for every run. */
const START_MS = Date.UTC(2026, 0, 5, 9);
/** A call within a region, there and back. */
const LATENCY_MS = [5, 60] as const;
/** Turns of the event loop without anything under way, after which time passes. */
const QUIET_TURNS = 3;

export interface Violation {
  /** Such as `6 not ours`: number and name of the invariant. */
  readonly invariant: string;
  readonly detail: string;
}

/** Told of what functions and AWS do, in order. */
export interface Watch {
  /** Before the call has its effect. */
  readonly asked?: (context: CallContext, input: unknown) => void | Promise<void>;
  readonly answered?: (context: CallContext, input: unknown, output: unknown) => void | Promise<void>;
}

/** Plinth and the local cloud in one process, on simulated time, with the faults of a scenario. */
export interface SimulatedWorld {
  readonly clock: ManualClock;
  readonly cloud: LocalCloud;
  readonly faults: Faults;
  readonly trace: Trace;
  readonly database: ModelPostgres;
  readonly watches: Watch[];
  readonly violations: Violation[];
  /** What must be in no log, history, item, event, answer or error. */
  readonly secrets: Set<string>;
  /** Of the functions' log. */
  readonly logLines: string[];
  /** What somebody outside was sent: the URL and the text. */
  readonly sent: { readonly url: string; readonly body: string }[];
  calls(): number;
  /** See `Outcome`. */
  end: string;
  violate(invariant: string, detail: string): void;
  sleep(ms: number): Promise<void>;
}

export async function createSimulatedWorld(scenario: Scenario): Promise<SimulatedWorld> {
  const random = new Random(`world ${scenario.seed}`);
  const latency = random.fork('latency');
  const delays = random.fork('delays');
  const violations: Violation[] = [];
  const watches: Watch[] = [];
  const logLines: string[] = [];
  const sent: { url: string; body: string }[] = [];
  let busy = 0;
  let migratedAt = Number.NEGATIVE_INFINITY;
  let calls = 0;
  const clock = new ManualClock(START_MS, async () => {
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet = busy > 0 || (clock.now() - migratedAt < 1_000 && readsFiles()) ? 0 : quiet + 1;
    }
  });
  const faults = new Faults(scenario);
  const trace = new Trace(() => clock.now());
  const sleep = (ms: number) => clock.sleep(Math.round(ms));
  const skewOf = createSkew(scenario, faults);
  const now = () => Math.floor(clock.now()) + skewOf(callingFunction());
  liveIn({
    now,
    random: random.fork('globals'),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    fetch: async (url, { body }) => {
      sent.push({ url, body: String(body) });
      await clock.sleep(latency.integer(...LATENCY_MS));
      return new Response(null, { status: faults.happens('serverError', 'fetch') ? 503 : 200 });
    },
  });
  const database = createModelPostgres({
    clock,
    hooks: {
      before: async (session, statement) => {
        migratedAt = clock.now();
        await clock.sleep(latency.integer(1, 5));
        if (faults.happens('timeout', `sql ${statement.slice(0, 40)}`)) {
          trace.note('fault', `connection lost before ${statement.slice(0, 60)}`);
          throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
        }
        dieIf(faults.happens('killed', `sql ${statement.slice(0, 40)}`), session.id);
      },
      after: async (session, statement) => {
        dieIf(faults.happens('killedAfter', `sql ${statement.slice(0, 40)}`), session.id);
      },
    },
  });
  const dieIf = (dies: boolean, session: number) => {
    const invocation = currentInvocation();
    if (!dies || !invocation || invocation.dead) return;
    trace.note('fault', `${invocation.name} is killed in session ${session}`);
    invocation.dead = true;
    invocation.die();
    throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
  };
  let started = false;
  const engines = fallible({ ...createNoEngines(), createPostgres: database.createPostgres }, (what) => {
    if (!started || !faults.happens('provisioning', what)) return;
    trace.note('fault', `${what} does not come`);
    throw new Error('The engine did not start.');
  });
  const cloud = await createLocalCloud({
    clock,
    functionClock: { now, sleep: (ms, signal) => clock.sleep(ms, signal) },
    delays: (key: DelayKey) => {
      const [least, most] = scenario.slowness;
      return started ? Math.round(realistic(key) * (least + (most - least) * delays.next())) : 0;
    },
    engines,
    onEngineFailure: () => {},
    createDatabaseClient: database.createClient,
    logger: capturingLogger(logLines),
    deliversTwice: (name) => faults.happens('twice', name),
    onEvent: (event) => {
      const { project, environment } = event.detail ?? {};
      trace.note('event', `${event['detail-type']} ${project ?? ''}/${environment ?? ''}`);
    },
    kill: (call) => {
      if (!started || !faults.kills(call)) return false;
      trace.note('fault', `${call.functionName} is killed ${call.when} ${call.operation}`);
      return true;
    },
    around: async ({ context, input }, run) => {
      const { region, operation, accessKeyId } = context;
      const call = { context, input };
      const who = currentInvocation();
      // Who looks from outside, and what sets the stage, takes no time and never fails.
      if (!who || !started) return within(run);
      calls++;
      await clock.sleep(latency.integer(...LATENCY_MS));
      const kind =
        /^(Describe|List|Get|Query|BatchGet|Scan)/.test(operation) || isHome(call) ? 'look' : 'call';
      const name = `${accessKeyId} ${operation} ${region}`;
      try {
        await faults.before(call, sleep);
        for (const { asked } of watches) await within(async () => asked?.(context, input));
        const stale = faults.stale(call, clock.now());
        if (stale) trace.note('fault', `${name} sees what was`);
        const result = stale ?? (await outcomeOf(() => within(run)));
        if (!stale) faults.remember(call, clock.now(), result);
        if ('error' in result) throw result.error;
        for (const { answered } of watches)
          await within(async () => answered?.(context, input, result.output));
        await faults.after(call, sleep);
        trace.note(kind, `${name}${kind === 'call' ? targetOf(input) : ''}`);
        return result.output;
      } catch (error) {
        const { name: code } = error as Error;
        if (/^AccessDenied/.test(code) && !(await isDeleteOfNothing(call)))
          violate('9 allowed', `${accessKeyId} may not ${operation}${targetOf(input)}`);
        const isFault =
          error instanceof NoAnswer ||
          /^(Throttl|InternalFailure|Transaction|Insuff|LimitExceeded|\w+QuotaExceeded|\w*QuotaFor)/.test(
            code,
          );
        trace.note(isFault ? 'fault' : kind, `${name}${targetOf(input)}: ${code}`);
        throw error;
      }
    },
  });
  started = true;

  /** A permission that goes by tags says no to what has gone; AWS says the same. */
  async function isDeleteOfNothing({ context: { operation, region }, input }: FaultedCall): Promise<boolean> {
    if (!/^(Delete|Remove)/.test(operation)) return false;
    const { clients } = cloud.runtime;
    const { resources } = await asNobody(() =>
      inventory({ aws: (client) => clients.get(client as never, region) }, region),
    );
    const name = targetOf(input).trim();
    return name !== '' && !resources.some((resource) => resource.endsWith(` ${name}`));
  }

  async function within<T>(run: () => Promise<T>): Promise<T> {
    busy++;
    try {
      return await asNobody(run);
    } finally {
      busy--;
    }
  }

  function violate(invariant: string, detail: string): void {
    if (violations.some((one) => one.invariant === invariant && one.detail === detail)) return;
    violations.push({ invariant, detail });
    trace.note('check', `BROKEN ${invariant}: ${detail}`);
  }

  return {
    ...{ clock, cloud, faults, trace, database, watches, violations, logLines, sent, violate, sleep },
    secrets: new Set<string>(),
    calls: () => calls,
    end: '',
  };
}

/** Engines that now and then do not come. @param check throws then */
function fallible(engines: Engines, check: (what: string) => void): Engines {
  return {
    ...engines,
    createRedis: async (options) => {
      check('redis');
      return engines.createRedis(options);
    },
    createPostgres: async (origin) => {
      check('cluster');
      const cluster = await engines.createPostgres(origin);
      const addInstance = cluster.addInstance.bind(cluster);
      cluster.addInstance = async (id) => {
        check('instance');
        return addInstance(id);
      };
      return cluster;
    },
  };
}

async function outcomeOf(run: () => Promise<unknown>) {
  try {
    return { output: await run() };
  } catch (error) {
    return { error };
  }
}

/** Each function's clock is off by its own, while there are faults. */
function createSkew({ seed, skewMs }: Scenario, faults: Faults) {
  const skews = new Map<string, number>();
  return (name: string | undefined): number => {
    if (!name || skewMs === 0 || !faults.active) return 0;
    const known = skews.get(name) ?? new Random(`skew ${seed} ${name}`).integer(-skewMs, skewMs);
    skews.set(name, known);
    return known;
  };
}

function capturingLogger(lines: string[]): Logger {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const logger = new Logger({ serviceName: 'plinth', logLevel: 'DEBUG' });
  // Powertools writes to a console of its own.
  Object.assign(logger, { console: new Console({ stdout: stream, stderr: stream }) });
  return logger;
}

const NAMES =
  /^(DB\w*(Identifier|Name)|GlobalClusterIdentifier|ReplicationGroupId|Cache\w+Name|ClusterName|\w*GroupName|TableName|RoleName|name|SecretId|Name|AlarmName|logGroupName)$/;

function targetOf(input: unknown): string {
  const found = Object.entries((input ?? {}) as object).find(
    ([name, value]) => NAMES.test(name) && typeof value === 'string',
  );
  return found ? ` ${found[1]}` : '';
}
