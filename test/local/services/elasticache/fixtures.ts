import type {
  CreateReplicationGroupMessage,
  EventsMessage,
  ReplicationGroup,
  ReplicationGroupMessage,
} from '@aws-sdk/client-elasticache';
import { type Delays, instant } from '../../../../local/delays.ts';
import type { RedisOptions } from '../../../../local/engines/types.ts';
import {
  createElastiCacheService,
  type ElastiCacheService,
} from '../../../../local/services/elasticache/index.ts';
import { ACCOUNT, call, LONDON, type TestWorld, testWorld } from '../dynamodb/world.ts';

export const TOKEN = 'a-token-of-more-than-16-characters';
export const TOPIC = `arn:aws:sns:${LONDON}:${ACCOUNT}:warnings`;

interface FakeRedis {
  readonly options: RedisOptions;
  destroyed: boolean;
  tokens: string[];
  readonly resizes: { readonly counts: readonly number[]; readonly removed: readonly number[] }[];
}

export interface Made {
  readonly world: TestWorld;
  readonly service: ElastiCacheService;
  /** What the engine was asked for, in order. */
  readonly engines: FakeRedis[];
}

/** A world with three subnets, a key and a topic, and engines that only remember. */
export async function elastiCache(options: { delays?: Delays; engineFails?: string } = {}): Promise<Made> {
  const engines: FakeRedis[] = [];
  const world = testWorld({
    delays: options.delays ?? instant,
    engines: {
      createRedis: async (redisOptions) => {
        if (options.engineFails) throw new Error(options.engineFails);
        const fake: FakeRedis = { options: redisOptions, destroyed: false, tokens: [], resizes: [] };
        const at = engines.push(fake) * 1_000;
        const shape = (counts: readonly number[]) =>
          counts.map((count, shard) =>
            Array.from({ length: count }, (_, node) => ({
              address: '127.0.0.1',
              port: at + shard * 10 + node,
            })),
          );
        let nodes = shape(Array(redisOptions.shards).fill(redisOptions.nodesPerShard));
        return {
          get nodes() {
            return nodes;
          },
          resize: async (counts, removed = []) => {
            fake.resizes.push({ counts, removed });
            nodes = shape(counts);
          },
          snapshot: async () => ({
            shards: nodes.map(() => ({ file: null, bytes: 0, slots: [] })),
            destroy: async () => {},
          }),
          primaryEndpoint: { address: 'localhost', port: at + 500 },
          readerEndpoint: { address: 'localhost', port: at + 501 },
          ready: async () => {},
          changeAuthToken: async (token) => void fake.tokens.push(token),
          destroy: async () => {
            fake.destroyed = true;
          },
        };
      },
    },
    directory: {
      subnet: (region, id) =>
        id.startsWith('subnet-')
          ? { availabilityZone: `${region}${id.at(-1)}`, vpcId: id.includes('far') ? 'vpc-2' : 'vpc-1' }
          : undefined,
      securityGroup: (_region, id) => (id === 'sg-1' ? { vpcId: 'vpc-1' } : undefined),
      kmsKey: (region, id) =>
        id === 'own' || id === 'off'
          ? { arn: `arn:aws:kms:${region}:${ACCOUNT}:key/${id}`, enabled: id === 'own' }
          : undefined,
      topicExists: (arn) => arn === TOPIC,
      logGroupExists: (_region, name) => name === '/redis/slow',
    },
  });
  const service = createElastiCacheService(world);
  await call(service, LONDON, 'CreateCacheSubnetGroup', {
    CacheSubnetGroupName: 'Subnets',
    CacheSubnetGroupDescription: 'private',
    SubnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
  });
  return { world, service, engines };
}

/** One node, TLS and a token. */
export function redis(changes: Partial<CreateReplicationGroupMessage> = {}): CreateReplicationGroupMessage {
  return {
    ReplicationGroupId: 'shop-redis',
    ReplicationGroupDescription: 'the cache of shop',
    Engine: 'redis',
    EngineVersion: '7.0',
    CacheNodeType: 'cache.r7g.large',
    NumCacheClusters: 1,
    CacheSubnetGroupName: 'subnets',
    SecurityGroupIds: ['sg-1'],
    AtRestEncryptionEnabled: true,
    KmsKeyId: 'own',
    TransitEncryptionEnabled: true,
    AuthToken: TOKEN,
    ...changes,
  };
}

export async function describeGroup(
  { service }: Made,
  ReplicationGroupId = 'shop-redis',
): Promise<ReplicationGroup> {
  const { ReplicationGroups = [] } = await call<ReplicationGroupMessage>(
    service,
    LONDON,
    'DescribeReplicationGroups',
    { ReplicationGroupId },
  );
  if (!ReplicationGroups[0]) throw new Error('DescribeReplicationGroups answered no group');
  return ReplicationGroups[0];
}

export async function events({ service }: Made, input: unknown = {}): Promise<string[]> {
  const { Events = [] } = await call<EventsMessage>(service, LONDON, 'DescribeEvents', input);
  return Events.map((event) => `${event.SourceType} ${event.SourceIdentifier}: ${event.Message}`);
}
