import * as schemas from '@aws-sdk/client-elasticache';
import type { CallContext, Operation, Service, World } from '../../service.ts';
import { describeCacheEngineVersions } from './catalogue.ts';
import { createReplicationGroup } from './create.ts';
import { Events } from './events.ts';
import { modifyReplicationGroup } from './modify.ts';
import {
  createCacheParameterGroup,
  defaultParameterGroups,
  deleteCacheParameterGroup,
  describeCacheParameterGroups,
  describeCacheParameters,
  modifyCacheParameterGroup,
  resetCacheParameterGroup,
} from './parameter-groups.ts';
import {
  deleteReplicationGroup,
  describeCacheClusters,
  describeReplicationGroups,
} from './replication-groups.ts';
import { decreaseReplicaCount, increaseReplicaCount, modifyShardConfiguration } from './resize.ts';
import { createSnapshot, deleteSnapshot, describeSnapshots } from './snapshots.ts';
import { ElastiCache } from './state.ts';
import {
  createCacheSubnetGroup,
  deleteCacheSubnetGroup,
  describeCacheSubnetGroups,
  modifyCacheSubnetGroup,
} from './subnet-groups.ts';
import { addTagsToResource, listTagsForResource, removeTagsFromResource } from './tags.ts';

export interface ElastiCacheService extends Service {
  /** What can be made to go wrong on purpose. */
  readonly faults: {
    /** From now on a group of this node type in this region ends in `create-failed`; the cause is in the events. */
    capacity(region: string, nodeType: string): void;
    /** Capacity is back. */
    clear(): void;
  };
}

/** ElastiCache: replication groups of Redis and Valkey, each with real servers behind it. */
export function createElastiCacheService(world: World): ElastiCacheService {
  const cache = new ElastiCache(world, new Events(world.clock), defaultParameterGroups);
  const on =
    <Input>(handler: (cache: ElastiCache, input: Input, context: CallContext) => unknown): Operation =>
    (input, context) =>
      handler(cache, input, context);
  return {
    name: 'elasticache',
    schemas,
    faults: {
      capacity: (region, nodeType) => void cache.exhausted.add(`${region} ${nodeType}`),
      clear: () => cache.exhausted.clear(),
    },
    operations: {
      CreateCacheSubnetGroup: on(createCacheSubnetGroup),
      DescribeCacheSubnetGroups: on(describeCacheSubnetGroups),
      ModifyCacheSubnetGroup: on(modifyCacheSubnetGroup),
      DeleteCacheSubnetGroup: on(deleteCacheSubnetGroup),
      CreateCacheParameterGroup: on(createCacheParameterGroup),
      ModifyCacheParameterGroup: on(modifyCacheParameterGroup),
      ResetCacheParameterGroup: on(resetCacheParameterGroup),
      DescribeCacheParameterGroups: on(describeCacheParameterGroups),
      DescribeCacheParameters: on(describeCacheParameters),
      DeleteCacheParameterGroup: on(deleteCacheParameterGroup),
      CreateReplicationGroup: on(createReplicationGroup),
      DescribeReplicationGroups: on(describeReplicationGroups),
      DescribeCacheClusters: on(describeCacheClusters),
      ModifyReplicationGroup: on(modifyReplicationGroup),
      IncreaseReplicaCount: on(increaseReplicaCount),
      DecreaseReplicaCount: on(decreaseReplicaCount),
      ModifyReplicationGroupShardConfiguration: on(modifyShardConfiguration),
      DeleteReplicationGroup: on(deleteReplicationGroup),
      CreateSnapshot: on(createSnapshot),
      DescribeSnapshots: on(describeSnapshots),
      DeleteSnapshot: on(deleteSnapshot),
      DescribeEvents: (input, { region }) => cache.events.describe(region, input),
      AddTagsToResource: on(addTagsToResource),
      RemoveTagsFromResource: on(removeTagsFromResource),
      ListTagsForResource: on(listTagsForResource),
      DescribeCacheEngineVersions: describeCacheEngineVersions,
    },
  };
}
