import { DeleteDBClusterCommand, DeleteDBInstanceCommand, ModifyDBClusterCommand } from '@aws-sdk/client-rds';
import { createEngines } from '../../../../local/engines/index.ts';
import type { Engines } from '../../../../local/engines/types.ts';
import {
  createCluster,
  createGlobal,
  createGroups,
  createInstance,
  describeCluster,
  secondaryInput,
} from './flows.ts';
import { PASSWORD, PRIMARY, SECONDARY } from './harness.ts';
import { available, gone, query, realCloud, until } from './real.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await createEngines();
});
afterAll(() => engines.close());

it('makes a global database that holds data in both regions', async () => {
  const cloud = realCloud(engines);
  const primary = cloud.client(PRIMARY);
  const secondary = cloud.client(SECONDARY);
  await createGroups(primary);
  await createGroups(secondary);
  await createGlobal(primary);
  await createCluster(primary, { GlobalClusterIdentifier: 'shop' });
  await available(cloud, primary, 'shop-euw2');
  await createInstance(primary);
  await available(cloud, primary, 'shop-euw2', 'shop-euw2-1');
  await createCluster(secondary, secondaryInput());
  await available(cloud, secondary, 'shop-euw1');
  await createInstance(secondary, { DBInstanceIdentifier: 'shop-euw1-1', DBClusterIdentifier: 'shop-euw1' });
  await available(cloud, secondary, 'shop-euw1', 'shop-euw1-1');

  const writer = await describeCluster(primary, 'shop-euw2');
  const reader = await describeCluster(secondary, 'shop-euw1');
  const write = (password: string, sql: string) =>
    query(engines, [writer.Endpoint, writer.Port], password, sql);
  const read = (sql: string) => query(engines, [reader.ReaderEndpoint, reader.Port], PASSWORD, sql);

  await write(PASSWORD, 'create table scores as select 42 as score');
  await until(
    cloud,
    async () => (await read(`select to_regclass('scores') is not null as there`))[0]?.there === true,
  );
  expect(await read('select score from scores')).toEqual([{ score: 42 }]);
  await expect(read('insert into scores values (1)')).rejects.toMatchObject({ code: '25006' });

  await primary.send(
    new ModifyDBClusterCommand({
      DBClusterIdentifier: 'shop-euw2',
      MasterUserPassword: 'another-password-1',
    }),
  );
  await available(cloud, primary, 'shop-euw2');
  expect(await write('another-password-1', 'select 1 as one')).toEqual([{ one: 1 }]);
  await expect(write(PASSWORD, 'select 1')).rejects.toMatchObject({ code: '28P01' });
});

it('stops the engine of a cluster that is deleted', async () => {
  const cloud = realCloud(engines);
  const only = cloud.client(PRIMARY);
  await createGroups(only);
  await createCluster(only);
  await available(cloud, only, 'shop-euw2');
  await createInstance(only);
  await available(cloud, only, 'shop-euw2', 'shop-euw2-1');
  const { Endpoint, Port } = await describeCluster(only, 'shop-euw2');
  const look = () => query(engines, [Endpoint, Port], PASSWORD, 'select 1 as one');
  expect(await look()).toEqual([{ one: 1 }]);

  await only.send(
    new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'shop-euw2-1', SkipFinalSnapshot: true }),
  );
  await only.send(new DeleteDBClusterCommand({ DBClusterIdentifier: 'shop-euw2', SkipFinalSnapshot: true }));
  await gone(cloud, () => describeCluster(only, 'shop-euw2'));
  await expect(look()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
