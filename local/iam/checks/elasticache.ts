import { ALL_NETWORK_READS, keyUse, networkReads, serviceLinkedRole } from '../dependent.ts';
import { anywhere, creating, type Rule, type RuleCall, type Rules, tagsOf, type Want } from '../rule.ts';

/**
 * Resource types per action: *documented* (Service Authorization Reference, Amazon ElastiCache). AddTagsToResource on
 * a create with tags: *documented* (ElastiCache guide, "Resource-level permissions", tagging on create).
 */

type Type = 'replicationgroup' | 'cluster' | 'subnetgroup' | 'parametergroup' | 'snapshot';

function arn({ region, known }: RuleCall, type: Type, name: string | undefined): string {
  return `arn:aws:elasticache:${region}:${known.account}:${type}:${name?.toLowerCase() ?? '*'}`;
}

const on =
  (operation: string, type: Type, field: string): Rule =>
  (call) => [{ action: `elasticache:${operation}`, resource: arn(call, type, call.input[field]) }];

const named = (operation: string, type: Type, field: string) => ({ [operation]: on(operation, type, field) });

const create = (operation: string, type: Type, call: RuleCall, field: string): Want[] =>
  creating(
    `elasticache:${operation}`,
    'elasticache:AddTagsToResource',
    arn(call, type, call.input[field]),
    tagsOf(call.input.Tags),
  );

/** *documented* (ElastiCache guide, at-rest encryption with customer managed keys). */
const DATA_KEY = ['DescribeKey', 'CreateGrant'];

/**
 * *documented* (ElastiCache guide, log delivery) as what its caller needs. *assumed*: which call needs which, and
 * that the deliveries of a group go with it.
 */
const DELIVERY = [
  'CreateLogDelivery',
  'GetLogDelivery',
  'UpdateLogDelivery',
  'ListLogDeliveries',
  'PutResourcePolicy',
  'DescribeResourcePolicies',
  'DescribeLogGroups',
];

const delivery = (operations: readonly string[]): Want[] =>
  operations.map((operation) => ({ action: `logs:${operation}`, resource: '*' }));

async function createReplicationGroup(call: RuleCall): Promise<Want[]> {
  const { CacheParameterGroupName, CacheSubnetGroupName, KmsKeyId, LogDeliveryConfigurations, SnapshotName } =
    call.input;
  const action = 'elasticache:CreateReplicationGroup';
  // `aws:RequestTag` is there for the replication group only (Service Authorization Reference).
  return [
    ...create('CreateReplicationGroup', 'replicationgroup', call, 'ReplicationGroupId'),
    { action, resource: arn(call, 'parametergroup', CacheParameterGroupName ?? 'default.redis7') },
    ...(CacheSubnetGroupName ? [{ action, resource: arn(call, 'subnetgroup', CacheSubnetGroupName) }] : []),
    ...(SnapshotName ? [{ action, resource: arn(call, 'snapshot', SnapshotName) }] : []),
    ...(await keyUse(call, 'elasticache', KmsKeyId, DATA_KEY)),
    // *assumed*: it looks at subnets and security groups with its caller's permissions.
    ...networkReads(...ALL_NETWORK_READS),
    ...(LogDeliveryConfigurations?.length ? delivery(DELIVERY) : []),
    ...(await serviceLinkedRole(call, 'elasticache.amazonaws.com', 'AWSServiceRoleForElastiCache')),
  ];
}

function modifyReplicationGroup(call: RuleCall): Want[] {
  const { ReplicationGroupId, CacheParameterGroupName, LogDeliveryConfigurations } = call.input;
  const action = 'elasticache:ModifyReplicationGroup';
  return [
    { action, resource: arn(call, 'replicationgroup', ReplicationGroupId) },
    ...(CacheParameterGroupName
      ? [{ action, resource: arn(call, 'parametergroup', CacheParameterGroupName) }]
      : []),
    ...(LogDeliveryConfigurations?.length ? delivery(DELIVERY) : []),
  ];
}

async function deleteReplicationGroup(call: RuleCall): Promise<Want[]> {
  const { ReplicationGroupId, FinalSnapshotIdentifier } = call.input;
  const action = 'elasticache:DeleteReplicationGroup';
  const groups = await call.known.ask(
    'elasticache',
    'DescribeReplicationGroups',
    { ReplicationGroupId },
    call.region,
  );
  const delivers = groups?.ReplicationGroups?.[0]?.LogDeliveryConfigurations?.length > 0;
  return [
    { action, resource: arn(call, 'replicationgroup', ReplicationGroupId) },
    ...(FinalSnapshotIdentifier
      ? [{ action, resource: arn(call, 'snapshot', FinalSnapshotIdentifier) }]
      : []),
    ...(delivers ? delivery(['DeleteLogDelivery']) : []),
  ];
}

export const elasticache: Rules = {
  CreateCacheSubnetGroup: (call) => [
    ...create('CreateCacheSubnetGroup', 'subnetgroup', call, 'CacheSubnetGroupName'),
    ...networkReads('DescribeSubnets', 'DescribeVpcs'),
  ],
  ...named('DescribeCacheSubnetGroups', 'subnetgroup', 'CacheSubnetGroupName'),
  ...named('ModifyCacheSubnetGroup', 'subnetgroup', 'CacheSubnetGroupName'),
  ...named('DeleteCacheSubnetGroup', 'subnetgroup', 'CacheSubnetGroupName'),
  CreateCacheParameterGroup: (call) =>
    create('CreateCacheParameterGroup', 'parametergroup', call, 'CacheParameterGroupName'),
  ...named('ModifyCacheParameterGroup', 'parametergroup', 'CacheParameterGroupName'),
  ...named('DescribeCacheParameterGroups', 'parametergroup', 'CacheParameterGroupName'),
  ...named('DescribeCacheParameters', 'parametergroup', 'CacheParameterGroupName'),
  ...named('DeleteCacheParameterGroup', 'parametergroup', 'CacheParameterGroupName'),
  CreateReplicationGroup: createReplicationGroup,
  ModifyReplicationGroup: modifyReplicationGroup,
  DeleteReplicationGroup: deleteReplicationGroup,
  ...named('IncreaseReplicaCount', 'replicationgroup', 'ReplicationGroupId'),
  ...named('DecreaseReplicaCount', 'replicationgroup', 'ReplicationGroupId'),
  ...named('ModifyReplicationGroupShardConfiguration', 'replicationgroup', 'ReplicationGroupId'),
  ...named('ResetCacheParameterGroup', 'parametergroup', 'CacheParameterGroupName'),
  CreateSnapshot: (call) => [
    ...create('CreateSnapshot', 'snapshot', call, 'SnapshotName'),
    {
      action: 'elasticache:CreateSnapshot',
      resource: arn(call, 'replicationgroup', call.input.ReplicationGroupId),
    },
  ],
  ...named('DescribeSnapshots', 'snapshot', 'SnapshotName'),
  ...named('DeleteSnapshot', 'snapshot', 'SnapshotName'),
  ...named('DescribeReplicationGroups', 'replicationgroup', 'ReplicationGroupId'),
  ...named('DescribeCacheClusters', 'cluster', 'CacheClusterId'),
  DescribeEvents: anywhere('elasticache:DescribeEvents'),
  DescribeCacheEngineVersions: anywhere('elasticache:DescribeCacheEngineVersions'),
  ListTagsForResource: ({ input }) => [
    { action: 'elasticache:ListTagsForResource', resource: input.ResourceName },
  ],
  AddTagsToResource: ({ input }) => [
    {
      action: 'elasticache:AddTagsToResource',
      resource: input.ResourceName,
      requestTags: tagsOf(input.Tags),
    },
  ],
  RemoveTagsFromResource: ({ input }) => [
    { action: 'elasticache:RemoveTagsFromResource', resource: input.ResourceName, tagKeys: input.TagKeys },
  ],
};
