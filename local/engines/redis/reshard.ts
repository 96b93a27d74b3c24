import type { RespClient } from '../resp.ts';
import type { Node } from './node.ts';
import { idOf, slotCount, slotsOf } from './replication.ts';

/** Keys of one MIGRATE, and how long it may take. */
const KEYS_AT_ONCE = 500;
const MIGRATE_TIMEOUT_MS = 30_000;

/**
 * Spreads the slots evenly over `stay`, with the keys in them, as `redis-cli --cluster rebalance` does. `go` keep none.
 */
export async function rebalance(
  stay: readonly Node[],
  go: readonly Node[],
  authToken: string | undefined,
): Promise<void> {
  const all = [...stay, ...go];
  const owned = await Promise.all(all.map(slotsOf));
  for (const move of moves(owned, stay.length)) {
    const [from, to] = [all[move.from], all[move.to]];
    if (from && to) await moveSlots(from, to, all, move.slots, authToken);
  }
}

interface Move {
  readonly from: number;
  readonly to: number;
  readonly slots: readonly number[];
}

/** The least that has to move: what is too much goes to where too little is. The first `stay` share the slots. */
export function moves(owned: readonly (readonly number[])[], stay: number): Move[] {
  const share = (index: number) =>
    index < stay ? Math.floor(((index + 1) * slotCount) / stay) - Math.floor((index * slotCount) / stay) : 0;
  const surplus = owned.flatMap((slots, from) => slots.slice(share(from)).map((slot) => ({ slot, from })));
  return owned.flatMap((slots, to): Move[] => {
    const taken = surplus.splice(0, Math.max(0, share(to) - slots.length));
    const sources = [...new Set(taken.map(({ from }) => from))];
    return sources.map((from) => ({
      from,
      to,
      slots: taken.filter((one) => one.from === from).map(({ slot }) => slot),
    }));
  });
}

/**
 * Slots with keys one by one in the order of the cluster specification, the empty ones, most of them, all at once: to
 * import a slot is news that goes to every node. The first one gives the new owner the last word, the last one tells
 * everybody, replicas too, about all of them.
 */
async function moveSlots(
  from: Node,
  to: Node,
  primaries: readonly Node[],
  slots: readonly number[],
  authToken: string | undefined,
): Promise<void> {
  const [fromId, toId] = await Promise.all([idOf(from), idOf(to)]);
  const others = primaries.filter((node) => node !== to && node !== from);
  const importSlots = async (some: readonly number[]) => {
    await setSlots(to, some, 'IMPORTING', fromId);
    await setSlots(from, some, 'MIGRATING', toId);
    await from.administer((client) => moveKeys(client, to, some, authToken));
    for (const node of [to, from, ...others]) await setSlots(node, some, 'NODE', toId);
  };
  const filled = await from.administer(async (client) => {
    const counts = await Promise.all(slots.map((slot) => client.command('CLUSTER', 'COUNTKEYSINSLOT', slot)));
    return slots.filter((_, index) => Number(counts[index]) > 0);
  });
  const empty = slots.filter((slot) => !filled.includes(slot));
  const [first, last] = [empty[0], empty.length > 1 ? empty.at(-1) : undefined];
  const quiet = empty.slice(1, -1);
  await importSlots([...(first === undefined ? [] : [first]), ...filled]);
  await setSlots(from, quiet, 'NODE', toId);
  for (const node of [to, ...others]) await setSlots(node, quiet, 'NODE', toId);
  if (last !== undefined) await importSlots([last]);
}

/** A primary that has lost its last slot becomes a replica by itself, and needs not be told. */
function setSlots(node: Node, slots: readonly number[], ...words: string[]): Promise<unknown> {
  const set = async (client: RespClient, slot: number) => {
    try {
      await client.command('CLUSTER', 'SETSLOT', slot, ...words);
    } catch (error) {
      if (!(error instanceof Error && /only with masters/.test(error.message))) throw error;
    }
  };
  return node.administer((client) => Promise.all(slots.map((slot) => set(client, slot))));
}

async function moveKeys(
  client: RespClient,
  to: Node,
  slots: readonly number[],
  authToken: string | undefined,
): Promise<void> {
  const { address, port } = to.address;
  const auth = authToken === undefined ? [] : ['AUTH', authToken];
  const options = ['', 0, MIGRATE_TIMEOUT_MS, 'REPLACE', ...auth, 'KEYS'];
  for (const slot of slots) {
    for (;;) {
      const keys = (await client.command('CLUSTER', 'GETKEYSINSLOT', slot, KEYS_AT_ONCE)) as string[];
      if (keys.length === 0) break;
      await client.command('MIGRATE', address, port, ...options, ...keys);
    }
  }
}
