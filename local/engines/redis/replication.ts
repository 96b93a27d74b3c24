import type { RespValue } from '../resp.ts';
import { hz, type Node } from './node.ts';

const slotCount = 16_384;

/**
 * Nodes gossip more often while they form, and primaries ping their replicas every second: CLUSTER SLOTS shows a
 * replica only once it has received something. A node that is slow for a moment must not be replaced meanwhile.
 */
const whileForming = {
  'cluster-node-timeout': 1_000,
  'cluster-replica-no-failover': 'yes',
  'repl-ping-replica-period': 1,
};
/** Redis's own values, which ElastiCache has, too. */
const afterwards = {
  'cluster-node-timeout': 15_000,
  'cluster-replica-no-failover': 'no',
  'repl-ping-replica-period': 10,
  hz,
};

/**
 * Joins nodes to one cluster: the slots in equal ranges over the shards' primaries, the other nodes of a shard as
 * replicas. Redis itself takes about two seconds until the cluster accepts commands.
 */
export async function formCluster(shards: readonly (readonly Node[])[]): Promise<void> {
  const nodes = shards.flat();
  await Promise.all(nodes.map((node) => configure(node, whileForming)));
  const primaries = shards.flatMap(([primary]) => (primary ? [primary] : []));
  await Promise.all(primaries.map((primary, index) => assignSlots(primary, index, primaries.length)));
  const [first, ...others] = nodes;
  if (!first) return;
  await first.administer(async (client) => {
    for (const { address, busPort } of others) {
      await client.command('CLUSTER', 'MEET', address.address, address.port, busPort);
    }
  });
  await Promise.all(nodes.map((node) => untilInfo(node, 'cluster_known_nodes', String(nodes.length))));
  await Promise.all(
    shards.flatMap(([primary, ...replicas]) => replicas.map((node) => replicate(node, primary))),
  );
  await Promise.all(nodes.map((node) => untilInfo(node, 'cluster_state', 'ok')));
  // A client may ask any node where the others are, so each has to know all replicas.
  await Promise.all(nodes.map((node) => untilAllServe(node, nodes.length)));
  await Promise.all(nodes.map((node) => configure(node, afterwards)));
}

async function configure(node: Node, settings: Readonly<Record<string, string | number>>): Promise<void> {
  await node.administer(async (client) => {
    for (const [name, value] of Object.entries(settings)) await client.command('CONFIG', 'SET', name, value);
  });
}

async function untilAllServe(node: Node, count: number): Promise<void> {
  await node.administer((client) =>
    until(async () => {
      const ranges = (await client.command('CLUSTER', 'SLOTS')) as RespValue[][];
      return ranges.reduce((sum, [, , ...serving]) => sum + serving.length, 0) === count;
    }),
  );
}

/** ADDSLOTS with every slot and not ADDSLOTSRANGE, which version 6 does not have. */
async function assignSlots(primary: Node, index: number, shards: number): Promise<void> {
  const start = Math.floor((index * slotCount) / shards);
  const end = Math.floor(((index + 1) * slotCount) / shards);
  const slots = Array.from({ length: end - start }, (_, offset) => start + offset);
  await primary.administer(async (client) => {
    await client.command('CLUSTER', 'ADDSLOTS', ...slots);
    // Different epochs from the start, or the primaries settle a conflict first.
    await client.command('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
  });
}

async function replicate(node: Node, primary: Node | undefined): Promise<void> {
  const id = await primary?.administer((client) => client.command('CLUSTER', 'MYID'));
  await node.administer(async (client) => {
    await until(async () => String(await client.command('CLUSTER', 'NODES')).includes(String(id)));
    await client.command('CLUSTER', 'REPLICATE', String(id));
  });
  await untilSynchronised(node);
}

async function untilInfo(node: Node, field: string, value: string): Promise<void> {
  await node.administer((client) =>
    until(async () => String(await client.command('CLUSTER', 'INFO')).includes(`${field}:${value}\r\n`)),
  );
}

/** Every replica holds what the primary holds. */
export async function synchronise(primary: Node, replicas: readonly Node[]): Promise<void> {
  if (replicas.length === 0) return;
  await Promise.all(replicas.map(untilSynchronised));
  await Promise.all([primary, ...replicas].map((node) => configure(node, { hz })));
}

async function untilSynchronised(replica: Node): Promise<void> {
  await replica.administer((client) =>
    until(async () => String(await client.command('INFO', 'replication')).includes('master_link_status:up')),
  );
}

const checkEveryMs = 5;
const giveUpAfterMs = 60_000;

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + giveUpAfterMs;
  while (!(await condition())) {
    if (Date.now() > deadline)
      throw new Error(`the Redis nodes did not find together within ${giveUpAfterMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, checkEveryMs));
  }
}
