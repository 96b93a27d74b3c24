import type { RedisSpec } from '../../core/spec.ts';
import type { Failure, Plan } from '../../core/tier.ts';
import { missingTags } from '../shared/ownership.ts';
import { act, failWith, inOrder, NOTHING, waitFor } from '../shared/plan.ts';
import { changeReplicas, modifyReplicationGroup, tagReplicationGroup } from './calls.ts';
import { availability, nodesPerShard } from './names.ts';
import type { ObservedReplicationGroup } from './observe.ts';

/** A group takes 5 to 15 minutes to create or change. */
export const GROUP_SECONDS = 30;

/** A group that takes a snapshot serves as before; only changes have to wait for it. */
const SERVING = new Set(['available', 'snapshotting']);
const FAILED_MEMBER = new Set(['incompatible-network', 'restore-failed']);

export function planExistingGroup(desired: RedisSpec, group: ObservedReplicationGroup): Plan {
  return inOrder([
    () => checkFailed(desired, group),
    () => checkShape(desired, group),
    () => checkSettled(desired, group),
    () => planChanges(desired, group),
  ]);
}

/** The cause stands in the events only; capacity and quotas come back, everything else is as asked. */
function checkFailed(desired: RedisSpec, group: ObservedReplicationGroup): Plan {
  const resource = `Replication group ${group.name}`;
  const member = group.members.find(({ status }) => FAILED_MEMBER.has(status));
  if (group.status !== 'create-failed' && !member) return NOTHING;
  const state = member ? `Cache cluster ${member.id} is ${member.status}` : `${resource} is create-failed`;
  const cause = group.events.length > 0 ? group.events.join(' ') : 'ElastiCache reports no event for it.';
  const shortage = /capacity|quota|limit/i.test(cause);
  const remove = `aws elasticache delete-replication-group --replication-group-id ${group.name} --region ${desired.region}`;
  const advice = shortage
    ? `AWS has no room for ${desired.nodeType} now: delete the failed group (${remove}), then send the request again later, or ask for another environment with another redis.nodeType.`
    : `Correct the cause in the request, after deleting the failed group (${remove}).`;
  const failure: Failure = {
    class: shortage ? 'Blocked' : 'Terminal',
    code: 'failed-state',
    resource,
    message: `${state} in ${desired.region}: ${cause} ${advice}`,
    ...(shortage ? { pointer: '#/redis/nodeType' } : {}),
  };
  return failWith(failure);
}

/** What no call changes, or what this tier does not change: resharding moves keys under load. */
function checkShape(desired: RedisSpec, group: ObservedReplicationGroup): Plan {
  if (group.status === 'creating' || group.status === 'deleting') return NOTHING;
  const problems = [
    group.clusterEnabled !== desired.clusterMode &&
      `cluster mode is ${group.clusterEnabled ? 'on' : 'off'}, not ${desired.clusterMode ? 'on' : 'off'}`,
    !group.atRestEncryption && 'it is not encrypted at rest',
    !group.transitEncryption && 'it does not use TLS',
    group.clusterEnabled &&
      desired.clusterMode &&
      group.shards !== desired.shards &&
      `it has ${group.shards} shards, not ${desired.shards}`,
  ].filter((problem) => problem !== false);
  if (problems.length === 0) return NOTHING;
  return failWith({
    class: 'Terminal',
    code: 'immutable',
    resource: `Replication group ${group.name}`,
    message:
      `Replication group ${group.name} in ${desired.region} cannot become as asked: ${problems.join('; ')}. ` +
      'Ask for what exists, or create another environment.',
    pointer: '#/redis',
  });
}

function checkSettled(desired: RedisSpec, group: ObservedReplicationGroup): Plan {
  const what = `replication group ${group.name} in ${desired.region}`;
  if (!SERVING.has(group.status)) return waitFor(`${what} is ${group.status}`, GROUP_SECONDS);
  const seen = new Set(group.members.map(({ id }) => id));
  const unseen = group.memberIds.find((id) => !seen.has(id));
  const busy = group.members.find(({ status }) => !SERVING.has(status));
  if (unseen) return waitFor(`cache cluster ${unseen} of ${what} is not visible yet`, GROUP_SECONDS);
  if (busy) return waitFor(`cache cluster ${busy.id} of ${what} is ${busy.status}`, GROUP_SECONDS);
  return NOTHING;
}

/** One change at a time; each leaves `available` and is looked at again after it. */
function planChanges(desired: RedisSpec, group: ObservedReplicationGroup): Plan {
  const changes = settingsChanges(desired, group);
  const replicas = nodesPerShard(desired) - 1;
  const observedReplicas = replicasPerShard(group);
  const missing = group.tags ? missingTags(desired.tags, group.tags) : {};
  const plan = inOrder([
    () => replicaChange(desired, observedReplicas, replicas, changes),
    () => (Object.keys(changes).length > 0 ? act(modifyReplicationGroup(desired, changes)) : NOTHING),
    () => (Object.keys(missing).length > 0 ? act(tagReplicationGroup(desired, group.arn, missing)) : NOTHING),
  ]);
  const mustWait = plan.actions.length > 0 && group.status === 'snapshotting';
  return mustWait
    ? waitFor(`replication group ${group.name} in ${desired.region} is snapshotting`, GROUP_SECONDS)
    : plan;
}

/** More nodes before failover is turned on, fewer after it is turned off. */
function replicaChange(
  desired: RedisSpec,
  from: number,
  to: number,
  changes: Readonly<Record<string, unknown>>,
): Plan {
  if (from === to) return NOTHING;
  if (to < from && Object.keys(changes).length > 0) return NOTHING;
  return act(changeReplicas(desired, from, to));
}

function replicasPerShard(group: ObservedReplicationGroup): number {
  return Math.round(group.memberIds.length / Math.max(1, group.shards)) - 1;
}

/** Only what was set and can be read back; a failover or Multi-AZ on its way is not a difference. */
function settingsChanges(
  desired: RedisSpec,
  group: ObservedReplicationGroup,
): Readonly<Record<string, unknown>> {
  const { automaticFailover, multiAz } = availability(desired);
  const window = group.members[0]?.maintenanceWindow;
  const changes: Record<string, unknown> = {};
  if (group.nodeType && group.nodeType !== desired.nodeType) changes.CacheNodeType = desired.nodeType;
  if (/^enabl/.test(group.automaticFailover) !== automaticFailover) {
    changes.AutomaticFailoverEnabled = automaticFailover;
  }
  if ((group.multiAz === 'enabled') !== multiAz) changes.MultiAZEnabled = multiAz;
  if (group.snapshotRetentionDays !== desired.snapshotRetentionDays) {
    changes.SnapshotRetentionLimit = desired.snapshotRetentionDays;
  }
  if (group.snapshotWindow && group.snapshotWindow !== desired.snapshotWindow) {
    changes.SnapshotWindow = desired.snapshotWindow;
  }
  if (window && window.toLowerCase() !== desired.maintenanceWindow.toLowerCase()) {
    changes.PreferredMaintenanceWindow = desired.maintenanceWindow;
  }
  return changes;
}
