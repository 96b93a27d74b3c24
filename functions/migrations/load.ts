import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Terminal } from '../../core/errors.ts';

/** One step of a schema: `NNNN_name.up.sql` and `NNNN_name.down.sql`. */
export interface MigrationFile {
  /** `0001_uuid_ossp` */
  readonly name: string;
  readonly up: string;
  readonly down: string;
  /** SHA-256 of the up file, hexadecimal. */
  readonly checksum: string;
}

const FILE = /^(\d{4}_[a-z0-9_]+)\.(up|down)\.sql$/;

// Some small files, read at once: node:fs/promises takes longer to load than they to read.

/** The names of the sets in a migrations folder, sorted. */
export async function migrationSets(folder: string): Promise<string[]> {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** The name of the last migration of a set, by the names of its files alone; null: the set is empty, or not there. */
export function lastMigration(folder: string, set: string): string | null {
  const path = join(folder, set);
  if (!existsSync(path)) return null;
  const names = readdirSync(path).flatMap((file) => FILE.exec(file)?.[1] ?? []);
  return names.sort().at(-1) ?? null;
}

/** Reads a set in order. What is no file, a file with another name, a number twice, or half a pair is an error. */
export async function loadMigrations(folder: string, set: string): Promise<MigrationFile[]> {
  const names = new Set<string>();
  for (const entry of readdirSync(join(folder, set), { withFileTypes: true })) {
    const name = FILE.exec(entry.name)?.[1];
    if (!name)
      throw new Terminal(
        `Migration file ${set}/${entry.name} must be named NNNN_name.up.sql or NNNN_name.down.sql.`,
      );
    // What a link leads to could be quoted in the error of its first statement.
    if (!entry.isFile())
      throw new Terminal(`Migration ${set}/${entry.name} must be a file, not a link or folder.`);
    names.add(name);
  }
  const sorted = [...names].sort();
  const twice = sorted.find((name, index) => sorted[index + 1]?.slice(0, 4) === name.slice(0, 4));
  if (twice)
    throw new Terminal(`Two migrations of set ${set} have the number ${twice.slice(0, 4)}. Renumber one.`);
  return sorted.map((name) => loadPair(folder, set, name));
}

function loadPair(folder: string, set: string, name: string): MigrationFile {
  const read = (direction: 'up' | 'down') => {
    try {
      return readFileSync(join(folder, set, `${name}.${direction}.sql`), 'utf8');
    } catch (cause) {
      throw new Terminal(`Migration ${set}/${name} has no ${direction} file. Add ${name}.${direction}.sql.`, {
        cause,
      });
    }
  };
  const [up, down] = [read('up'), read('down')];
  return { name, up, down, checksum: createHash('sha256').update(up).digest('hex') };
}
