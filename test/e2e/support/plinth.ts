import { createClients } from '../../../functions/clients.ts';
import { listenApi } from '../../../local/api-server.ts';
import { callingFunction } from '../../../local/caller.ts';
import { createLocalCloud, type LocalCloud, type LocalCloudOptions } from '../../../local/cloud.ts';
import { createNoEngines } from '../../../local/engines/none.ts';
import type { Call } from '../../../local/gateway/gateway.ts';
import { invokeHandler } from '../../../local/lambda.ts';
import { type Api, apiClient } from './http.ts';

/** A call, and the name of the function that made it; undefined: a test. */
export type MadeCall = Call & { readonly by: string | undefined };

export interface Plinth {
  readonly cloud: LocalCloud;
  readonly api: Api;
  readonly url: string;
  /** An SDK client as a user has it, over HTTP. */
  aws<T>(client: new (config: Record<string, unknown>) => T, region?: string): T;
  /** Every call that reached the AWS endpoint so far, and which function made it. */
  readonly calls: MadeCall[];
  readonly caCertificate: string;
  close(): Promise<void>;
}

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Whose request it is; IAM says so on AWS, and the laptop knows one caller only. */
export const CALLER_HEADER = 'x-test-caller';

/** All of Plinth behind two real ports. */
export async function startPlinth(options: LocalCloudOptions = {}): Promise<Plinth> {
  const calls: MadeCall[] = [];
  const onCall = (call: Call) => calls.push({ ...call, by: callingFunction() });
  const cloud = await createLocalCloud({ ...options, onCall });
  const aws = await cloud.gateway.listen(0);
  const server = await listenApi((event, key) => {
    const caller = event.headers[CALLER_HEADER];
    const { requestContext } = event;
    const identity = { ...requestContext.identity, ...(caller ? { userArn: caller } : {}) };
    const called = { ...event, requestContext: { ...requestContext, identity } };
    const handler = key === 'orphans' ? cloud.orphans : cloud.api;
    return invokeHandler(handler as never, `plinth-${key}`, called) as never;
  }, 0);
  const clients = createClients({ endpoint: aws.url, credentials: CREDENTIALS });
  return {
    cloud,
    api: apiClient(server.url),
    url: server.url,
    aws: (client, region = 'eu-west-2') => clients.get(client as never, region),
    calls,
    caCertificate: cloud.world.engines.caCertificate,
    close: async () => {
      await server.close();
      await aws.close();
      await cloud.close();
    },
  };
}

/** The same without PostgreSQL and Redis: for what does not connect. Requests have to skip the migration. */
export function startControlPlanes(options: LocalCloudOptions = {}): Promise<Plinth> {
  return startPlinth({ engines: createNoEngines(), ...options });
}

/** A request that needs no engine, and of everything as little as can be asked for. */
export const SMALL = {
  environment: 'dev',
  preset: 'development',
  dynamodb: {
    tables: [{ name: 'games', attributes: [{ name: 'gameId', type: 'S' }], partitionKey: 'gameId' }],
  },
  alarms: { enabled: false },
  migrations: { set: null },
} as const;

const READS = /^(Describe|List|Get|Query|BatchGet|Scan)/;

/** The calls since `from` that changed something; answers kept for idempotency and news on the bus do not. */
export function changes({ calls }: Plinth, from = 0): string[] {
  return calls
    .slice(from)
    .filter(({ context, input }) => {
      const { TableName } = (input ?? {}) as { TableName?: string };
      return (
        !READS.test(context.operation) && context.service !== 'events' && TableName !== 'plinth.idempotency'
      );
    })
    .map(({ context }) => `${context.service}:${context.operation}`);
}
