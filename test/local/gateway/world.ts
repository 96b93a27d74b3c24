import { ManualClock, WorkTracker } from '../../../local/clock.ts';
import { type Delays, instant } from '../../../local/delays.ts';
import { createGateway } from '../../../local/gateway/gateway.ts';
import type { Directory, Service, World } from '../../../local/service.ts';

// biome-ignore lint/suspicious/noExplicitAny: every client has its own configuration
type ClientClass<T> = new (config: any) => T;

export const ACCOUNT = '123456789012';

/** A world for services that need no engine, with a clock of the test's own. */
export function createWorld(given: { delays?: Delays; directory?: Partial<Directory> } = {}) {
  const clock = new ManualClock();
  let counter = 0;
  const directory: Directory = {
    kmsKey: () => undefined,
    role: () => undefined,
    topicExists: () => false,
    logGroupExists: () => false,
    ensureLogGroup: () => {},
    subnet: () => undefined,
    securityGroup: () => undefined,
    ...given.directory,
  };
  const world: World = {
    account: ACCOUNT,
    clock,
    delays: given.delays ?? instant,
    work: new WorkTracker(),
    get engines(): never {
      throw new Error('This service must not need an engine.');
    },
    directory,
    quotas: {},
    later: () => {
      throw new Error('This service must not work in the background.');
    },
    uniqueId: (length = 12) => (++counter).toString(36).padStart(length, 'x').slice(-length),
  };
  return { world, clock };
}

/** Makes clients that reach the services in memory. */
export function clientsOf(services: readonly Service[]) {
  const { requestHandler } = createGateway({ services });
  return <T>(Client: ClientClass<T>, region = 'eu-west-2'): T =>
    new Client({
      region,
      endpoint: 'http://local.test',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler,
      maxAttempts: 1,
    });
}

export const DAY_MS = 86_400_000;
