import { converge } from '../../../../core/converge.ts';
import type { Desired, RedisSpec } from '../../../../core/spec.ts';
import { ownershipTags } from '../../../../core/tier.ts';
import { tiers } from '../../../../tiers/index.ts';
import type { Installation } from './installation.ts';

/** A group of its own that changes in every way that has a call of its own, and leaves a final snapshot. */
export async function resizeRedis(plinth: Installation, { redis }: Desired): Promise<void> {
  const identity = { ...redis.identity, environment: 'resize', slug: 'plinth-shop-resize' };
  const tags = { ...redis.tags, ...ownershipTags(identity) };
  const small: RedisSpec = {
    ...redis,
    identity,
    tags,
    subnetIds: redis.subnetIds.slice(0, 2),
    // Not the type that is out of capacity elsewhere in this life.
    nodeType: 'cache.r7g.large',
    clusterMode: true,
    nodeCount: 1,
    shards: 1,
    replicasPerShard: 0,
    multiAz: false,
    parameters: { timeout: '300' },
  };
  const large: RedisSpec = {
    ...small,
    subnetIds: redis.subnetIds,
    shards: 2,
    replicasPerShard: 1,
    parameters: {},
  };
  for (const spec of [small, large, { ...large, replicasPerShard: 0 }]) {
    await plinth.arrive('redis', spec, 'present');
  }
  const { clients, clock } = plinth.cloud.runtime;
  await plinth.as('redis', async () => {
    for (;;) {
      const scope = { spec: large, clients };
      const { ready, retryAfterSeconds } = await converge(tiers.redis.tier, scope, null, {
        plan: { finalSnapshots: true },
      });
      if (ready) return;
      await clock.sleep(retryAfterSeconds * 1000);
    }
  });
}
