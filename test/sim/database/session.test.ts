import { codeOf, createDatabase, open } from './support.ts';

it('two who wait for one another are told, as nobody else would end it', async () => {
  const database = await createDatabase();
  const [one, two] = [await open(database), await open(database)];
  await one.query('SELECT pg_advisory_lock(1)');
  await two.query('SELECT pg_advisory_lock(2)');
  const waiting = codeOf(one.query('SELECT pg_advisory_lock(2)'));
  expect(await codeOf(two.query('SELECT pg_advisory_lock(1)'))).toBe('40P01');
  await two.query('SELECT pg_advisory_unlock(2)');
  expect(await waiting).toBeUndefined();
});

it('locks go to those who wait in their order, and past one that has gone', async () => {
  const database = await createDatabase();
  const clients = await Promise.all([1, 2, 3, 4].map(() => open(database)));
  const got: number[] = [];
  const take = async (index: number) => {
    await clients[index]?.query('SELECT pg_advisory_lock(1)');
    got.push(index);
  };
  await take(0);
  const waiting = [1, 2, 3].map((index) => take(index).catch(() => {}));
  await Promise.resolve();
  await clients[1]?.end();
  await clients[0]?.query('SELECT pg_advisory_unlock(1)');
  await waiting[1];
  await clients[2]?.end();
  await Promise.all(waiting);
  expect(got).toEqual([0, 2, 3]);
});

it('writers take turns, and readers see what is committed', async () => {
  const database = await createDatabase();
  const [one, two] = [await open(database), await open(database)];
  await one.query('BEGIN');
  await one.query('CREATE TABLE a (id int)');
  const second = codeOf(two.query('CREATE TABLE a (id int)'));
  await one.query('ROLLBACK');
  expect(await second).toBeUndefined();
  await one.query('BEGIN');
  await one.query('INSERT INTO a VALUES (1)');
  expect((await two.query('SELECT id FROM a')).rows).toEqual([]);
  await one.query('COMMIT');
  expect((await two.query('SELECT id FROM a')).rows).toEqual([{ id: 1 }]);
});

it('an idle client hears that its server has stopped', async () => {
  const database = await createDatabase();
  const client = await open(database);
  const heard = new Promise<{ code: string }>((resolve) => client.on('error', resolve as never));
  await database.cluster.restartInstance('one');
  expect((await heard).code).toBe('57P01');
  expect(await codeOf(client.query('BEGIN'))).toBe(
    'Client has encountered a connection error and is not queryable',
  );
  expect(await codeOf((await open(database)).query('BEGIN'))).toBeUndefined();
});

it('wants TLS', async () => {
  const { postgres, cluster } = await createDatabase();
  const { address: host, port } = cluster.writerEndpoint;
  const client = postgres.createClient({
    host,
    port,
    user: 'gameadmin',
    password: 'right',
    database: 'gaming',
  });
  expect(await codeOf(client.connect())).toBe('28000');
});
