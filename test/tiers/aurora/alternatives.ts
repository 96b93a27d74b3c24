import type { ObservedGlobalMember, ObservedInstance } from '../../../tiers/aurora/observed.ts';
import { type Alternatives, otherTags } from '../shared/properties.ts';
import { STATUSES } from './statuses.ts';

/** A member of the global database that somebody added. */
export const stranger: ObservedGlobalMember = {
  clusterArn: 'arn:aws:rds:us-east-1:123456789012:cluster:theirs',
  isWriter: false,
  synchronization: 'connected',
};

const renamed = (instance: ObservedInstance, identifier: string) => ({
  ...{ ...instance, identifier, arn: `${instance.arn}-${identifier}` },
});

/** What somebody may have done to a database, or AWS. */
export const alternatives: Alternatives = {
  secret: () => [null],
  deletionScheduled: () => [true],
  monitoringRole: () => [null],
  policyAttached: (is: boolean) => [!is],
  globalCluster: () => [null],
  failover: () => ['failing-over', 'switching-over'],
  members: (members: ObservedGlobalMember[]) => [
    [],
    members.slice(1),
    members.slice(0, 1),
    [...members, stranger],
    members.toReversed().map((one, at) => ({ ...one, isWriter: at === 0 })),
  ],
  synchronization: () => [null, 'pending-resync'],
  subnetGroup: () => [null],
  subnetIds: (ids: string[]) => [[], ids.slice(1), [...ids, 'subnet-other'].sort()],
  clusterParameterGroup: () => [null],
  instanceParameterGroup: () => [null],
  values: (values: object) => [{}, { ...values, work_mem: '7' }, { ...values, max_connections: '7' }],
  cluster: () => [null],
  instances: (all: ObservedInstance[]) => [
    [],
    all.slice(1),
    [...all, ...all.slice(0, 1).map((one) => renamed(one, `${one.identifier.replace(/\d+$/, '')}9`))],
    [...all, ...all.slice(0, 1).map((one) => renamed(one, 'made-by-hand'))],
    all.map((one) => renamed(one, 'made-by-hand')).slice(0, 1),
  ],
  status: () => STATUSES,
  tags: otherTags,
  engine: () => ['aurora-mysql'],
  engineVersion: () => ['15.3', '15.99', '14.9', '16.1'],
  endpoint: () => [null],
  port: () => [null, 5433],
  databaseName: () => [null, 'other'],
  masterUsername: () => [null, 'other'],
  storageEncrypted: () => [false],
  storageType: () => ['aurora', 'aurora-iopt1'],
  kmsKeyArn: () => [null, 'arn:aws:kms:eu-west-2:123456789012:key/other'],
  subnetGroupName: () => [null, 'default'],
  parameterGroupName: () => [null, 'default.aurora-postgresql15'],
  securityGroupIds: () => [[], ['sg-other']],
  backupRetentionDays: () => [null, 1, 35],
  backupWindow: () => [null, '00:00-01:00'],
  maintenanceWindow: () => [null, 'tue:01:00-tue:02:00'],
  logExports: () => [null, [], ['instance', 'postgresql']],
  deletionProtection: (is: boolean) => [!is],
  copyTagsToSnapshot: () => [false],
  writerInstance: () => [null, 'made-by-hand'],
  clusterIdentifier: () => [null, 'of-somebody'],
  instanceClass: () => ['db.t4g.medium'],
  autoMinorVersionUpgrade: (is: boolean) => [null, !is],
  monitoringIntervalSeconds: () => [null, 0, 30],
  performanceInsightsRetentionDays: () => [null, 7, 62],
  changePending: () => [true],
  parameterStatus: () => [null, 'applying', 'pending-reboot'],
  logGroups: () => [['/aws/rds/cluster/left/postgresql']],
};
