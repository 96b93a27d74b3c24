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

/** In the order of the cluster specification: at no moment does nobody serve a slot. */
async function moveSlots(
  from: Node,
  to: Node,
  primaries: readonly Node[],
  slots: readonly number[],
  authToken: string | undefined,
): Promise<void> {
  const [fromId, toId] = await Promise.all([idOf(from), idOf(to)]);
  const setAll = (node: Node, ...words: string[]) =>
    node.administer((client) =>
      Promise.all(slots.map((slot) => client.command('CLUSTER', 'SETSLOT', slot, ...words))),
    );
  await setAll(to, 'IMPORTING', fromId);
  await setAll(from, 'MIGRATING', toId);
  await from.administer((client) => moveKeys(client, to, slots, authToken));
  for (const node of [to, from]) await setAll(node, 'NODE', toId);
  const others = primaries.filter((node) => node !== to && node !== from);
  await Promise.all(others.map((node) => setAll(node, 'NODE', toId)));
}

async function moveKeys(
  client: RespClient,
  to: Node,
  slots: readonly number[],
  authToken: string | undefined,
): Promise<void> {
  const counts = await Promise.all(slots.map((slot) => client.command('CLUSTER', 'COUNTKEYSINSLOT', slot)));
  const auth = authToken === undefined ? [] : ['AUTH', authToken];
  for (const slot of slots.filter((_, index) => Number(counts[index]) > 0)) {
    for (;;) {
      const keys = (await client.command('CLUSTER', 'GETKEYSINSLOT', slot, KEYS_AT_ONCE)) as string[];
      if (keys.length === 0) break;
      const { address, port } = to.address;
      await client.command(
        'MIGRATE',
        address,
        port,
        '',
        0,
        MIGRATE_TIMEOUT_MS,
        'REPLACE',
        ...auth,
        'KEYS',
        ...keys,
      );
    }
  }
}
