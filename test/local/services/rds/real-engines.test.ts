import { DeleteDBClusterCommand, DeleteDBInstanceCommand, ModifyDBClusterCommand } from '@aws-sdk/client-rds';
import pg from 'pg';
import { instant } from '../../../../local/delays.ts';
import { createEngines } from '../../../../local/engines/index.ts';
import type { Engines } from '../../../../local/engines/types.ts';
import {
  createCluster,
  createGlobal,
  createGroups,
  createInstance,
  describeCluster,
  describeInstance,
  secondaryInput,
} from './flows.ts';
import { makeCloudWith, PASSWORD, PRIMARY, SECONDARY } from './harness.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await createEngines();
});
afterAll(() => engines.close());

/** One statement on the database `gaming`, over TLS with the certificate checked. */
async function query(host: string | undefined, port: number | undefined, password: string, sql: string) {
  const ssl = { ca: engines.caCertificate };
  const client = new pg.Client({ host, port, user: 'gameadmin', password, database: 'gaming', ssl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

it('makes a global database that holds data in both regions', async () => {
  const { client, work } = makeCloudWith(engines, { requirePreSignedUrl: false }, instant);
  const primary = client(PRIMARY);
  const secondary = client(SECONDARY);
  const until = async (reached: () => Promise<boolean>) => {
    while (!(await reached())) await work.nextChange();
  };
  const available = (of: typeof primary, cluster: string, instance?: string) =>
    until(async () => {
      const status = instance
        ? (await describeInstance(of, instance)).DBInstanceStatus
        : (await describeCluster(of, cluster)).Status;
      if (status === 'failed') throw new Error(`${instance ?? cluster} has failed`);
      return status === 'available';
    });

  await createGroups(primary);
  await createGroups(secondary);
  await createGlobal(primary);
  await createCluster(primary, { GlobalClusterIdentifier: 'shop' });
  await available(primary, 'shop-euw2');
  await createInstance(primary);
  await available(primary, 'shop-euw2', 'shop-euw2-1');
  await createCluster(secondary, secondaryInput());
  await available(secondary, 'shop-euw1');
  await createInstance(secondary, { DBInstanceIdentifier: 'shop-euw1-1', DBClusterIdentifier: 'shop-euw1' });
  await available(secondary, 'shop-euw1', 'shop-euw1-1');

  const writer = await describeCluster(primary, 'shop-euw2');
  const reader = await describeCluster(secondary, 'shop-euw1');
  const write = (password: string, sql: string) => query(writer.Endpoint, writer.Port, password, sql);
  const read = (sql: string) => query(reader.ReaderEndpoint, reader.Port, PASSWORD, sql);

  await write(PASSWORD, 'create table scores as select 42 as score');
  await until(
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
  await available(primary, 'shop-euw2');
  expect(await write('another-password-1', 'select 1 as one')).toEqual([{ one: 1 }]);
  await expect(write(PASSWORD, 'select 1')).rejects.toMatchObject({ code: '28P01' });
});

it('stops the engine of a cluster that is deleted', async () => {
  const { client, work } = makeCloudWith(engines, {}, instant);
  const only = client(PRIMARY);
  await createGroups(only);
  await createCluster(only);
  const gone = async (reached: () => Promise<boolean>) => {
    while (!(await reached())) await work.nextChange();
  };
  await gone(async () => (await describeCluster(only, 'shop-euw2')).Status === 'available');
  await createInstance(only);
  await gone(async () => (await describeInstance(only, 'shop-euw2-1')).DBInstanceStatus === 'available');
  const { Endpoint, Port } = await describeCluster(only, 'shop-euw2');
  expect(await query(Endpoint, Port, PASSWORD, 'select 1 as one')).toEqual([{ one: 1 }]);

  await only.send(
    new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'shop-euw2-1', SkipFinalSnapshot: true }),
  );
  await only.send(new DeleteDBClusterCommand({ DBClusterIdentifier: 'shop-euw2', SkipFinalSnapshot: true }));
  const found = () =>
    describeCluster(only, 'shop-euw2').then(
      () => true,
      () => false,
    );
  await gone(async () => !(await found()));
  await expect(query(Endpoint, Port, PASSWORD, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
