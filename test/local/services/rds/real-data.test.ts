import {
  CreateDBClusterSnapshotCommand,
  CreateGlobalClusterCommand,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DescribeDBClusterSnapshotsCommand,
  FailoverDBClusterCommand,
  ModifyDBClusterCommand,
  ModifyDBInstanceCommand,
  type RDSClient,
  RebootDBInstanceCommand,
  RemoveFromGlobalClusterCommand,
  RestoreDBClusterFromSnapshotCommand,
} from '@aws-sdk/client-rds';
import { createEngines } from '../../../../local/engines/index.ts';
import type { Engines } from '../../../../local/engines/types.ts';
import {
  createCluster,
  createGroups,
  createInstance,
  describeCluster,
  describeGlobal,
  describeInstance,
  ENGINE,
  secondaryInput,
} from './flows.ts';
import { clusterArn, PASSWORD, PRIMARY, SECONDARY } from './harness.ts';
import { available, gone, query, realCloud, until } from './real.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await createEngines();
});
afterAll(() => engines.close());

/** A cluster `shop-euw2` with two instances and the score 1. */
async function shop() {
  const cloud = realCloud(engines);
  const client = cloud.client(PRIMARY);
  await createGroups(client);
  await createCluster(client);
  await available(cloud, client, 'shop-euw2');
  for (const number of [1, 2]) {
    await createInstance(client, { DBInstanceIdentifier: `shop-euw2-${number}` });
    await available(cloud, client, 'shop-euw2', `shop-euw2-${number}`);
  }
  await ask(client, 'create table scores as select 1 as score');
  return { cloud, client };
}

async function ask(client: RDSClient, sql: string, cluster = 'shop-euw2') {
  const { Endpoint, Port } = await describeCluster(client, cluster);
  return query(engines, [Endpoint, Port], PASSWORD, sql);
}
const scores = async (client: RDSClient, cluster?: string) =>
  (await ask(client, 'select score from scores order by score', cluster)).map(({ score }) => score);
const add = (client: RDSClient, score: number, cluster?: string) =>
  ask(client, `insert into scores values (${score})`, cluster);

it('keeps its data through another class, a failover, a reboot and an upgrade', async () => {
  const { cloud, client } = await shop();
  const settled = async () => {
    await available(cloud, client, 'shop-euw2');
    for (const number of [1, 2]) await available(cloud, client, 'shop-euw2', `shop-euw2-${number}`);
  };
  const writers = async () =>
    ((await describeCluster(client, 'shop-euw2')).DBClusterMembers ?? [])
      .filter((each) => each.IsClusterWriter)
      .map((each) => each.DBInstanceIdentifier);

  for (const DBInstanceIdentifier of ['shop-euw2-2', 'shop-euw2-1']) {
    const bigger = { DBInstanceIdentifier, DBInstanceClass: 'db.r6g.xlarge', ApplyImmediately: true };
    await client.send(new ModifyDBInstanceCommand(bigger));
    await settled();
  }
  await add(client, 2);

  await client.send(new FailoverDBClusterCommand({ DBClusterIdentifier: 'shop-euw2' }));
  await settled();
  expect(await writers()).toEqual(['shop-euw2-2']);
  await add(client, 3);
  const { Endpoint } = await describeInstance(client, 'shop-euw2-2');
  const there = await query(
    engines,
    [Endpoint?.Address, Endpoint?.Port],
    PASSWORD,
    'select pg_is_in_recovery()',
  );
  expect(there).toEqual([{ pg_is_in_recovery: false }]);

  await client.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: 'shop-euw2-2' }));
  await settled();
  await add(client, 4);

  const newer = { DBClusterIdentifier: 'shop-euw2', EngineVersion: '15.18', ApplyImmediately: true };
  await client.send(new ModifyDBClusterCommand(newer));
  await settled();
  expect(await describeInstance(client, 'shop-euw2-1')).toMatchObject({
    DBInstanceClass: 'db.r6g.xlarge',
    EngineVersion: '15.18',
  });
  expect(await scores(client)).toEqual([1, 2, 3, 4]);
});

it('gives back from a snapshot what was there, by hand and at the end', async () => {
  const { cloud, client } = await shop();
  const taken = (id: string) =>
    until(cloud, async () => {
      const found = await client.send(
        new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: id }),
      );
      return found.DBClusterSnapshots?.[0]?.Status === 'available';
    });
  const restore = async (id: string) => {
    await client.send(
      new RestoreDBClusterFromSnapshotCommand({
        DBClusterIdentifier: `from-${id}`,
        SnapshotIdentifier: id,
        Engine: ENGINE,
        DBSubnetGroupName: 'shop',
      }),
    );
    await available(cloud, client, `from-${id}`);
    await createInstance(client, { DBClusterIdentifier: `from-${id}`, DBInstanceIdentifier: `from-${id}-1` });
    await available(cloud, client, `from-${id}`, `from-${id}-1`);
  };

  const snapshot = { DBClusterIdentifier: 'shop-euw2', DBClusterSnapshotIdentifier: 'early' };
  await client.send(new CreateDBClusterSnapshotCommand(snapshot));
  await taken('early');
  await add(client, 2);
  for (const number of [2, 1]) {
    const id = `shop-euw2-${number}`;
    await client.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: id, SkipFinalSnapshot: true }));
    await gone(cloud, () => describeInstance(client, id));
  }
  await client.send(
    new DeleteDBClusterCommand({ DBClusterIdentifier: 'shop-euw2', FinalDBSnapshotIdentifier: 'last' }),
  );
  await gone(cloud, () => describeCluster(client, 'shop-euw2'));

  await restore('early');
  await restore('last');
  expect(await scores(client, 'from-early')).toEqual([1]);
  expect(await scores(client, 'from-last')).toEqual([1, 2]);
  await add(client, 3, 'from-last');
  expect(await scores(client, 'from-last')).toEqual([1, 2, 3]);
});

it('a secondary region that is removed keeps its data, takes writes and goes its own way', async () => {
  const { cloud, client: primary } = await shop();
  const secondary = cloud.client(SECONDARY);
  await createGroups(secondary);
  await primary.send(
    new CreateGlobalClusterCommand({
      GlobalClusterIdentifier: 'shop',
      SourceDBClusterIdentifier: 'shop-euw2',
    }),
  );
  await createCluster(secondary, secondaryInput());
  await available(cloud, secondary, 'shop-euw1');
  await createInstance(secondary, { DBInstanceIdentifier: 'shop-euw1-1', DBClusterIdentifier: 'shop-euw1' });
  await available(cloud, secondary, 'shop-euw1', 'shop-euw1-1');
  await until(cloud, async () => (await scores(secondary, 'shop-euw1').catch(() => [])).length === 1);

  await primary.send(
    new RemoveFromGlobalClusterCommand({
      GlobalClusterIdentifier: 'shop',
      DbClusterIdentifier: clusterArn(SECONDARY, 'shop-euw1'),
    }),
  );
  await until(cloud, async () => (await describeGlobal(primary)).GlobalClusterMembers?.length === 1);
  await available(cloud, secondary, 'shop-euw1');
  await add(secondary, 2, 'shop-euw1');
  await add(primary, 3);
  expect(await scores(secondary, 'shop-euw1')).toEqual([1, 2]);
  expect(await scores(primary)).toEqual([1, 3]);
});
