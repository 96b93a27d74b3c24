import {
  AddTagsToResourceCommand,
  DescribeDBClustersCommand,
  DescribeDBEngineVersionsCommand,
  DescribeOrderableDBInstanceOptionsCommand,
  ListTagsForResourceCommand,
  paginateDescribeOrderableDBInstanceOptions,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-rds';
import { describeCluster, ENGINE, globalPrimary, standalone } from './flows.ts';
import { ACCOUNT, clusterArn, makeCloud, PRIMARY, SECONDARY } from './harness.ts';

describe('DescribeDBEngineVersions', () => {
  it('lists the available versions of a major one, oldest first', async () => {
    const client = makeCloud().client(PRIMARY);
    const { DBEngineVersions = [] } = await client.send(
      new DescribeDBEngineVersionsCommand({ Engine: ENGINE, EngineVersion: '15' }),
    );
    expect(DBEngineVersions.map((each) => each.EngineVersion)).toEqual([
      ...['15.10', '15.12', '15.13', '15.14', '15.15', '15.17', '15.18'],
    ]);
    expect(DBEngineVersions.at(-1)).toMatchObject({
      DBParameterGroupFamily: 'aurora-postgresql15',
      Status: 'available',
      SupportsGlobalDatabases: true,
      SupportedEngineModes: ['provisioned'],
    });
  });

  it('says that a version is gone only when asked for all', async () => {
    const client = makeCloud().client(PRIMARY);
    const ask = (IncludeAll: boolean) =>
      client.send(new DescribeDBEngineVersionsCommand({ Engine: ENGINE, EngineVersion: '15.4', IncludeAll }));
    expect((await ask(false)).DBEngineVersions).toEqual([]);
    expect((await ask(true)).DBEngineVersions).toMatchObject([
      { EngineVersion: '15.4', Status: 'deprecated' },
    ]);
  });
});

describe('DescribeOrderableDBInstanceOptions', () => {
  it('says which classes a global database takes', async () => {
    const client = makeCloud().client(PRIMARY);
    const ask = async (DBInstanceClass: string) => {
      const { OrderableDBInstanceOptions = [] } = await client.send(
        new DescribeOrderableDBInstanceOptionsCommand({
          Engine: ENGINE,
          EngineVersion: '15.17',
          DBInstanceClass,
        }),
      );
      return OrderableDBInstanceOptions.map((option) => option.SupportsGlobalDatabases);
    };
    expect(await ask('db.r6g.large')).toEqual([true, true]);
    expect(await ask('db.t4g.medium')).toEqual([false, false]);
    expect(await ask('db.m5.large')).toEqual([]);
  });

  it('pages all options once', async () => {
    const client = makeCloud().client(PRIMARY);
    const seen: string[] = [];
    const request = { Engine: ENGINE, EngineVersion: '15.17' };
    for await (const page of paginateDescribeOrderableDBInstanceOptions({ client, pageSize: 20 }, request)) {
      for (const option of page.OrderableDBInstanceOptions ?? []) {
        seen.push(`${option.DBInstanceClass} ${option.StorageType}`);
      }
    }
    expect(seen.length).toBeGreaterThan(60);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('can be narrowed in one region, as when a region lacks a class or a version', async () => {
    const cloud = makeCloud();
    cloud.settings.orderable.set(SECONDARY, { versions: ['15.17'], classes: ['db.r5.large'] });
    const ask = async (region: string) => {
      const { OrderableDBInstanceOptions = [] } = await cloud.client(region).send(
        new DescribeOrderableDBInstanceOptionsCommand({
          Engine: ENGINE,
          EngineVersion: '15.18',
          DBInstanceClass: 'db.r6g.large',
        }),
      );
      return OrderableDBInstanceOptions.length;
    };
    expect(await ask(PRIMARY)).toBe(2);
    expect(await ask(SECONDARY)).toBe(0);
  });
});

describe('tags', () => {
  it('are added, replaced and removed by ARN, and shown by Describe', async () => {
    const client = await standalone(makeCloud());
    const ResourceName = clusterArn(PRIMARY, 'shop-euw2');
    const add = (Key: string, Value: string) =>
      client.send(new AddTagsToResourceCommand({ ResourceName, Tags: [{ Key, Value }] }));
    await add('team', 'blue');
    await add('stage', 'dev');
    await add('team', 'red');
    await client.send(new RemoveTagsFromResourceCommand({ ResourceName, TagKeys: ['stage'] }));
    const { TagList } = await client.send(new ListTagsForResourceCommand({ ResourceName }));
    expect(TagList).toEqual([{ Key: 'team', Value: 'red' }]);
    expect((await describeCluster(client, 'shop-euw2')).TagList).toEqual(TagList);
  });

  const own = (type: string, id: string) => `arn:aws:rds:${PRIMARY}:${ACCOUNT}:${type}:${id}`;

  it.each([
    ['subnet group', own('subgrp', 'shop')],
    ['cluster parameter group', own('cluster-pg', 'shop')],
    ['parameter group', own('pg', 'shop')],
    ['instance', own('db', 'shop-euw2-1')],
    ['global cluster', `arn:aws:rds::${ACCOUNT}:global-cluster:shop`],
  ])('can be on a %s', async (_what, ResourceName) => {
    const { primary } = await globalPrimary(makeCloud());
    await primary.send(new AddTagsToResourceCommand({ ResourceName, Tags: [{ Key: 'a', Value: 'b' }] }));
    const { TagList } = await primary.send(new ListTagsForResourceCommand({ ResourceName }));
    expect(TagList).toEqual([{ Key: 'a', Value: 'b' }]);
  });

  it.each([
    ['an ARN of another region', clusterArn(SECONDARY, 'shop-euw2'), 'InvalidParameterValue'],
    ['a name that is no ARN', 'shop-euw2', 'InvalidParameterValue'],
    ['a cluster that does not exist', own('cluster', 'nope'), 'DBClusterNotFoundFault'],
    ['a subnet group that does not exist', own('subgrp', 'nope'), 'DBSubnetGroupNotFoundFault'],
  ])('cannot be listed for %s', async (_what, ResourceName, name) => {
    const client = await standalone(makeCloud());
    await expect(client.send(new ListTagsForResourceCommand({ ResourceName }))).rejects.toMatchObject({
      name,
    });
  });
});

it('filters clusters, and refuses a filter it does not know', async () => {
  const client = await standalone(makeCloud());
  const ask = (Name: string, value: string) =>
    client.send(new DescribeDBClustersCommand({ Filters: [{ Name, Values: [value] }] }));
  expect((await ask('db-cluster-id', 'shop-euw2')).DBClusters).toHaveLength(1);
  expect((await ask('db-cluster-id', 'other')).DBClusters).toEqual([]);
  await expect(ask('status', 'available')).rejects.toMatchObject({ name: 'InvalidParameterValue' });
});
