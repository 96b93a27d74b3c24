import type { EnvironmentSpec } from '../generated/api.ts';
import type { Desired } from '../spec.ts';

/** The sizes of an environment as `GET …/environments/{environment}` shows them. */
export function summarise({ aurora, dynamodb, redis, dax, migrations }: Desired): EnvironmentSpec {
  return {
    aurora: {
      engineVersion: aurora.engineVersion,
      instanceClass: aurora.instanceClass,
      instanceCount: aurora.primary.instanceCount,
      secondaryInstanceCount: aurora.secondary?.instanceCount ?? null,
      globalDatabase: aurora.globalDatabase,
      databaseName: aurora.databaseName,
      backupRetentionDays: aurora.backupRetentionDays,
      performanceInsightsRetentionDays: aurora.performanceInsightsRetentionDays,
      deletionProtection: aurora.deletionProtection,
      storageType: aurora.storageType,
    },
    dynamodb: {
      billingMode: dynamodb.billingMode,
      globalTables: dynamodb.globalTables,
      pointInTimeRecoveryDays: dynamodb.pitrDays,
      deletionProtection: dynamodb.deletionProtection,
      tables: dynamodb.tables.map(({ logicalName }) => logicalName),
    },
    redis: {
      engine: redis.engine,
      engineVersion: redis.engineVersion,
      nodeType: redis.nodeType,
      nodeCount: redis.nodeCount,
      shards: redis.clusterMode ? redis.shards : null,
      replicasPerShard: redis.clusterMode ? redis.replicasPerShard : null,
      multiAz: redis.multiAz,
      snapshotRetentionDays: redis.snapshotRetentionDays,
    },
    dax: { nodeType: dax.nodeType, replicationFactor: dax.replicationFactor },
    migrations: { set: migrations.set },
  };
}
