import { createEngines } from '../../../local/engines/index.ts';
import { RespClient } from '../../../local/engines/resp.ts';
import type { Endpoint, Engines, RedisGroup, RedisOptions } from '../../../local/engines/types.ts';
import { until } from './fixtures.ts';

const token = 'a-token-of-16-characters';
const standard: RedisOptions = {
  shards: 1,
  nodesPerShard: 1,
  clusterMode: false,
  authToken: token,
  tls: true,
  parameters: {},
};

let engines: Engines;
beforeAll(async () => {
  engines = await createEngines();
});
afterAll(() => engines.close());

async function command(endpoint: Endpoint, ...words: string[]): Promise<unknown> {
  const client = await RespClient.connect({
    host: endpoint.address,
    port: endpoint.port,
    ca: engines.caCertificate,
    password: token,
  });
  try {
    return await client.command(...words);
  } finally {
    client.close();
  }
}

/** As a cluster client does it: where the wrong node answers MOVED, the node that it names is asked. */
async function inCluster(endpoint: Endpoint, ...words: string[]): Promise<unknown> {
  try {
    return await command(endpoint, ...words);
  } catch (error) {
    const [, address, port] = /^MOVED \d+ (\S+):(\d+)$/.exec((error as Error).message) ?? [];
    if (!address) throw error;
    return command({ address, port: Number(port) }, ...words);
  }
}

const keys = Array.from({ length: 60 }, (_, number) => `key:${number}`);
const writeAll = (group: RedisGroup) =>
  Promise.all(keys.map((key) => inCluster(group.primaryEndpoint, 'SET', key, `value of ${key}`)));
const readAll = (group: RedisGroup) =>
  Promise.all(keys.map((key) => inCluster(group.primaryEndpoint, 'GET', key)));
const written = keys.map((key) => `value of ${key}`);

async function started(options: Partial<RedisOptions> = {}): Promise<RedisGroup> {
  const group = await engines.createRedis({ ...standard, ...options });
  await group.ready();
  return group;
}

const knownNodes = async (group: RedisGroup) =>
  Promise.all(
    group.nodes.flat().map(async (node) => {
      const text = String(await command(node, 'CLUSTER', 'NODES'));
      return text.trim().split('\n').length;
    }),
  );

describe('a group without cluster mode', () => {
  it('keeps its endpoints and its data while replicas come and go', async () => {
    const group = await started();
    const { port } = group.primaryEndpoint;
    await writeAll(group);

    await group.resize([3]);
    expect(group.nodes.map((shard) => shard.length)).toEqual([3]);
    for (const replica of group.nodes[0]?.slice(1) ?? []) {
      expect(await command(replica, 'GET', 'key:7')).toBe('value of key:7');
    }
    await expect(command(group.readerEndpoint, 'SET', 'a', '1')).rejects.toThrow(/READONLY/);

    await group.resize([1]);
    expect(await readAll(group)).toEqual(written);
    expect(await command(group.readerEndpoint, 'SET', 'a', '1')).toBe('OK');
    expect(group.primaryEndpoint.port).toBe(port);
    await group.destroy();
  });

  it('gives its data to the group that is made from its snapshot, also when it is gone itself', async () => {
    const group = await started();
    await writeAll(group);
    const snapshot = await group.snapshot();
    await command(group.primaryEndpoint, 'SET', 'key:0', 'written later');
    await group.destroy();

    const restored = await started({ restore: snapshot, nodesPerShard: 2 });
    expect(await readAll(restored)).toEqual(written);
    await until(async () => (await command(restored.readerEndpoint, 'GET', 'key:0')) === 'value of key:0');
    await restored.destroy();
    await snapshot.destroy();
  });
});

describe('a group with cluster mode', () => {
  it('spreads its data over more shards, and takes it back from those that go', async () => {
    const group = await started({ clusterMode: true, shards: 2, nodesPerShard: 2 });
    await writeAll(group);

    await group.resize([2, 2, 2]);
    expect(await readAll(group)).toEqual(written);
    const sizes = await Promise.all(
      group.nodes.map(([primary]) => primary && command(primary, 'DBSIZE').then(Number)),
    );
    expect(sizes.every((size) => (size ?? 0) > 5)).toBe(true);

    await group.resize([1, 1], [0]);
    expect(await readAll(group)).toEqual(written);
    expect(await knownNodes(group)).toEqual([2, 2]);
    await group.destroy();
  });

  it('comes back from a snapshot with its slots as they were', async () => {
    const group = await started({ clusterMode: true, shards: 2 });
    await group.resize([1, 1, 1]);
    await writeAll(group);
    const snapshot = await group.snapshot();
    await group.destroy();
    expect(snapshot.shards.reduce((sum, { slots }) => sum + slots.length, 0)).toBeGreaterThan(2);

    const restored = await started({ clusterMode: true, shards: 3, restore: snapshot });
    expect(await readAll(restored)).toEqual(written);
    await restored.destroy();
  });
});
