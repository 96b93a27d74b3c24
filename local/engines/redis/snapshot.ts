import fs from 'node:fs';
import path from 'node:path';
import { copyPrivate, type Host } from '../host.ts';
import type { RedisSnapshot, RedisSnapshotShard } from '../types.ts';
import { DUMP, type Node } from './node.ts';
import { slotsOf, until } from './replication.ts';

/** What each primary holds now, as RDB files in `folder`. */
export async function takeSnapshot(
  host: Host,
  primaries: readonly Node[],
  folder: string,
  clusterMode: boolean,
): Promise<RedisSnapshot> {
  const shards = await Promise.all(
    primaries.map(async (primary, shard): Promise<RedisSnapshotShard> => {
      const file = path.join(folder, `${shard}.rdb`);
      await save(primary);
      copyPrivate(host.run, path.join(primary.folder, DUMP), file);
      const slots = clusterMode ? ranges(await slotsOf(primary)) : [];
      return { file, bytes: fs.statSync(file).size, slots };
    }),
  );
  return {
    shards,
    destroy: () => fs.promises.rm(folder, { recursive: true, force: true }),
  };
}

/** SAVE waits for nothing, so it has to be tried again while a replica gets its first copy. */
async function save(node: Node): Promise<void> {
  await node.administer((client) =>
    until(async () => {
      try {
        await client.command('SAVE');
        return true;
      } catch (error) {
        if (error instanceof Error && /in progress/.test(error.message)) return false;
        throw error;
      }
    }),
  );
}

function ranges(slots: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const slot of slots) {
    const last = found.at(-1);
    if (last && last[1] === slot - 1) last[1] = slot;
    else found.push([slot, slot]);
  }
  return found;
}
