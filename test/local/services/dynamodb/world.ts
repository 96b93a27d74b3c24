import { ManualClock, WorkTracker } from '../../../../local/clock.ts';
import { type Delays, instant } from '../../../../local/delays.ts';
import type { Engines } from '../../../../local/engines/types.ts';
import type { AwsError, Directory, Service, World } from '../../../../local/service.ts';

export const ACCOUNT = '123456789012';
export const LONDON = 'eu-west-2';
export const DUBLIN = 'eu-west-1';

export interface TestWorld extends World {
  readonly clock: ManualClock;
  /** Lets `ms` pass, and what was due end. */
  pass(ms: number): Promise<void>;
  /** Lets everything that is due or under way end, however long it takes on the clock. */
  settle(): Promise<void>;
  /** Errors of background work that nobody took. */
  readonly failures: unknown[];
}

const NO_DIRECTORY: Directory = {
  kmsKey: () => undefined,
  role: () => undefined,
  topicExists: () => false,
  logGroupExists: () => false,
  ensureLogGroup: () => {},
  subnet: () => undefined,
  securityGroup: () => undefined,
};

/** A world with a clock that the test owns; engines only as far as the test gives them. */
export function testWorld(
  options: { delays?: Delays; engines?: Partial<Engines>; directory?: Partial<Directory> } = {},
): TestWorld {
  const clock = new ManualClock();
  const work = new WorkTracker();
  const delays = options.delays ?? instant;
  const failures: unknown[] = [];
  let ids = 0;
  const drained = async () => {
    while (work.pending > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  return {
    account: ACCOUNT,
    clock,
    work,
    delays,
    failures,
    engines: (options.engines ?? {}) as Engines,
    directory: { ...NO_DIRECTORY, ...options.directory },
    quotas: {},
    later(key, act, onError = (error) => failures.push(error)) {
      clock
        .sleep(delays(key))
        .then(() => work.track(async () => act()))
        .catch(onError);
    },
    uniqueId: (length = 12) => (++ids).toString(36).padStart(length, '0'),
    async pass(ms) {
      await clock.advance(ms);
      await drained();
      await clock.advance(0);
    },
    async settle() {
      do {
        await clock.runUntilIdle();
        await drained();
      } while (clock.sleeping > 0);
    },
  };
}

/** Calls one operation of a service directly, as the gateway would. */
export async function call<Output>(
  service: Service,
  region: string,
  operation: string,
  input: unknown = {},
): Promise<Output> {
  const perform = service.operations[operation];
  if (!perform) throw new Error(`${service.name} has no operation ${operation}`);
  const context = { service: service.name, region, operation, accessKeyId: 'test' };
  return (await perform(input, context)) as Output;
}

/** The error that a call ends with, as `name: message`. */
export async function errorOf(outcome: Promise<unknown>): Promise<string> {
  return outcome.then(
    () => 'no error',
    (error: AwsError) => `${error.name}: ${error.message}`,
  );
}
