import { createEngines } from '../../../local/engines/index.ts';
import type { Endpoint, Engines, PostgresCluster } from '../../../local/engines/types.ts';
import { connect, master, query, until } from './fixtures.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await createEngines();
});
afterAll(() => engines.close());

const rows = async (endpoint: Endpoint) =>
  (await query(engines, endpoint, 'SELECT value FROM seen ORDER BY value')).map(({ value }) => Number(value));
const write = (cluster: PostgresCluster, value: number) =>
  query(engines, cluster.writerEndpoint, `INSERT INTO seen VALUES (${value})`);
const arrives = (endpoint: Endpoint, value: number) =>
  until(async () => (await rows(endpoint).catch((): number[] => [])).includes(value));
const isReplica = async (endpoint: Endpoint) =>
  (await query(engines, endpoint, 'SELECT pg_is_in_recovery() AS replica'))[0]?.replica;

/** A cluster with the instances named, and a table with the value 1. */
async function cluster(...names: string[]) {
  const made = await engines.createPostgres(master);
  const endpoints: Endpoint[] = [];
  for (const name of names) endpoints.push(await made.addInstance(name));
  await query(engines, made.writerEndpoint, 'CREATE TABLE seen (value int)');
  await write(made, 1);
  return { made, endpoints };
}

describe('a snapshot', () => {
  it('holds what was there when it was taken, and outlives the cluster', async () => {
    const { made } = await cluster('one');
    const snapshot = await made.snapshot();
    await write(made, 2);
    await made.destroy();

    const restored = await engines.createPostgres({ snapshot });
    await restored.addInstance('one');
    await restored.addInstance('two');
    expect(await rows(restored.writerEndpoint)).toEqual([1]);
    await write(restored, 3);
    await arrives(restored.readerEndpoint, 3);
    await restored.setMasterPassword('changed-password');
    const password = 'changed-password';
    expect(await query(engines, restored.writerEndpoint, 'SELECT 1 AS one', { password })).toEqual([
      { one: 1 },
    ]);
  });

  it('of a busy writer is whole: every statement is in it fully or not at all', async () => {
    const { made } = await cluster('one');
    const client = await connect(engines, made.writerEndpoint);
    let done = false;
    let written = 0;
    const writing = (async () => {
      while (!done) await client.query(`INSERT INTO seen SELECT ${++written} FROM generate_series(1, 500)`);
    })();
    await until(() => written > 5);
    const before = written - 1;
    const snapshot = await made.snapshot();
    done = true;
    await writing;
    await client.end();

    const restored = await engines.createPostgres({ snapshot });
    await restored.addInstance('one');
    const found = await query(
      engines,
      restored.writerEndpoint,
      'SELECT value, count(*)::int AS rows FROM seen GROUP BY value ORDER BY value',
    );
    expect(found.length).toBeGreaterThanOrEqual(before);
    expect(found.slice(1).every(({ rows: count }) => count === 500)).toBe(true);
  });

  it('can be restored more than once, and again after a failover', async () => {
    const { made } = await cluster('one', 'two');
    await made.failOver('two');
    const snapshot = await made.snapshot();
    const copies = await Promise.all([1, 2].map(() => engines.createPostgres({ snapshot })));
    for (const copy of copies) {
      await copy.addInstance('one');
      expect(await rows(copy.writerEndpoint)).toEqual([1]);
    }
    await snapshot.destroy();
    await expect(engines.createPostgres({ snapshot }).then((late) => late.ready())).rejects.toThrow();
  });
});

it('moves the writer to another instance and back; data and endpoints stay', async () => {
  const { made, endpoints } = await cluster('one', 'two');
  const [one, two] = endpoints as [Endpoint, Endpoint];
  const far = await engines.createPostgres({ source: made });
  await far.addInstance('far');

  const turns = [
    { target: 'two', writer: two, reader: one, value: 2 },
    { target: 'one', writer: one, reader: two, value: 3 },
  ];
  for (const { target, writer, reader, value } of turns) {
    await made.failOver(target);
    expect([await isReplica(writer), await isReplica(reader)]).toEqual([false, true]);
    expect(await isReplica(made.readerEndpoint)).toBe(true);
    await write(made, value);
    await arrives(reader, value);
    await arrives(far.readerEndpoint, value);
  }
  expect(await rows(made.writerEndpoint)).toEqual([1, 2, 3]);
});

it('restarts an instance: connections end, data and endpoints stay, replicas follow', async () => {
  const { made, endpoints } = await cluster('one', 'two');
  const open = await connect(engines, made.writerEndpoint);
  await made.restartInstance('one');
  await expect(open.query('SELECT 1')).rejects.toThrow();
  await write(made, 2);
  expect(await rows(endpoints[0] as Endpoint)).toEqual([1, 2]);
  await arrives(made.readerEndpoint, 2);
  await made.restartInstance('two');
  await write(made, 3);
  await arrives(made.readerEndpoint, 3);
});

it('promotes a cluster of another region: it keeps its data, takes writes and no longer follows', async () => {
  const { made } = await cluster('one');
  const far = await engines.createPostgres({ source: made });
  await far.addInstance('far-1');
  const reader = await far.addInstance('far-2');
  await arrives(far.readerEndpoint, 1);

  await far.promote('far-1');
  await write(far, 2);
  await write(made, 3);
  expect(await rows(far.writerEndpoint)).toEqual([1, 2]);
  await arrives(reader, 2);
  expect(await rows(made.writerEndpoint)).toEqual([1, 3]);
  await made.destroy();
  await far.addInstance('far-3');
  expect(await rows(far.writerEndpoint)).toEqual([1, 2]);
});

it('lets the heir that is named take over from a writer that is removed', async () => {
  const { made, endpoints } = await cluster('one', 'two', 'three');
  await made.removeInstance('one', 'three');
  expect(await isReplica(endpoints[2] as Endpoint)).toBe(false);
  await write(made, 2);
  await arrives(endpoints[1] as Endpoint, 2);
});
