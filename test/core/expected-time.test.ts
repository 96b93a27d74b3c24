import { expectedTime, tierDuration } from '../../core/expected-time.ts';
import type { Action } from '../../core/tier.ts';

const call = (service: string, command: string, input: object = {}, region = 'eu-west-2'): Action => ({
  ...{ service, region, command, summary: command },
  input: input as Action['input'],
});
const rds = (command: string, input?: object, region?: string) => call('rds', command, input, region);
const PLAIN = { alarms: false, migration: false };

describe('the expected time', () => {
  it('is that of the slowest tier, as they go side by side', () => {
    const redis = { tier: 'redis', actions: [call('elasticache', 'CreateReplicationGroup')] } as const;
    const dax = { tier: 'dax', actions: [call('dax', 'CreateCluster')] } as const;
    expect(expectedTime([redis, dax], PLAIN)).toEqual(expectedTime([redis], PLAIN));
    expect(expectedTime([redis, dax], PLAIN)).toMatchObject({
      p50Seconds: 740 + 30,
      p90Seconds: 1500 + 60,
      basis: 'published',
      samples: 0,
    });
  });

  it('has alarms and migration after the tiers', () => {
    const without = expectedTime([], PLAIN);
    const both = expectedTime([], { alarms: true, migration: true });
    expect(both.p50Seconds).toBeGreaterThan(without.p50Seconds);
    expect(both.p90Seconds).toBeGreaterThan(without.p90Seconds);
  });

  it('of Aurora is that of its steps one after another, readers of a cluster together', () => {
    const cluster = rds('CreateDBCluster', { MasterUsername: 'me', GlobalClusterIdentifier: 'g' });
    const instances = (count: number) => Array.from({ length: count }, () => rds('CreateDBInstance'));
    const of = (...actions: Action[]) => tierDuration({ tier: 'aurora', actions }).p50;
    expect(of(cluster, ...instances(1))).toBe(164 + 300);
    expect(of(cluster, ...instances(2))).toBe(164 + 2 * 300);
    expect(of(cluster, ...instances(4))).toBeLessThan(164 + 2 * 300 + 10);
  });

  it('of a region that joins is 10 to 20 minutes', () => {
    const joining = [
      rds('CreateDBCluster', { GlobalClusterIdentifier: 'g' }, 'eu-west-1'),
      rds('CreateDBInstance', {}, 'eu-west-1'),
    ];
    expect(tierDuration({ tier: 'aurora', actions: joining })).toEqual({ p50: 600, p90: 1200 });
  });

  it('of an instance is long only where its class changes', () => {
    const of = (input: object) =>
      tierDuration({ tier: 'aurora', actions: [rds('ModifyDBInstance', input)] }).p50;
    expect(of({ DBInstanceClass: 'db.r6g.xlarge' })).toBe(300);
    expect(of({ AutoMinorVersionUpgrade: true })).toBeLessThan(60);
  });

  it('of a Redis group is long only where its nodes change', () => {
    const of = (input: object) => {
      const actions = [call('elasticache', 'ModifyReplicationGroup', input)];
      return tierDuration({ tier: 'redis', actions }).p50;
    };
    expect(of({ CacheNodeType: 'cache.r7g.xlarge' })).toBe(300);
    expect(of({ SnapshotRetentionLimit: 7 })).toBeLessThan(60);
  });

  it('of another engine version is longer than that of another setting of the cluster', () => {
    const of = (input: object) =>
      tierDuration({ tier: 'aurora', actions: [rds('ModifyDBCluster', input)] }).p90;
    expect(of({ EngineVersion: '16.8' })).toBeGreaterThan(of({ BackupRetentionPeriod: 7 }));
    const instance = tierDuration({
      tier: 'aurora',
      actions: [rds('ModifyDBInstance', { EngineVersion: '16.8' })],
    });
    expect(instance.p90).toBeLessThan(of({ EngineVersion: '16.8' }));
  });

  it('of a cluster without a user is short only where it joins a global database', () => {
    const of = (action: Action) => tierDuration({ tier: 'aurora', actions: [action] }).p50;
    expect(of(rds('CreateDBCluster', { SnapshotIdentifier: 's' }))).toBe(164);
    expect(of(rds('RemoveFromGlobalCluster', { GlobalClusterIdentifier: 'g' }))).toBe(164);
  });

  it('of instances in two regions is twice that in one, and they go in any order', () => {
    const of = (...regions: string[]) =>
      tierDuration({ tier: 'aurora', actions: regions.map((region) => rds('DeleteDBInstance', {}, region)) })
        .p50;
    expect(of('eu-west-2', 'eu-west-2', 'eu-west-2')).toBe(300 + 1 + 1);
    expect(of('eu-west-2', 'eu-west-1')).toBe(2 * 300);
  });

  it('of several changes of instances is that of one after another', () => {
    const change = rds('ModifyDBInstance', { DBInstanceClass: 'db.r6g.xlarge' });
    expect(tierDuration({ tier: 'aurora', actions: [change, change, change] }).p50).toBe(3 * 300);
  });

  it('of several changes of a Redis group is that of one after another', () => {
    const calls = ['a', 'b', 'c'].map(() => call('elasticache', 'IncreaseReplicaCount'));
    expect(tierDuration({ tier: 'redis', actions: calls }).p50).toBe(3 * 740);
  });

  it.each([
    ['rds', 'DeleteDBCluster'],
    ['rds', 'DeleteDBInstance'],
    ['rds', 'RemoveFromGlobalCluster'],
    ['dynamodb', 'DeleteTable'],
    ['dynamodb', 'UpdateTimeToLive'],
    ['dynamodb', 'UpdateContinuousBackups'],
    ['elasticache', 'DeleteReplicationGroup'],
    ['elasticache', 'IncreaseReplicaCount'],
    ['elasticache', 'DecreaseReplicaCount'],
    ['dax', 'DeleteCluster'],
    ['dax', 'IncreaseReplicationFactor'],
    ['dax', 'DecreaseReplicationFactor'],
  ])('of %s %s is more than that of a call that is carried out at once', (service, command) => {
    const { p50, p90 } = tierDuration({ tier: 'redis', actions: [call(service, command)] });
    expect(p50).toBeGreaterThanOrEqual(30);
    expect(p90).toBeGreaterThanOrEqual(p50);
  });

  it('of a call that nobody has a figure of is a second', () => {
    expect(tierDuration({ tier: 'dax', actions: [call('dax', 'TagResource')] })).toEqual({ p50: 1, p90: 3 });
  });

  it.each([
    ['dynamodb', 'UpdateTable', 'ReplicaUpdates'],
    ['dynamodb', 'UpdateTable', 'GlobalSecondaryIndexUpdates'],
    ['elasticache', 'ModifyReplicationGroup', 'CacheNodeType'],
    ['elasticache', 'ModifyReplicationGroup', 'EngineVersion'],
    ['elasticache', 'ModifyReplicationGroup', 'AutomaticFailoverEnabled'],
    ['elasticache', 'ModifyReplicationGroup', 'MultiAZEnabled'],
  ])('of %s %s with %s is long', (service, command, field) => {
    const of = (input: object) =>
      tierDuration({ tier: 'redis', actions: [call(service, command, input)] }).p50;
    expect(of({ [field]: 'x' })).toBeGreaterThanOrEqual(300);
    expect(of({ another: 'x' })).toBe(15);
  });

  it('of tables is that of the slowest one: 370 to 605 seconds with a replica', () => {
    const table = (TableName: string) => [
      call('dynamodb', 'CreateTable', { TableName }),
      call('dynamodb', 'UpdateTable', { TableName, ReplicaUpdates: [{ Create: {} }] }),
    ];
    const one = tierDuration({ tier: 'dynamodb', actions: table('a') });
    expect(one).toEqual({ p50: 370, p90: 605 });
    expect(tierDuration({ tier: 'dynamodb', actions: [...table('a'), ...table('b')] })).toEqual(one);
  });

  it.each([
    [[1, 2, 3, 4], 'published', 0],
    [[50, 10, 20, 30, 40], 'history', 5],
  ] as const)('is from past operations once there are five: %j', (samples, basis, count) => {
    expect(expectedTime([], PLAIN, samples)).toMatchObject({ basis, samples: count });
  });

  it('from history is the nearest rank', () => {
    const samples = [100, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(expectedTime([], PLAIN, samples)).toMatchObject({ p50Seconds: 5, p90Seconds: 9 });
  });
});
