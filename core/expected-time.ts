import type { ExpectedTime } from './generated/api.ts';
import type { Action, TierKind } from './tier.ts';

/** Seconds that half, and nine in ten, of the operations take at most. */
export interface Duration {
  readonly p50: number;
  readonly p90: number;
}

export interface TierActions {
  readonly tier: TierKind;
  readonly actions: readonly Action[];
}

/** What has to be known of an operation besides its calls. */
export interface Around {
  readonly alarms: boolean;
  readonly migration: boolean;
}

/** From as many operations of this installation on, they tell more than what others have published. */
export const ENOUGH_SAMPLES = 5;

const NONE: Duration = { p50: 0, p90: 0 };
/** A call that is carried out at once (assumed). */
const CALL: Duration = { p50: 1, p90: 3 };
/** Putting alarms at three calls a second, and running the migrations of an empty database (assumed). */
const ALARMS: Duration = { p50: 15, p90: 45 };
const MIGRATION: Duration = { p50: 10, p90: 60 };
/** Starting, publishing and the times between two looks (assumed). */
const WORKFLOW: Duration = { p50: 30, p90: 60 };

/**
 * Published figures by call, each with where it is from. "Logs" are those of the acceptance tests of the Terraform AWS
 * provider, which mostly tell creation and deletion together: they bound either from above. Where only a range is told,
 * its ends are p50 and p90.
 */
const PUBLISHED: Readonly<Record<string, Duration>> = {
  // Logs of pull request 30655: a cluster without instances, 164 to 225 s.
  'rds:CreateDBCluster': { p50: 164, p90: 225 },
  'rds:DeleteDBCluster': { p50: 164, p90: 225 },
  // 5 to 10 minutes (unconfirmed). Deleting and changing the class: assumed to be alike.
  'rds:CreateDBInstance': { p50: 300, p90: 600 },
  'rds:DeleteDBInstance': { p50: 300, p90: 600 },
  'rds:ModifyDBInstance': { p50: 300, p90: 600 },
  // Promotion of the member that leaves: assumed to take as long as a cluster.
  'rds:RemoveFromGlobalCluster': { p50: 164, p90: 225 },
  // Assumed: a change that restarts nothing.
  'rds:ModifyDBCluster': { p50: 60, p90: 180 },
  // Assumed: no figure for one table without a replica.
  'dynamodb:CreateTable': { p50: 30, p90: 60 },
  'dynamodb:DeleteTable': { p50: 30, p90: 60 },
  // Logs: a table with one replica 370 to 605 s, of which the table is taken off here.
  'dynamodb:UpdateTable': { p50: 340, p90: 545 },
  // The provider's wait for it.
  'dynamodb:UpdateTimeToLive': { p50: 30, p90: 30 },
  'dynamodb:UpdateContinuousBackups': { p50: 30, p90: 30 },
  // Logs: 740 to 1500 s typically, 970 to 1816 s with a final snapshot.
  'elasticache:CreateReplicationGroup': { p50: 740, p90: 1500 },
  'elasticache:DeleteReplicationGroup': { p50: 300, p90: 900 },
  // Assumed: a new node takes what a group takes.
  'elasticache:ModifyReplicationGroup': { p50: 300, p90: 900 },
  'elasticache:IncreaseReplicaCount': { p50: 740, p90: 1500 },
  'elasticache:DecreaseReplicaCount': { p50: 300, p90: 900 },
  // Logs: 725 to 851 s; resized in 1417 s.
  'dax:CreateCluster': { p50: 725, p90: 851 },
  'dax:DeleteCluster': { p50: 300, p90: 600 },
  'dax:IncreaseReplicationFactor': { p50: 1417, p90: 1417 },
  'dax:DecreaseReplicationFactor': { p50: 300, p90: 600 },
};

/** A change that moves no data and restarts nothing (assumed). */
const SETTING: Duration = { p50: 15, p90: 60 };
/** Another version of a whole cluster, instance after instance (assumed). */
const UPGRADE: Duration = { p50: 600, p90: 1800 };
/** The whole of a region that joins a global database, its first instance included: 10 to 20 minutes (unconfirmed). */
const JOINING_CLUSTER: Duration = { p50: 300, p90: 600 };

/**
 * How long an operation will take: the slowest tier, because they go side by side, then alarms and migration.
 * @param samples seconds of operations of its class that have succeeded; see `core/history.ts`
 */
export function expectedTime(
  tiers: readonly TierActions[],
  around: Around,
  samples: readonly number[] = [],
): ExpectedTime {
  if (samples.length >= ENOUGH_SAMPLES)
    return {
      p50Seconds: percentile(samples, 0.5),
      p90Seconds: percentile(samples, 0.9),
      basis: 'history',
      samples: samples.length,
    };
  const slowest = tiers.map(tierDuration).reduce(longer, NONE);
  const { p50, p90 } = [
    slowest,
    around.alarms ? ALARMS : NONE,
    around.migration ? MIGRATION : NONE,
    WORKFLOW,
  ].reduce(plus);
  return { p50Seconds: Math.round(p50), p90Seconds: Math.round(p90), basis: 'published', samples: 0 };
}

/** The chain of one tier, from published figures. */
export function tierDuration({ tier, actions }: TierActions): Duration {
  if (tier === 'dynamodb') return tables(actions);
  if (tier !== 'aurora') return inTurn(actions.map(durationOf));
  return aurora(actions);
}

/** Step after step, but for instances: the first of a cluster comes first, all others at the same time. */
function aurora(actions: readonly Action[]): Duration {
  const seen = new Map<string, number>();
  return inTurn(
    actions.map((action) => {
      if (!/^(Create|Delete)DBInstance$/.test(action.command)) return durationOf(action);
      const key = `${action.command} ${action.region}`;
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      const alone = action.command === 'CreateDBInstance' ? 2 : 1;
      return before < alone ? durationOf(action) : CALL;
    }),
  );
}

/** Tables go side by side, so it is the slowest of them. */
function tables(actions: readonly Action[]): Duration {
  const byTable = new Map<unknown, Duration>();
  for (const action of actions) {
    const table = action.input.TableName;
    byTable.set(table, plus(byTable.get(table) ?? NONE, durationOf(action)));
  }
  return [...byTable.values()].reduce(longer, NONE);
}

function durationOf({ service, command, input }: Action): Duration {
  const known = PUBLISHED[`${service}:${command}`];
  if (!known) return CALL;
  if (SLOW_FIELDS[command]?.every((field) => input[field] === undefined)) return SETTING;
  if (command === 'ModifyDBCluster' && input.EngineVersion) return UPGRADE;
  // A secondary cluster has no user of its own.
  if (command === 'CreateDBCluster' && input.GlobalClusterIdentifier && !input.MasterUsername)
    return JOINING_CLUSTER;
  return known;
}

/** Only with one of these the call takes what is told of it: a replica, an index, other nodes, another version. */
const SLOW_FIELDS: Readonly<Record<string, readonly string[]>> = {
  UpdateTable: ['ReplicaUpdates', 'GlobalSecondaryIndexUpdates'],
  ModifyDBInstance: ['DBInstanceClass'],
  ModifyReplicationGroup: ['CacheNodeType', 'EngineVersion', 'AutomaticFailoverEnabled', 'MultiAZEnabled'],
};

/** Nearest rank. */
function percentile(samples: readonly number[], part: number): number {
  const ordered = [...samples].sort((a, b) => a - b);
  return Math.round(ordered[Math.ceil(part * ordered.length) - 1] ?? 0);
}

const plus = (a: Duration, b: Duration): Duration => ({ p50: a.p50 + b.p50, p90: a.p90 + b.p90 });
const longer = (a: Duration, b: Duration): Duration => ({
  p50: Math.max(a.p50, b.p50),
  p90: Math.max(a.p90, b.p90),
});
const inTurn = (durations: readonly Duration[]): Duration => durations.reduce(plus, NONE);
