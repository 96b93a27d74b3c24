import { keyUse, passRole, serviceLinkedRole } from '../dependent.ts';
import { creating, type Rule, type RuleCall, type Rules, tagsOf, type Want } from '../rule.ts';

/**
 * Resource types per action: *documented* (Service Authorization Reference, Amazon RDS). AddTagsToResource on a
 * create with tags: *documented* (RDS guide, "Grant permission to tag Amazon RDS resources during creation").
 */

type Type = 'cluster' | 'db' | 'global-cluster' | 'subgrp' | 'cluster-pg' | 'pg' | 'og' | 'cluster-snapshot';

/** RDS keeps names in small letters. Without a name: the pattern of all. */
function arn({ region, known }: RuleCall, type: Type, name: string | undefined): string {
  if (name?.startsWith('arn:')) return name;
  const place = type === 'global-cluster' ? '' : region;
  return `arn:aws:rds:${place}:${known.account}:${type}:${name?.toLowerCase() ?? '*'}`;
}

/** An action on the one resource that a field names. */
const on =
  (operation: string, type: Type, field: string): Rule =>
  (call) => [{ action: `rds:${operation}`, resource: arn(call, type, call.input[field]) }];

const create =
  (operation: string, type: Type, field: string): Rule =>
  (call) =>
    creating(
      `rds:${operation}`,
      'rds:AddTagsToResource',
      arn(call, type, call.input[field]),
      tagsOf(call.input.Tags),
    );

const named = (operation: string, type: Type, field: string) => ({ [operation]: on(operation, type, field) });
const made = (operation: string, type: Type, field: string) => ({
  [operation]: create(operation, type, field),
});
const anywhere = (operation: string) => ({
  [operation]: () => [{ action: `rds:${operation}`, resource: '*' }],
});

/** *documented* (Aurora guide, "Authorizing use of a customer managed key"). */
const STORAGE_KEY = ['DescribeKey', 'CreateGrant'];
/** *assumed* from the guide's key policy for Performance Insights. */
const INSIGHTS_KEY = [...STORAGE_KEY, 'GenerateDataKey', 'Decrypt'];

const linked = (call: RuleCall) => serviceLinkedRole(call, 'rds.amazonaws.com', 'AWSServiceRoleForRDS');

/** *assumed*: without one in the request, the default option group of the engine's major version is asked about. */
function optionGroup(call: RuleCall): string {
  const { OptionGroupName, Engine, EngineVersion } = call.input;
  const major = /^\d+/.exec(EngineVersion ?? '')?.[0] ?? '15';
  return arn(call, 'og', OptionGroupName ?? `default:${Engine ?? 'aurora-postgresql'}-${major}`);
}

async function createCluster(call: RuleCall): Promise<Want[]> {
  const { input } = call;
  const requestTags = tagsOf(input.Tags);
  const also = [
    arn(call, 'subgrp', input.DBSubnetGroupName ?? 'default'),
    arn(call, 'cluster-pg', input.DBClusterParameterGroupName ?? 'default.aurora-postgresql'),
    optionGroup(call),
    ...(input.GlobalClusterIdentifier ? [arn(call, 'global-cluster', input.GlobalClusterIdentifier)] : []),
  ];
  return [
    ...(await create('CreateDBCluster', 'cluster', 'DBClusterIdentifier')(call)),
    ...also.map((resource) => ({ action: 'rds:CreateDBCluster', resource, requestTags })),
    ...(await keyUse(call, 'rds', input.KmsKeyId, STORAGE_KEY)),
    ...(await linked(call)),
  ];
}

/**
 * *assumed*: the signed CreateDBCluster of the URL is asked about in the region that it is for, where it may use the
 * source's key.
 */
async function createClusterFromAfar(call: RuleCall): Promise<Want[]> {
  const here = await createCluster(call);
  const source = /^https:\/\/rds\.([a-z0-9-]+)\./.exec(call.input.PreSignedUrl ?? '')?.[1];
  if (!source) return here;
  const there = await create(
    'CreateDBCluster',
    'cluster',
    'DBClusterIdentifier',
  )({ ...call, region: source });
  return [...here, ...there.slice(0, 1).map((want) => ({ ...want, region: source }))];
}

async function createInstance(call: RuleCall): Promise<Want[]> {
  const { input } = call;
  const requestTags = tagsOf(input.Tags);
  const also = [
    arn(call, 'cluster', input.DBClusterIdentifier),
    ...(input.DBParameterGroupName ? [arn(call, 'pg', input.DBParameterGroupName)] : []),
    optionGroup(call),
  ];
  return [
    ...(await create('CreateDBInstance', 'db', 'DBInstanceIdentifier')(call)),
    ...also.map((resource) => ({ action: 'rds:CreateDBInstance', resource, requestTags })),
    ...passRole(input.MonitoringRoleArn, 'monitoring.rds.amazonaws.com'),
    ...(await keyUse(call, 'rds', input.PerformanceInsightsKMSKeyId, INSIGHTS_KEY)),
    ...(await linked(call)),
  ];
}

async function modifyCluster(call: RuleCall): Promise<Want[]> {
  const { input } = call;
  const group = input.DBClusterParameterGroupName;
  return [
    ...(await on('ModifyDBCluster', 'cluster', 'DBClusterIdentifier')(call)),
    ...(group ? [{ action: 'rds:ModifyDBCluster', resource: arn(call, 'cluster-pg', group) }] : []),
    ...passRole(input.MonitoringRoleArn, 'monitoring.rds.amazonaws.com'),
    ...(await keyUse(call, 'rds', input.PerformanceInsightsKMSKeyId, INSIGHTS_KEY)),
  ];
}

async function modifyInstance(call: RuleCall): Promise<Want[]> {
  const { input } = call;
  const group = input.DBParameterGroupName;
  return [
    ...(await on('ModifyDBInstance', 'db', 'DBInstanceIdentifier')(call)),
    ...(group ? [{ action: 'rds:ModifyDBInstance', resource: arn(call, 'pg', group) }] : []),
    ...passRole(input.MonitoringRoleArn, 'monitoring.rds.amazonaws.com'),
    ...(await keyUse(call, 'rds', input.PerformanceInsightsKMSKeyId, INSIGHTS_KEY)),
  ];
}

/** *assumed*: the final snapshot needs the permission to make a snapshot of the cluster. */
function deleteCluster(call: RuleCall): Want[] {
  const { DBClusterIdentifier, FinalDBSnapshotIdentifier } = call.input;
  const cluster = arn(call, 'cluster', DBClusterIdentifier);
  const wants = [{ action: 'rds:DeleteDBCluster', resource: cluster }];
  if (!FinalDBSnapshotIdentifier) return wants;
  const snapshot = arn(call, 'cluster-snapshot', FinalDBSnapshotIdentifier);
  return [
    ...wants,
    { action: 'rds:DeleteDBCluster', resource: snapshot },
    { action: 'rds:CreateDBClusterSnapshot', resource: cluster },
    { action: 'rds:CreateDBClusterSnapshot', resource: snapshot },
  ];
}

/** *assumed*: a snapshot is asked about as what is made, its cluster as what is used. */
async function createSnapshot(call: RuleCall): Promise<Want[]> {
  const { DBClusterIdentifier, Tags } = call.input;
  return [
    ...(await create('CreateDBClusterSnapshot', 'cluster-snapshot', 'DBClusterSnapshotIdentifier')(call)),
    {
      action: 'rds:CreateDBClusterSnapshot',
      resource: arn(call, 'cluster', DBClusterIdentifier),
      requestTags: tagsOf(Tags),
    },
  ];
}

/** *documented* (Service Authorization Reference): the cluster's or the snapshot's; without a name: all snapshots. */
function describeSnapshots(call: RuleCall): Want[] {
  const { DBClusterIdentifier: cluster, DBClusterSnapshotIdentifier: id } = call.input;
  const resource = cluster && !id ? arn(call, 'cluster', cluster) : arn(call, 'cluster-snapshot', id);
  return [{ action: 'rds:DescribeDBClusterSnapshots', resource }];
}

async function copySnapshot(call: RuleCall): Promise<Want[]> {
  const { SourceDBClusterSnapshotIdentifier: source, KmsKeyId } = call.input;
  const action = 'rds:CopyDBClusterSnapshot';
  return [
    ...(await create('CopyDBClusterSnapshot', 'cluster-snapshot', 'TargetDBClusterSnapshotIdentifier')(call)),
    // It may be of another region, whose tags are not looked at.
    { action, resource: arn(call, 'cluster-snapshot', source), resourceTags: false },
    ...(await keyUse(call, 'rds', KmsKeyId, STORAGE_KEY)),
  ];
}

async function restore(call: RuleCall): Promise<Want[]> {
  const { input } = call;
  const requestTags = tagsOf(input.Tags);
  const also = [
    arn(call, 'cluster-snapshot', input.SnapshotIdentifier),
    arn(call, 'subgrp', input.DBSubnetGroupName ?? 'default'),
    arn(call, 'cluster-pg', input.DBClusterParameterGroupName ?? 'default.aurora-postgresql'),
    optionGroup(call),
  ];
  const action = 'rds:RestoreDBClusterFromSnapshot';
  return [
    ...(await create('RestoreDBClusterFromSnapshot', 'cluster', 'DBClusterIdentifier')(call)),
    ...also.map((resource) => ({ action, resource, requestTags })),
    ...passRole(input.MonitoringRoleArn, 'monitoring.rds.amazonaws.com'),
    ...(await keyUse(call, 'rds', input.KmsKeyId, STORAGE_KEY)),
  ];
}

async function createGlobal(call: RuleCall): Promise<Want[]> {
  const { SourceDBClusterIdentifier: source, Tags } = call.input;
  const action = 'rds:CreateGlobalCluster';
  return [
    ...(await create('CreateGlobalCluster', 'global-cluster', 'GlobalClusterIdentifier')(call)),
    ...(source ? [{ action, resource: arn(call, 'cluster', source), requestTags: tagsOf(Tags) }] : []),
  ];
}

function removeFromGlobal(call: RuleCall): Want[] {
  const { GlobalClusterIdentifier, DbClusterIdentifier } = call.input;
  const action = 'rds:RemoveFromGlobalCluster';
  return [
    { action, resource: arn(call, 'global-cluster', GlobalClusterIdentifier) },
    // *assumed*: the member may be of another region, whose tags are not looked at.
    { action, resource: arn(call, 'cluster', DbClusterIdentifier), resourceTags: false },
  ];
}

export const rds: Rules = {
  ...anywhere('DescribeDBEngineVersions'),
  ...anywhere('DescribeOrderableDBInstanceOptions'),
  ...named('DescribeDBSubnetGroups', 'subgrp', 'DBSubnetGroupName'),
  ...named('DescribeDBClusterParameterGroups', 'cluster-pg', 'DBClusterParameterGroupName'),
  ...named('DescribeDBClusterParameters', 'cluster-pg', 'DBClusterParameterGroupName'),
  ...named('DescribeDBParameterGroups', 'pg', 'DBParameterGroupName'),
  ...named('DescribeDBParameters', 'pg', 'DBParameterGroupName'),
  ...named('DescribeGlobalClusters', 'global-cluster', 'GlobalClusterIdentifier'),
  ...named('DescribeDBClusters', 'cluster', 'DBClusterIdentifier'),
  ...named('DescribeDBInstances', 'db', 'DBInstanceIdentifier'),
  ...made('CreateDBSubnetGroup', 'subgrp', 'DBSubnetGroupName'),
  ...named('ModifyDBSubnetGroup', 'subgrp', 'DBSubnetGroupName'),
  ...named('DeleteDBSubnetGroup', 'subgrp', 'DBSubnetGroupName'),
  ...made('CreateDBClusterParameterGroup', 'cluster-pg', 'DBClusterParameterGroupName'),
  ...named('ModifyDBClusterParameterGroup', 'cluster-pg', 'DBClusterParameterGroupName'),
  ...named('ResetDBClusterParameterGroup', 'cluster-pg', 'DBClusterParameterGroupName'),
  ...named('DeleteDBClusterParameterGroup', 'cluster-pg', 'DBClusterParameterGroupName'),
  ...made('CreateDBParameterGroup', 'pg', 'DBParameterGroupName'),
  ...named('ModifyDBParameterGroup', 'pg', 'DBParameterGroupName'),
  ...named('ResetDBParameterGroup', 'pg', 'DBParameterGroupName'),
  ...named('DeleteDBParameterGroup', 'pg', 'DBParameterGroupName'),
  CreateGlobalCluster: createGlobal,
  ...named('ModifyGlobalCluster', 'global-cluster', 'GlobalClusterIdentifier'),
  ...named('DeleteGlobalCluster', 'global-cluster', 'GlobalClusterIdentifier'),
  RemoveFromGlobalCluster: removeFromGlobal,
  CreateDBCluster: createClusterFromAfar,
  ModifyDBCluster: modifyCluster,
  DeleteDBCluster: deleteCluster,
  CreateDBInstance: createInstance,
  ModifyDBInstance: modifyInstance,
  ...named('DeleteDBInstance', 'db', 'DBInstanceIdentifier'),
  ...named('RebootDBInstance', 'db', 'DBInstanceIdentifier'),
  ...named('FailoverDBCluster', 'cluster', 'DBClusterIdentifier'),
  CreateDBClusterSnapshot: createSnapshot,
  CopyDBClusterSnapshot: copySnapshot,
  DescribeDBClusterSnapshots: describeSnapshots,
  ...named('DeleteDBClusterSnapshot', 'cluster-snapshot', 'DBClusterSnapshotIdentifier'),
  RestoreDBClusterFromSnapshot: restore,
  ...anywhere('DescribeAccountAttributes'),
  ListTagsForResource: ({ input }) => [{ action: 'rds:ListTagsForResource', resource: input.ResourceName }],
  AddTagsToResource: ({ input }) => [
    { action: 'rds:AddTagsToResource', resource: input.ResourceName, requestTags: tagsOf(input.Tags) },
  ],
  RemoveTagsFromResource: ({ input }) => [
    { action: 'rds:RemoveTagsFromResource', resource: input.ResourceName, tagKeys: input.TagKeys },
  ],
};
