import fc from 'fast-check';
import type { RedisRequest } from '../../../core/generated/api.ts';
import { maybe, parameters, secretArn, some, together, windows } from './parts.ts';

const versions = fc.constantFrom<Pick<RedisRequest, 'engine' | 'engineVersion'>>(
  { engineVersion: '6.2' },
  { engine: 'redis', engineVersion: '7.0' },
  { engine: 'redis' },
  { engine: 'valkey' },
  { engine: 'valkey', engineVersion: '7.2' },
);

/** Multi-AZ goes with a second node only, and presets may have it. */
const topologies = fc.oneof(
  fc
    .record({ nodeCount: fc.integer({ min: 1, max: 6 }), multiAz: fc.boolean() })
    .map(({ nodeCount, multiAz }) => ({ nodeCount, multiAz: multiAz && nodeCount > 1 })),
  fc
    .record({
      shards: fc.integer({ min: 1, max: 4 }),
      replicasPerShard: fc.integer({ min: 0, max: 3 }),
      multiAz: fc.boolean(),
    })
    .map(({ multiAz, ...clusterMode }) => ({
      clusterMode,
      multiAz: multiAz && clusterMode.replicasPerShard > 0,
    })),
);

const windowFields = windows.map(({ daily, maintenance }) => ({
  snapshotWindow: daily,
  maintenanceWindow: maintenance,
}));

/** @param region the primary one, in which a named secret has to be */
export function redisRequests(region: string): fc.Arbitrary<RedisRequest> {
  const fields = some({
    nodeType: fc.constantFrom('cache.r7g.large', 'cache.r7g.xlarge', 'cache.t4g.micro'),
    authTokenSecretArn: fc.constant(secretArn(region, 'their/token')),
    snapshotRetentionDays: fc.integer({ min: 0, max: 35 }),
    port: fc.constantFrom(6379, 1150, 65_535),
    parameters: parameters([
      'maxmemory-policy',
      'timeout',
      'notify-keyspace-events',
      'Timeout',
      'Maxmemory-Policy',
    ]),
    logRetentionDays: fc.constantFrom(1 as const, 30 as const, 3653 as const),
  });
  const groups = together(together(maybe(versions), maybe(topologies)), maybe(windowFields));
  return together(fields, groups) as fc.Arbitrary<RedisRequest>;
}
