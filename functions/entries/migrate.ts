import { migrateRuntimeFromEnvironment } from '../runtime.ts';
import { createMigrateSchema } from '../workflow/migrate.ts';

/** Lambda entry point: runs the schema migration. */
export const handler = createMigrateSchema(migrateRuntimeFromEnvironment(process.env));
