import { createEngines } from '../../../local/engines/index.ts';
import { RespClient } from '../../../local/engines/resp.ts';
import type { Endpoint, Engines, RedisGroup, RedisOptions } from '../../../local/engines/types.ts';
import { until } from './fixtures.ts';

const token = 'a-token-"of"-16+';
const standard: RedisOptions = {
  shards: 1,
  nodesPerShard: 2,
  clusterMode: false,
  authToken: token,
  tls: true,
  parameters: {
    'maxmemory-policy': 'allkeys-lru',
    'reserved-memory-percent': '25',
    requirepass: 'taken over',
  },
};

let engines: Engines;
let group: RedisGroup;
beforeAll(async () => {
  engines = await createEngines();
  group = await engines.createRedis(standard);
  await group.ready();
});
afterAll(() => engines.close());

async function command(
  endpoint: Endpoint,
  words: readonly string[],
  changes: { ca?: string; password?: string } = {},
): Promise<unknown> {
  const client = await RespClient.connect({
    host: endpoint.address,
    port: endpoint.port,
    ca: engines.caCertificate,
    password: token,
    ...changes,
  });
  try {
    return await client.command(...words);
  } finally {
    client.close();
  }
}

it('answers over TLS with the token', async () => {
  expect(await command(group.primaryEndpoint, ['PING'])).toBe('PONG');
});

it.each([
  ['a wrong token', { password: 'wrong' }, /WRONGPASS/],
  ['no token', { password: undefined }, /NOAUTH/],
  ['a connection without TLS', { ca: undefined }, /closed the connection|ECONNRESET|EPIPE/],
])('refuses %s', async (_what, changes, message) => {
  await expect(command(group.primaryEndpoint, ['GET', 'a'], changes)).rejects.toThrow(message);
});

it('answers pipelined commands in order, also long ones', async () => {
  const { address: host, port } = group.primaryEndpoint;
  const client = await RespClient.connect({ host, port, ca: engines.caCertificate, password: token });
  const long = 'ä'.repeat(500_000);
  const answers = await Promise.allSettled([
    client.command('SET', 'long', long),
    client.command('GET', 'long'),
    client.command('NOSUCHCOMMAND'),
    client.command('GET', 'absent'),
  ]);
  client.close();
  expect(answers).toEqual([
    { status: 'fulfilled', value: 'OK' },
    { status: 'fulfilled', value: long },
    {
      status: 'rejected',
      reason: expect.objectContaining({ message: expect.stringMatching(/unknown command/) }),
    },
    { status: 'fulfilled', value: null },
  ]);
});

it('applies the parameters that redis-server knows and leaves out the others', async () => {
  const policy = await command(group.primaryEndpoint, ['CONFIG', 'GET', 'maxmemory-policy']);
  expect(policy).toEqual(['maxmemory-policy', 'allkeys-lru']);
});

it('shares one port between the primary endpoint and the reader endpoint', () => {
  expect(group.readerEndpoint.port).toBe(group.primaryEndpoint.port);
});

it('shows on the reader endpoint what the primary holds', async () => {
  await command(group.primaryEndpoint, ['SET', 'shown', 'yes']);
  await until(async () => (await command(group.readerEndpoint, ['GET', 'shown'])) === 'yes');
});

it('refuses writes on the reader endpoint', async () => {
  await expect(command(group.readerEndpoint, ['SET', 'a', '1'])).rejects.toThrow(/READONLY/);
});

it('gives every node an endpoint, the primary first', async () => {
  const roles = await Promise.all(group.nodes.flat().map((node) => command(node, ['ROLE'])));
  expect(roles.map((role) => (role as string[])[0])).toEqual(['master', 'slave']);
});

it('sends readers to the primary when it is alone', async () => {
  const single = await engines.createRedis({ ...standard, nodesPerShard: 1 });
  await single.ready();
  expect(await command(single.readerEndpoint, ['SET', 'a', '1'])).toBe('OK');
  await single.destroy();
  await expect(command(single.readerEndpoint, ['PING'])).rejects.toThrow(/ECONNREFUSED/);
});

it('runs without TLS and without a token where the group has neither', async () => {
  const open = await engines.createRedis({ ...standard, tls: false, authToken: undefined });
  await open.ready();
  const plain = { ca: undefined, password: undefined };
  expect(await command(open.primaryEndpoint, ['PING'], plain)).toBe('PONG');
});

it('forms a cluster of shards with replicas that tells clients our endpoints', async () => {
  const shards = await engines.createRedis({ ...standard, shards: 3, nodesPerShard: 2, clusterMode: true });
  await shards.ready();

  const slots = (await command(shards.primaryEndpoint, ['CLUSTER', 'SLOTS'])) as [
    number,
    number,
    ...[string, number][],
  ][];
  const announced = slots.map(([, , ...nodes]) => nodes.map(([address, port]) => ({ address, port })));
  expect(announced).toHaveLength(3);
  expect(announced).toEqual(
    expect.arrayContaining(shards.nodes.map((shard) => expect.arrayContaining([...shard]))),
  );
  expect(slots.reduce((sum, [start, end]) => sum + end - start + 1, 0)).toBe(16_384);

  const key = { name: 'foo', slot: 12_182 }; // CRC16 of the name, from the cluster specification
  const owner = slots.find(([start, end]) => start <= key.slot && key.slot <= end)?.[2] as [string, number];
  expect(await command({ address: owner[0], port: owner[1] }, ['SET', key.name, '1'])).toBe('OK');
});
