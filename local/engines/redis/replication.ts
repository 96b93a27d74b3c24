import type { RespValue } from '../resp.ts';
import { hz, type Node } from './node.ts';

export const slotCount = 16_384;

/**
 * Nodes gossip more often while they form, and primaries ping their replicas every second: CLUSTER SLOTS shows a
 * replica only once it has received something. A node that is slow for a moment must not be replaced meanwhile.
 */
const whileForming = {
  'cluster-node-timeout': 1_000,
  'cluster-replica-no-failover': 'yes',
  'repl-ping-replica-period': 1,
};
/** Of a cluster that serves: its nodes keep the time that they have to answer. */
const whileJoining = { 'cluster-replica-no-failover': 'yes', 'repl-ping-replica-period': 1 };
/** Redis's own values, which ElastiCache has, too. */
const afterwards = {
  'cluster-node-timeout': 15_000,
  'cluster-replica-no-failover': 'no',
  'repl-ping-replica-period': 10,
  hz,
};

type SlotRange = readonly [first: number, last: number];

/**
 * Joins nodes to one cluster: the slots in equal ranges over the shards' primaries, or as a snapshot had them, the
 * other nodes of a shard as replicas. Redis itself takes about two seconds until the cluster accepts commands.
 */
export async function formCluster(
  shards: readonly (readonly Node[])[],
  restored?: readonly (readonly SlotRange[])[],
): Promise<void> {
  const nodes = shards.flat();
  await Promise.all(nodes.map((node) => configure(node, whileForming)));
  const primaries = shards.flatMap(([primary]) => (primary ? [primary] : []));
  await Promise.all(
    primaries.map((primary, index) =>
      assignSlots(primary, index + 1, restored?.[index] ?? [equalRange(index, primaries.length)]),
    ),
  );
  const [first, ...others] = nodes;
  if (!first) return;
  await meet(first, others);
  await untilKnown(nodes);
  await attachReplicas(shards);
  await untilServing(nodes);
}

/** Adds nodes to a running cluster: replicas to their shards, and shards that have no slots yet. */
export async function joinCluster(
  members: readonly Node[],
  added: readonly (readonly [node: Node, primary: Node | null])[],
): Promise<void> {
  if (added.length === 0) return;
  const newcomers = added.map(([node]) => node);
  const nodes = [...members, ...newcomers];
  await Promise.all(nodes.map((node) => configure(node, whileJoining)));
  // Everybody meets everybody: word of mouth would take seconds.
  await Promise.all(nodes.map((node) => meet(node, newcomers)));
  await untilKnown(nodes);
  await Promise.all(added.map(([node, primary]) => primary && replicate(node, primary)));
  await Promise.all(nodes.map((node) => untilInfo(node, 'cluster_state', 'ok')));
}

/** The others forget the nodes, which end right after: before that they would be heard of again. */
export async function leaveCluster(members: readonly Node[], gone: readonly Node[]): Promise<void> {
  const ids = await Promise.all(gone.map(idOf));
  await Promise.all(
    members.map((node) =>
      node.administer((client) =>
        // One that does not know a node has nothing to forget.
        Promise.allSettled(ids.map((id) => client.command('CLUSTER', 'FORGET', id))),
      ),
    ),
  );
}

/** A client may ask any node where the others are, so each has to know all replicas, and who serves which slot. */
export async function untilServing(nodes: readonly Node[]): Promise<void> {
  await Promise.all(nodes.map((node) => untilInfo(node, 'cluster_state', 'ok')));
  await Promise.all(nodes.map((node) => untilAllServe(node, nodes.length)));
  await until(async () => new Set(await Promise.all(nodes.map(slotMap))).size === 1);
  await Promise.all(nodes.map((node) => configure(node, afterwards)));
}

/** Which primary a node takes each range of slots to belong to. */
async function slotMap(node: Node): Promise<string> {
  const ranges = await node.administer((client) => client.command('CLUSTER', 'SLOTS'));
  return (ranges as [number, number, RespValue[]][])
    .map(([first, last, primary]) => `${first}-${last} ${primary?.[2]}`)
    .sort()
    .join();
}

async function meet(one: Node, others: readonly Node[]): Promise<void> {
  await one.administer(async (client) => {
    for (const { address, busPort } of others.filter((other) => other !== one)) {
      await client.command('CLUSTER', 'MEET', address.address, address.port, busPort);
    }
  });
}

async function untilKnown(nodes: readonly Node[]): Promise<void> {
  await Promise.all(nodes.map((node) => untilInfo(node, 'cluster_known_nodes', String(nodes.length))));
}

async function attachReplicas(shards: readonly (readonly Node[])[]): Promise<void> {
  await Promise.all(
    shards.flatMap(([primary, ...replicas]) => replicas.map((node) => replicate(node, primary))),
  );
}

export const idOf = async (node: Node): Promise<string> =>
  String(await node.administer((client) => client.command('CLUSTER', 'MYID')));

const equalRange = (index: number, shards: number): SlotRange => [
  Math.floor((index * slotCount) / shards),
  Math.floor(((index + 1) * slotCount) / shards) - 1,
];

export async function configure(
  node: Node,
  settings: Readonly<Record<string, string | number>>,
): Promise<void> {
  await node.administer(async (client) => {
    for (const [name, value] of Object.entries(settings)) await client.command('CONFIG', 'SET', name, value);
  });
}

async function untilAllServe(node: Node, count: number): Promise<void> {
  await node.administer((client) =>
    until(async () => {
      const ranges = (await client.command('CLUSTER', 'SLOTS')) as RespValue[][];
      const ids = ranges.flatMap(([, , ...serving]) => serving.map((one) => String((one as RespValue[])[2])));
      return new Set(ids).size === count;
    }),
  );
}

/**
 * ADDSLOTS with every slot and not ADDSLOTSRANGE, which version 6 does not have. A node that starts with data has
 * taken the slots of its keys already.
 */
async function assignSlots(primary: Node, epoch: number, ranges: readonly SlotRange[]): Promise<void> {
  const taken = new Set(await slotsOf(primary));
  const slots = ranges
    .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, offset) => first + offset))
    .filter((slot) => !taken.has(slot));
  await primary.administer(async (client) => {
    if (slots.length > 0) await client.command('CLUSTER', 'ADDSLOTS', ...slots);
    // Different epochs from the start, or the primaries settle a conflict first.
    await client.command('CLUSTER', 'SET-CONFIG-EPOCH', epoch);
  });
}

/** Slots that the node itself serves, in order. */
export async function slotsOf(primary: Node): Promise<number[]> {
  return primary.administer(async (client) => {
    const id = await client.command('CLUSTER', 'MYID');
    const ranges = (await client.command('CLUSTER', 'SLOTS')) as [number, number, RespValue[]][];
    return ranges
      .filter(([, , serving]) => serving?.[2] === id)
      .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, offset) => first + offset))
      .sort((a, b) => a - b);
  });
}

async function replicate(node: Node, primary: Node | undefined): Promise<void> {
  const id = primary && (await idOf(primary));
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

export async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + giveUpAfterMs;
  while (!(await condition())) {
    if (Date.now() > deadline)
      throw new Error(`the Redis nodes did not find together within ${giveUpAfterMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, checkEveryMs));
  }
}
