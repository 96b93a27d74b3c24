import type { RedisSpec, Tags } from '../../core/spec.ts';
import type { Failure, Plan, PlanOptions } from '../../core/tier.ts';
import { missingTags } from '../shared/ownership.ts';
import { act, failWith, inOrder, NOTHING, waitFor } from '../shared/plan.ts';
import { changeReplicas, changeShards, modifyReplicationGroup } from './calls.ts';
import { tagResource } from './calls-around.ts';
import { type GroupField, groupFields } from './group-fields.ts';
import { groupTags, nodesPerShard } from './names.ts';
import type { ObservedReplicationGroup, RedisObserved } from './observe.ts';
import { planDeleteGroup } from './plan-delete.ts';

/** A group takes 5 to 15 minutes to create or change. */
export const GROUP_SECONDS = 30;

/**
 * Seconds that a state usually lasts: logs of the acceptance tests of the Terraform AWS provider, created and destroyed in
 * 740 to 1500 s; how that is divided is assumed.
 */
export const USUAL: Readonly<Record<string, number>> = { creating: 600, modifying: 400, deleting: 400 };

/** A group that takes a snapshot serves as before; only changes have to wait for it. */
const SERVING = new Set(['available', 'snapshotting']);
const FAILED_MEMBER = new Set(['incompatible-network', 'restore-failed']);

export function planExistingGroup(
  desired: RedisSpec,
  observed: RedisObserved,
  group: ObservedReplicationGroup,
): Plan {
  return inOrder([() => checkState(desired, group), () => planChanges(desired, observed, group)]);
}

/** Whether the group is as it should be apart from its fields: there, whole and not busy. */
export function checkState(desired: RedisSpec, group: ObservedReplicationGroup): Plan {
  return inOrder([() => checkFailed(desired, group), () => checkSettled(desired, group)]);
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
    ? `AWS has no room for ${desired.nodeType} now: delete the failed group (${remove}), then retry the operation later, or ask for another environment with another redis.nodeType.`
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

function checkSettled(desired: RedisSpec, group: ObservedReplicationGroup): Plan {
  const what = `replication group ${group.name} in ${desired.region}`;
  if (!SERVING.has(group.status))
    return waitFor(`${what} is ${group.status}`, GROUP_SECONDS, USUAL[group.status]);
  const seen = new Set(group.members.map(({ id }) => id));
  const unseen = group.memberIds.find((id) => !seen.has(id));
  const busy = group.members.find(({ status }) => !SERVING.has(status));
  if (unseen) return waitFor(`cache cluster ${unseen} of ${what} is not visible yet`, GROUP_SECONDS);
  if (busy) return waitFor(`cache cluster ${busy.id} of ${what} is ${busy.status}`, GROUP_SECONDS);
  return NOTHING;
}

/**
 * What no call changes. Before anything is touched, so that a request that cannot be met changes nothing; with
 * `allowReplacement` the group goes, and the rest of the plan makes it anew.
 */
export function planReplacement(
  desired: RedisSpec,
  observed: RedisObserved,
  { allowReplacement }: PlanOptions,
): Plan {
  const { group } = observed;
  if (!group || /^(creating|deleting|create-failed)$/.test(group.status)) return NOTHING;
  const fields = groupFields(desired, { ...observed, group }).filter(
    (field) => field.differs && typeof field.how !== 'string',
  );
  if (fields.length === 0) return NOTHING;
  if (!allowReplacement) {
    return {
      ...NOTHING,
      failures: fields.map((field) => immutable(desired, group, field)),
    };
  }
  const { actions, waits } = planDeleteGroup(desired.region, group, {});
  const what = fields.map(({ field }) => field).join(', ');
  return {
    ...NOTHING,
    waits,
    actions: actions.map((action) => ({
      ...action,
      summary: `${action.summary} to make it anew with another ${what}; the cached data is lost`,
    })),
  };
}

function immutable(desired: RedisSpec, group: ObservedReplicationGroup, field: GroupField): Failure {
  const resource = `Replication group ${group.name}`;
  const { why, pointer } = typeof field.how === 'string' ? { why: '', pointer: '#/redis' } : field.how;
  return {
    class: 'Terminal',
    code: 'immutable',
    resource,
    message:
      `${resource} in ${desired.region} has ${field.field} ${field.observed}, and ${field.desired} is asked for; that ` +
      `${why}. Ask for what exists, or allow replacement (allowReplacement): the group is deleted and made anew, which ` +
      'loses the cached data.',
    pointer,
  };
}

/** One change at a time; each leaves `available` and is looked at again after it. */
function planChanges(desired: RedisSpec, observed: RedisObserved, group: ObservedReplicationGroup): Plan {
  const changed = groupFields(desired, { ...observed, group }).filter((field) => field.differs);
  const has = (how: GroupField['how']) => changed.some((field) => field.how === how);
  const inputOf = (how: GroupField['how']) =>
    Object.assign({}, ...changed.filter((field) => field.how === how).map(({ input }) => input));
  const modify = (how: 'upgrade' | 'settings') => (has(how) ? inputOf(how) : null);
  const [upgrade, settings] = [modify('upgrade'), modify('settings')];
  const replicas = nodesPerShard(desired) - 1;
  const tooFew = group.shards.some(({ nodes }) => nodes - 1 < replicas);
  const shards = has('shards') ? act(changeShards(desired, group)) : NOTHING;
  const growing = desired.shards > group.shards.length;
  const plan = inOrder([
    () => (upgrade ? act(modifyReplicationGroup(desired, upgrade, 'restart')) : NOTHING),
    // More nodes before failover is turned on, fewer after it is turned off; what gives room before what takes it.
    () => (has('replicas') && tooFew ? act(changeReplicas(desired, group, replicas, 'more')) : NOTHING),
    () => (settings ? act(modifyReplicationGroup(desired, settings)) : NOTHING),
    () => (growing ? shards : NOTHING),
    () =>
      has('nodeType')
        ? act(modifyReplicationGroup(desired, { CacheNodeType: desired.nodeType }, 'restart'))
        : NOTHING,
    () => shards,
    () => (has('replicas') ? act(changeReplicas(desired, group, replicas, 'fewer')) : NOTHING),
    () => (has('tags') ? planTags(desired, observed, group) : NOTHING),
  ]);
  const mustWait = plan.actions.length > 0 && group.status === 'snapshotting';
  return mustWait
    ? waitFor(`replication group ${group.name} in ${desired.region} is snapshotting`, GROUP_SECONDS)
    : plan;
}

function planTags(
  desired: RedisSpec,
  { secret }: RedisObserved,
  group: ObservedReplicationGroup & { readonly tags: Tags | null },
): Plan {
  const wanted = secret ? groupTags(desired, secret.arn) : desired.tags;
  const missing = missingTags(wanted, group.tags ?? {});
  return act(tagResource('elasticache', desired.region, group, missing));
}
