import type { FoundField } from '../core/drift.ts';
import type { EnvironmentRecord } from '../core/registry.ts';
import { lastMigration } from './migrations/load.ts';

/**
 * The schema, as the last migration left it, beside the files that this deployment of Plinth has. AWS is not asked: what
 * is in the database is known to those who can reach it only. A newer version than the files have, which a deployment
 * that has been taken back leaves, is as desired: nothing goes back by itself.
 */
export function schemaFields(
  { desired, schema }: Pick<EnvironmentRecord, 'desired' | 'schema'>,
  folder: string,
): FoundField[] {
  const { set } = desired.migrations;
  if (set === null) return [];
  const last = lastMigration(folder, set);
  const resource = `schema ${set} of database ${desired.aurora.databaseName}`;
  const field = { tier: 'schema', resource, field: 'migrations.version', desired: last } as const;
  if (last === null) return [{ ...field, observed: schema?.version ?? null, state: 'as-desired' }];
  if (schema === null) return [{ ...field, observed: 'none', state: 'changed' }];
  if (schema.set !== set)
    return [{ ...field, observed: `${schema.version} of ${schema.set}`, state: 'changed' }];
  return [{ ...field, observed: schema.version, state: last > schema.version ? 'changed' : 'as-desired' }];
}
