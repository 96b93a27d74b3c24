import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMigrations, migrationSets } from '../../../functions/migrations/load.ts';

describe('loadMigrations', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plinth-migrations-'));
    await mkdir(join(folder, 'set'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const write = (name: string, text = 'SELECT 1') => writeFile(join(folder, 'set', name), text);

  it('reads pairs in the order of their numbers', async () => {
    await Promise.all(
      ['0002_b.up.sql', '0002_b.down.sql', '0001_a.up.sql', '0001_a.down.sql'].map((name) => write(name)),
    );
    expect((await loadMigrations(folder, 'set')).map(({ name }) => name)).toEqual(['0001_a', '0002_b']);
  });

  it.each([
    ['a name that does not fit', ['1_a.up.sql'], 'set/1_a.up.sql must be named NNNN_name.up.sql'],
    ['half a pair', ['0001_a.up.sql'], 'Add 0001_a.down.sql'],
    [
      'a number twice',
      ['0001_a.up.sql', '0001_a.down.sql', '0001_b.up.sql', '0001_b.down.sql'],
      'have the number 0001',
    ],
  ])('refuses %s', async (_name, files, message) => {
    await Promise.all(files.map((name) => write(name)));
    await expect(loadMigrations(folder, 'set')).rejects.toThrow(message);
  });

  it('lists the sets of the repository', async () => {
    expect(await migrationSets(join(import.meta.dirname, '../../../migrations'))).toContain('gaming');
  });
});
