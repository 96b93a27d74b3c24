import { FailoverDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Desired } from '../../../../core/spec.ts';
import { type Alarm, TIER_KINDS } from '../../../../core/tier.ts';
import { attachAlarms, deleteDashboard, putDashboard } from '../../../../tiers/alarms/index.ts';
import { instanceNames, names } from '../../../../tiers/aurora/names.ts';
import { tiers } from '../../../../tiers/index.ts';
import { redisNames } from '../../../../tiers/redis/names.ts';
import { operation, PRODUCTION } from './common-life.ts';
import type { Installation } from './installation.ts';

/** Everything that a later request may change, deletion protection among it. */
export function changed(desired: Desired): Desired {
  const tags = <T extends { tags: Desired['tags'] }>(spec: T): T => ({
    ...spec,
    tags: { ...spec.tags, Later: 'yes' },
  });
  const { aurora, dynamodb, redis, dax } = desired;
  const fewer = <T extends { subnetIds: readonly string[] }>(place: T): T => ({
    ...place,
    subnetIds: place.subnetIds.slice(0, 2),
  });
  return {
    ...desired,
    tags: { ...desired.tags, Later: 'yes' },
    aurora: tags({
      ...aurora,
      // With one instance, not every subnet of the region is in use.
      secondary: aurora.secondary && fewer(aurora.secondary),
      deletionProtection: false,
      backupRetentionDays: 20,
      autoMinorVersionUpgrade: !aurora.autoMinorVersionUpgrade,
      clusterParameters: { log_min_duration_statement: '250', work_mem: '8192' },
      // The second one counts after a restart.
      instanceParameters: { log_connections: '1', max_locks_per_transaction: '128' },
    }),
    dynamodb: tags({ ...dynamodb, deletionProtection: false }),
    redis: tags({ ...redis, snapshotRetentionDays: 3, logRetentionDays: 7 }),
    dax: tags({
      ...dax,
      maintenanceWindow: 'tue:02:00-tue:03:00',
      replicationFactor: dax.replicationFactor + 1,
    }),
    alarms: { ...desired.alarms, cpuPercent: 42 },
  };
}

export async function arrive(plinth: Installation, desired: Desired): Promise<void> {
  for (const kind of TIER_KINDS) await plinth.arrive(kind, tiers[kind].specOf(desired), 'present');
}

/** AWS has made another instance the writer, and that one is not wanted any more. */
export async function moveWriter(plinth: Installation, { aurora }: Desired): Promise<void> {
  const { region, instanceCount } = aurora.primary;
  expect(instanceCount).toBeGreaterThan(1);
  await plinth.aws(RDSClient, region).send(
    new FailoverDBClusterCommand({
      DBClusterIdentifier: names.cluster(aurora.identity, region),
      TargetDBInstanceIdentifier: instanceNames(aurora.identity, region, instanceCount).at(-1),
    }),
  );
  const fewer = { ...aurora, primary: { ...aurora.primary, instanceCount: instanceCount - 1 } };
  await plinth.arrive('aurora', fewer, 'present');
}

const GAME = { name: 'gameId', type: 'S' };
const TABLE = { name: 'scores', attributes: [GAME], partitionKey: 'gameId' };
const INDEXED = {
  ...TABLE,
  attributes: [GAME, { name: 'player', type: 'S' }],
  indexes: [{ name: 'by-player', partitionKey: 'player' }],
};

/** By requests: tables, an index and a whole region go, then all that is left, and final snapshots stay. */
export async function shrinkAndDelete(plinth: Installation): Promise<void> {
  const change = async (body: object) =>
    expect(await operation(plinth, 'PATCH', `${PRODUCTION}?allowReplacement=true`, body)).toMatchObject({
      status: 'succeeded',
      error: null,
    });
  await change({ dynamodb: { deletionProtection: false } });
  await change({ dynamodb: { tables: [INDEXED] } });
  await change({
    secondaryRegion: null,
    aurora: { globalDatabase: false, instanceClass: 'db.r6g.2xlarge', deletionProtection: false },
    dynamodb: { globalTables: false, tables: [TABLE] },
    redis: { nodeType: 'cache.r7g.2xlarge', nodeCount: 2 },
    dax: { recordTtlMs: 120_000 },
    tags: { Later: 'no' },
  });
  expect(await operation(plinth, 'DELETE', PRODUCTION)).toMatchObject({ status: 'succeeded', error: null });
}

/** @param wanted false: they go. */
export async function attach(plinth: Installation, desired: Desired, wanted = true): Promise<void> {
  const { clients } = plinth.cloud.runtime;
  const { identity, tags } = desired.aurora;
  const { topicArns } = desired.alarms;
  const alarms = wanted ? await alarmsOf(plinth, desired) : [];
  const region = desired.primaryRegion;
  await plinth.as('alarms', async () => {
    await attachAlarms({ clients, identity, tags, alarms, topicArns });
    if (wanted) await putDashboard({ clients, identity, tags, region, alarms, topicArns });
    else await deleteDashboard({ clients, identity, region });
  });
}

/** As the Await step of each tier derives them. */
async function alarmsOf(plinth: Installation, desired: Desired): Promise<Alarm[]> {
  const perTier = TIER_KINDS.map(async (kind) => {
    const { tier, specOf } = tiers[kind];
    const spec = specOf(desired);
    const observed = await plinth.as(kind, () =>
      tier.observe({ spec, clients: plinth.cloud.runtime.clients }),
    );
    return tier.alarms(spec, desired.alarms, observed);
  });
  return (await Promise.all(perTier)).flat();
}

/** Somebody deletes the secrets by hand; Plinth wants them back while they can be. */
export async function loseSecrets(plinth: Installation, { aurora, redis }: Desired): Promise<void> {
  const secrets = plinth.aws(SecretsManagerClient, redis.region);
  for (const SecretId of [names.masterSecret(aurora.identity), redisNames(redis).authTokenSecret]) {
    await secrets.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
  }
  await plinth.arrive('aurora', aurora, 'present');
  await plinth.arrive('redis', redis, 'present');
}
