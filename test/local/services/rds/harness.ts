import { RDSClient } from '@aws-sdk/client-rds';
import { ManualClock, WorkTracker } from '../../../../local/clock.ts';
import { type Delays, realistic } from '../../../../local/delays.ts';
import type {
  Engines,
  PostgresCluster,
  PostgresOrigin,
  PostgresSnapshot,
} from '../../../../local/engines/types.ts';
import { createGateway } from '../../../../local/gateway/gateway.ts';
import type { Quotas } from '../../../../local/quotas.ts';
import type { World } from '../../../../local/service.ts';
import { createRdsService, type RdsSettings } from '../../../../local/services/rds/index.ts';

export const ACCOUNT = '123456789012';
export const PRIMARY = 'eu-west-2';
export const SECONDARY = 'eu-west-1';
export const PASSWORD = 'correct-horse-battery-9';
export const VERSION = '15.17';
export const FAMILY = 'aurora-postgresql15';
export const MONITORING_ROLE = `arn:aws:iam::${ACCOUNT}:role/monitoring`;

export const keyArn = (region: string, name = 'aurora') => `arn:aws:kms:${region}:${ACCOUNT}:key/${name}`;
export const clusterArn = (region: string, id: string) => `arn:aws:rds:${region}:${ACCOUNT}:cluster:${id}`;

/** Subnets `subnet-a|b|c` (one zone each) and `subnet-a2` of vpc-1, `subnet-x` of vpc-2; likewise `sg-1`, `sg-2`. */
const directory: World['directory'] = {
  kmsKey(region, keyId) {
    const name = keyId.replace(`arn:aws:kms:${region}:${ACCOUNT}:key/`, '');
    if (name !== 'aurora' && name !== 'disabled') return undefined;
    return { arn: keyArn(region, name), enabled: name !== 'disabled' };
  },
  role(arn) {
    const services: Readonly<Record<string, string>> = {
      [MONITORING_ROLE]: 'monitoring.rds.amazonaws.com',
      [`arn:aws:iam::${ACCOUNT}:role/lambda`]: 'lambda.amazonaws.com',
    };
    const trusted = services[arn];
    return trusted === undefined ? undefined : { arn, trustedServices: [trusted] };
  },
  topicExists: () => false,
  logGroupExists: () => false,
  ensureLogGroup: () => {},
  subnet(region, id) {
    const zone = /^subnet-([abcx])2?$/.exec(id)?.[1];
    if (!zone) return undefined;
    return zone === 'x'
      ? { availabilityZone: `${region}c`, vpcId: 'vpc-2' }
      : { availabilityZone: `${region}${zone}`, vpcId: 'vpc-1' };
  },
  securityGroup: (_region, id) => (/^sg-[12]$/.test(id) ? { vpcId: `vpc-${id.slice(3)}` } : undefined),
};

/** Engines without processes. `log` tells what was asked of them, `fail` makes the next such call reject. */
export class FakeEngines implements Engines {
  readonly log: string[] = [];
  readonly passwords: string[] = [];
  readonly caCertificate = '';
  fail: { readonly step: string; readonly message: string } | undefined;
  #port = 50_000;
  readonly #snapshots = new Map<PostgresSnapshot, number>();

  readonly dynamo = { call: () => Promise.reject(new Error('no DynamoDB here')) };

  async createPostgres(options: PostgresOrigin): Promise<PostgresCluster> {
    const port = this.#port++;
    const step = (name: string) => this.#step(`${name} @${port}`);
    if ('masterPassword' in options) this.passwords.push(options.masterPassword);
    await this.#step(`create ${this.#origin(options)} @${port}`);
    return {
      writerEndpoint: { address: '127.0.0.1', port },
      readerEndpoint: { address: '127.0.0.2', port },
      ready: () => step('ready'),
      addInstance: async (id) => {
        await step(`add ${id}`);
        return { address: '127.0.0.3', port };
      },
      removeInstance: (id, heir) => step(heir ? `remove ${id} for ${heir}` : `remove ${id}`),
      failOver: (id) => step(`fail over to ${id}`),
      restartInstance: (id) => step(`restart ${id}`),
      promote: (writer) => step(`promote ${writer}`),
      snapshot: async () => {
        await step('snapshot');
        const copy = { destroy: () => step('drop the snapshot of') };
        this.#snapshots.set(copy, port);
        return copy;
      },
      setMasterPassword: async (password) => {
        this.passwords.push(password);
        await step('password');
      },
      destroy: () => step('destroy'),
    };
  }

  #origin(options: PostgresOrigin): string {
    if ('source' in options) return `from @${options.source.writerEndpoint.port}`;
    if ('snapshot' in options) return `from a snapshot of @${this.#snapshots.get(options.snapshot)}`;
    return String(options.databaseName);
  }

  createRedis(): never {
    throw new Error('no Redis here');
  }

  async close(): Promise<void> {}

  async #step(name: string): Promise<void> {
    this.log.push(name);
    const failure = this.fail;
    if (failure && name.startsWith(failure.step)) throw new Error(failure.message);
  }
}

export interface Cloud<Engine extends Engines = FakeEngines> {
  readonly clock: ManualClock;
  readonly work: WorkTracker;
  readonly engines: Engine;
  readonly settings: RdsSettings;
  /** What went to stderr. */
  readonly reports: string[];
  /** May be changed at any time. */
  readonly quotas: Quotas;
  /** `region name` of those that RDS has made. */
  readonly logGroups: ReadonlySet<string>;
  client(region: string): RDSClient;
  /** Lets everything under way end. */
  settle(): Promise<number>;
}

/** A cloud with RDS alone, its clock owned by the test, reached by the real SDK client. */
export function makeCloud(settings: Partial<RdsSettings> = {}, delays: Delays = realistic): Cloud {
  return makeCloudWith(new FakeEngines(), settings, delays);
}

export function makeCloudWith<Engine extends Engines>(
  engines: Engine,
  settings: Partial<RdsSettings>,
  delays: Delays,
): Cloud<Engine> {
  const clock = new ManualClock();
  const work = new WorkTracker();
  const reports: string[] = [];
  const logGroups = new Set<string>();
  const world = makeWorld(engines, clock, work, delays, logGroups);
  const service = createRdsService(world, { report: (line) => void reports.push(line), ...settings });
  const { requestHandler } = createGateway({ services: [service] });
  const credentials = { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'local' };
  const client = (region: string) => new RDSClient({ region, requestHandler, maxAttempts: 1, credentials });
  const settle = () => clock.runUntilIdle();
  const { quotas } = world;
  return { clock, work, engines, settings: service.settings, reports, quotas, logGroups, client, settle };
}

function makeWorld(
  engines: Engines,
  clock: ManualClock,
  work: WorkTracker,
  delays: Delays,
  logGroups: Set<string>,
): World {
  let ids = 0;
  return {
    account: ACCOUNT,
    clock,
    delays,
    work,
    engines,
    directory: { ...directory, ensureLogGroup: (region, name) => void logGroups.add(`${region} ${name}`) },
    quotas: {},
    later: (key, act, onError) => {
      const run = () => work.track(async () => act()).catch((error) => onError?.(error));
      // As in the local cloud itself: without a delay the work begins within the call.
      if (delays(key) === 0) void run();
      else void clock.sleep(delays(key)).then(run);
    },
    uniqueId: (length = 12) => `id${ids++}`.padEnd(length, '0'),
  };
}
