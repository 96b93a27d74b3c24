import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { schemaFields } from '../../functions/schema-drift.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plinth-schema-'));
  mkdirSync(join(folder, 'shop'));
  for (const name of ['0001_orders', '0002_lines', '0010_totals'])
    for (const direction of ['up', 'down'])
      writeFileSync(join(folder, 'shop', `${name}.${direction}.sql`), 'SELECT 1');
  mkdirSync(join(folder, 'empty'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const look = (set: string | null, schema: EnvironmentRecord['schema']) =>
  schemaFields(
    { desired: { migrations: { set }, aurora: { databaseName: 'games' } }, schema } as never,
    folder,
  );

it.each([
  ['as the files have it', '0010_totals', 'as-desired'],
  ['older than the files, which a new deployment brought', '0002_lines', 'changed'],
  ['newer than the files, which a deployment that was taken back leaves', '0011_sums', 'as-desired'],
])('a schema %s: both versions', (_what, version, state) => {
  expect(look('shop', { set: 'shop', version })).toEqual([
    {
      ...{ tier: 'schema', resource: 'schema shop of database games', field: 'migrations.version' },
      ...{ desired: '0010_totals', observed: version, state },
    },
  ]);
});

it.each([
  ['that was never migrated', null, 'none'],
  ['of another set', { set: 'bank', version: '0003_accounts' }, '0003_accounts of bank'],
])('a schema %s has changed', (_what, schema, observed) => {
  expect(look('shop', schema)).toMatchObject([{ desired: '0010_totals', observed, state: 'changed' }]);
});

it.each([
  ['an empty set', 'empty'],
  ['a set that this deployment does not have', 'gone'],
])('%s is no difference', (_what, set) => {
  expect(look(set, null)).toMatchObject([{ desired: null, state: 'as-desired' }]);
});

it('where no migration is asked for there is nothing to compare', () => {
  expect(look(null, { set: 'shop', version: '0001_orders' })).toEqual([]);
});
