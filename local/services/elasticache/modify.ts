import type {
  ModifyReplicationGroupMessage,
  ModifyReplicationGroupResult,
} from '@aws-sdk/client-elasticache';
import type { CallContext } from '../../service.ts';
import { requireNodeType, resolveVersion } from './catalogue.ts';
import { record } from './create.ts';
import { describeGroup } from './describe.ts';
import { invalidCombination, notImplemented, refuseMembers, requireAvailable } from './errors.ts';
import { findParameterGroup } from './parameter-groups.ts';
import { findGroup } from './replication-groups.ts';
import type { ElastiCache, ReplicationGroup } from './state.ts';
import {
  requireAuthToken,
  requireFailover,
  requireLogDeliveries,
  requireSecurityGroups,
  requireTopic,
  requireWindows,
} from './validation.ts';

const NOT_IMPLEMENTED = [
  'PrimaryClusterId',
  'SnapshottingClusterId',
  'NodeGroupId',
  'CacheSecurityGroupNames',
  'UserGroupIdsToAdd',
  'UserGroupIdsToRemove',
  'RemoveUserGroups',
  'IpDiscovery',
  'TransitEncryptionEnabled',
  'TransitEncryptionMode',
  'ClusterMode',
  'Durability',
  'NotificationTopicStatus',
] as const;

/** What a request may hold without asking for a change. */
const NO_CHANGE = ['ReplicationGroupId', 'ApplyImmediately'];

export function modifyReplicationGroup(
  cache: ElastiCache,
  input: ModifyReplicationGroupMessage,
  { region }: CallContext,
): ModifyReplicationGroupResult {
  refuseMembers(input, NOT_IMPLEMENTED, 'ModifyReplicationGroup');
  const group = findGroup(cache, region, input.ReplicationGroupId);
  const asked = Object.entries(input).filter(
    ([name, value]) => value !== undefined && !NO_CHANGE.includes(name),
  );
  if (asked.length === 0) throw invalidCombination('No modifications were requested');
  requireAvailable(group);
  const changes = validate(cache, group, input);
  applySettings(group, input);
  for (const change of changes) change();
  if (changes.length > 0) modifying(cache, group);
  return { ReplicationGroup: describeGroup(group) };
}

/** Judges the whole request before anything changes; answers the changes that make the group `modifying`. */
function validate(
  cache: ElastiCache,
  group: ReplicationGroup,
  input: ModifyReplicationGroupMessage,
): (() => void)[] {
  const { region } = group;
  requireWindows(input);
  requireTopic(cache, region, input.NotificationTopicArn);
  const changes = [
    ...failoverChange(group, input),
    ...sizeChange(group, input),
    ...parameterChange(cache, group, input),
    ...tokenChange(cache, group, input),
  ];
  if (input.SecurityGroupIds) {
    const subnets = cache.region(region).subnetGroups.get(group.subnetGroup ?? '');
    requireSecurityGroups(cache, region, input.SecurityGroupIds, subnets);
  }
  if (input.LogDeliveryConfigurations) {
    const next = requireLogDeliveries(cache, region, input.LogDeliveryConfigurations, group.logDeliveries);
    changes.push(() => {
      group.logDeliveries = next;
    });
  }
  return changes;
}

/** Settings that AWS changes at once. */
function applySettings(group: ReplicationGroup, input: ModifyReplicationGroupMessage): void {
  group.description = input.ReplicationGroupDescription ?? group.description;
  group.maintenanceWindow = input.PreferredMaintenanceWindow?.toLowerCase() ?? group.maintenanceWindow;
  group.snapshotWindow = input.SnapshotWindow ?? group.snapshotWindow;
  group.snapshotRetentionDays = input.SnapshotRetentionLimit ?? group.snapshotRetentionDays;
  group.autoMinorVersionUpgrade = input.AutoMinorVersionUpgrade ?? group.autoMinorVersionUpgrade;
  group.notificationTopicArn = input.NotificationTopicArn ?? group.notificationTopicArn;
  group.securityGroupIds = input.SecurityGroupIds ?? group.securityGroupIds;
}

function failoverChange(group: ReplicationGroup, input: ModifyReplicationGroupMessage): (() => void)[] {
  if (input.AutomaticFailoverEnabled === undefined && input.MultiAZEnabled === undefined) return [];
  const failover = input.AutomaticFailoverEnabled ?? group.automaticFailover === 'enabled';
  const multiAz = input.MultiAZEnabled ?? group.multiAz;
  if (group.clusterEnabled && !failover) {
    throw invalidCombination(
      'Turning off automatic failover for replication group with cluster mode enabled is not supported.',
    );
  }
  requireFailover(failover, multiAz, group.shards[0]?.members.length ?? 1, group.clusterEnabled);
  return [
    () => {
      const was = group.automaticFailover === 'enabled';
      if (was !== failover) group.automaticFailover = failover ? 'enabling' : 'disabling';
      group.multiAz = multiAz;
    },
  ];
}

/** Documented: without ApplyImmediately these wait for the maintenance window, which never comes here. */
function sizeChange(group: ReplicationGroup, input: ModifyReplicationGroupMessage): (() => void)[] {
  const nodeType = input.CacheNodeType === undefined ? undefined : requireNodeType(input.CacheNodeType);
  const version = nextVersion(group, input);
  if (nodeType === undefined && version === undefined) return [];
  const next = {
    nodeType: nodeType ?? group.nodeType,
    version: version?.actual ?? group.version,
    engine: version?.engine ?? group.engine,
  };
  if (input.ApplyImmediately) {
    return [
      () => {
        Object.assign(group, next);
        // New nodes start with what their parameter group says.
        group.parametersPending = false;
      },
    ];
  }
  group.pending = {
    ...(next.nodeType === group.nodeType ? {} : { nodeType: next.nodeType }),
    ...(next.version === group.version ? {} : { version: next.version }),
  };
  return [];
}

/** Documented (ElastiCache guide): upgrades only, also from Redis OSS to Valkey, which names both engine and version. */
function nextVersion(group: ReplicationGroup, { Engine, EngineVersion }: ModifyReplicationGroupMessage) {
  if (Engine === undefined && EngineVersion === undefined) return undefined;
  const crossing = Engine !== undefined && Engine !== group.engine;
  if (crossing && Engine !== 'valkey') {
    throw invalidCombination(`${group.engine} cannot be changed to ${Engine}.`);
  }
  const version = resolveVersion(
    Engine ?? group.engine,
    EngineVersion ?? (crossing ? undefined : group.version),
  );
  if (!crossing && version.actual < group.version) {
    throw invalidCombination(`${group.engine} ${group.version} cannot be downgraded to ${version.version}.`);
  }
  return version;
}

/** Documented (ElastiCache guide): an upgrade to another family brings the parameter group along. */
function parameterChange(
  cache: ElastiCache,
  group: ReplicationGroup,
  input: ModifyReplicationGroupMessage,
): (() => void)[] {
  const current = findParameterGroup(cache, group.region, group.parameterGroup);
  const family = nextVersion(group, input)?.family ?? current.family;
  const automatic =
    current.isDefault && family !== current.family
      ? `default.${family}${group.clusterEnabled ? '.cluster.on' : ''}`
      : undefined;
  const name = input.CacheParameterGroupName ?? automatic;
  const next = name === undefined ? current : findParameterGroup(cache, group.region, name);
  if (next.family !== family) {
    throw invalidCombination(
      `Expected a parameter group of family ${family} but found one of family ${next.family}`,
    );
  }
  if (name === undefined) return [];
  if ((next.values.get('cluster-enabled') === 'yes') !== group.clusterEnabled) {
    throw invalidCombination('A parameter group cannot switch cluster mode on or off.');
  }
  return [
    () => {
      const restarts = input.EngineVersion !== undefined || input.Engine !== undefined;
      group.parameterGroup = next.name;
      group.parametersPending ||= next !== current && !restarts;
    },
  ];
}

/** Documented: a strategy comes with a token, and a change of the token is applied at once or not at all. */
function tokenChange(
  { world }: ElastiCache,
  group: ReplicationGroup,
  { AuthToken: token, AuthTokenUpdateStrategy: strategy, ApplyImmediately }: ModifyReplicationGroupMessage,
): (() => void)[] {
  if (token === undefined && strategy === undefined) return [];
  if (strategy === 'DELETE') throw notImplemented('AuthTokenUpdateStrategy DELETE');
  if (token === undefined || strategy === undefined) {
    throw invalidCombination('AuthToken and AuthTokenUpdateStrategy must be specified together.');
  }
  requireAuthToken(token, group.transitEncryption);
  if (!ApplyImmediately) throw invalidCombination('AuthToken can be modified only with ApplyImmediately.');
  const change = group.redis?.changeAuthToken?.bind(group.redis);
  if (!change) throw notImplemented('a change of the AuthToken with this engine');
  return [
    () => {
      group.authTokenSince = new Date(world.clock.now());
      void world.work
        .track(() => change(token, strategy))
        .catch(() => {
          process.stderr.write(`The auth token of ${group.id} could not be changed in the engine.\n`);
        });
    },
  ];
}

/** @param act what the engine has to do first. */
export function modifying(cache: ElastiCache, group: ReplicationGroup, act?: () => Promise<void>): void {
  group.status = 'modifying';
  const end = (message: string) => {
    if (group.automaticFailover === 'enabling') group.automaticFailover = 'enabled';
    if (group.automaticFailover === 'disabling') group.automaticFailover = 'disabled';
    group.status = 'available';
    record(cache, group, message);
  };
  cache.world.later(
    'elasticache.replicationGroup.modify',
    async () => {
      await act?.();
      end(`Replication group ${group.id} modified`);
    },
    (error) => {
      const cause = error instanceof Error ? error.message : String(error);
      end(`Replication group ${group.id} could not be modified: ${cause}`);
    },
  );
}
