import type { RedisSpec } from '../../core/spec.ts';
import type { Action, Plan, PlanOptions } from '../../core/tier.ts';
import { missingTags } from '../shared/ownership.ts';
import { act, failWith, inOrder, NOTHING, notOurs, together, waitFor } from '../shared/plan.ts';
import { createReplicationGroup } from './calls.ts';
import {
  createLogGroup,
  createParameterGroup,
  createSecret,
  createSubnetGroup,
  deleteSubnetGroup,
  PARAMETERS_A_CALL,
  resetParameters,
  restoreSecret,
  setParameters,
  setRetention,
  setSubnets,
  tagResource,
} from './calls-around.ts';
import { LOG_TYPES, redisNames, redisParameters } from './names.ts';
import type { ObservedTagged, RedisObserved } from './observe.ts';
import { planDelete, planDeleteSecret, planFormerGroups } from './plan-delete.ts';
import { planExistingGroup, planReplacement } from './plan-group.ts';

/** What the group needs, side by side; then the group; then what it no longer needs. */
export function planRedis(
  desired: RedisSpec | null,
  observed: RedisObserved,
  options: PlanOptions = {},
): Plan {
  if (!desired) return planDelete(observed, options);
  return inOrder([
    () => together([checkOwner(desired, observed), checkSecret(desired, observed)]),
    () => planReplacement(desired, observed, options),
    () =>
      together([
        planSubnetGroup(desired, observed),
        planParameterGroup(desired, observed),
        planLogGroups(desired, observed),
        planSecret(desired, observed),
      ]),
    () => planGroup(desired, observed),
    () => together([planFormerGroups(observed), planDeleteSecret(desired.region, observed.formerSecret)]),
  ]);
}

/** All at once, before anything is created: the user hears of every clash. */
function checkOwner(desired: RedisSpec, observed: RedisObserved): Plan {
  const { subnetGroup, parameterGroup, secret, logGroups, group } = observed;
  const owned = [
    { kind: 'Replication group', resource: group },
    { kind: 'Cache subnet group', resource: subnetGroup },
    { kind: 'Cache parameter group', resource: parameterGroup },
    { kind: 'Secret', resource: secret?.generated ? secret : null },
    ...logGroups.map((resource) => ({ kind: 'Log group', resource })),
  ];
  return together(
    owned.map(({ kind, resource }) =>
      resource && !resource.ours
        ? notOurs(`${kind} ${resource.name} in ${desired.region}`, desired.identity)
        : NOTHING,
    ),
  );
}

function planSubnetGroup(desired: RedisSpec, { subnetGroup, group }: RedisObserved): Plan {
  if (!subnetGroup) return act(createSubnetGroup(desired));
  const { subnetIds } = subnetGroup;
  const [more, fewer] = [
    desired.subnetIds.some((id) => !subnetIds.includes(id)),
    subnetIds.some((id) => !desired.subnetIds.includes(id)),
  ];
  // A subnet that nodes are in cannot be taken out, nor can the VPC be changed.
  if (fewer) return group ? NOTHING : act(deleteSubnetGroup(desired.region, subnetGroup.name, true));
  if (more) return act(setSubnets(desired));
  return planTags('elasticache', desired, subnetGroup);
}

/** The resource's tags, where they can be read. */
function planTags(
  service: Parameters<typeof tagResource>[0],
  desired: RedisSpec,
  resource: ObservedTagged,
): Plan {
  const missing = resource.tags ? missingTags(desired.tags, resource.tags) : {};
  return Object.keys(missing).length > 0
    ? act(tagResource(service, desired.region, resource, missing))
    : NOTHING;
}

/** Values before a group uses them: some take effect with a restart only. */
function planParameterGroup(desired: RedisSpec, { parameterGroup }: RedisObserved): Plan {
  const parameters = redisParameters(desired);
  const wanted = Object.entries(parameters);
  if (!parameterGroup) return act({ ...createParameterGroup(desired), followUps: setAll(desired, wanted) });
  const { values } = parameterGroup;
  const surplus = Object.keys(values).filter((name) => !(name in parameters));
  return together([
    act(
      ...setAll(
        desired,
        wanted.filter(([name, value]) => values[name] !== value),
      ),
      ...inParts(surplus).map((names) => resetParameters(desired, names)),
    ),
    planTags('elasticache', desired, parameterGroup),
  ]);
}

function setAll(desired: RedisSpec, parameters: readonly [string, string][]): Action[] {
  return inParts(parameters).map((part) => setParameters(desired, Object.fromEntries(part)));
}

function inParts<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / PARAMETERS_A_CALL);
  return Array.from({ length: count }, (_, part) =>
    all.slice(part * PARAMETERS_A_CALL, (part + 1) * PARAMETERS_A_CALL),
  );
}

/** Before the group: log delivery to a log group that does not exist is refused. */
function planLogGroups(desired: RedisSpec, { logGroups }: RedisObserved): Plan {
  const names = redisNames(desired).logGroups;
  return together(
    LOG_TYPES.map((type) => {
      const existing = logGroups.find(({ name }) => name === names[type]);
      if (!existing) {
        return act({ ...createLogGroup(desired, type), followUps: [setRetention(desired, names[type])] });
      }
      return together([
        existing.retentionDays === desired.logRetentionDays
          ? NOTHING
          : act(setRetention(desired, existing.name)),
        planTags('logs', desired, existing),
      ]);
    }),
  );
}

/** Before anything is touched: a group must not go when the next one would have no token. */
function checkSecret(desired: RedisSpec, { secret }: RedisObserved): Plan {
  if (desired.authTokenSecretArn === null || (secret && !secret.scheduledForDeletion)) return NOTHING;
  const resource = `Secret ${desired.authTokenSecretArn}`;
  return failWith({
    class: 'Terminal',
    code: 'unusable',
    resource,
    message:
      `${resource} ${secret ? 'is scheduled for deletion' : 'does not exist'} in ${desired.region}. Name a secret of ` +
      'that region with the AUTH token as {"authToken":"…"} or as bare text, or leave it out and Plinth generates one.',
    pointer: '#/redis/authTokenSecretArn',
  });
}

/** Our own only: of one that the request names nothing is changed. */
function planSecret(desired: RedisSpec, { secret }: RedisObserved): Plan {
  if (desired.authTokenSecretArn !== null) return NOTHING;
  if (!secret) return act(createSecret(desired));
  if (secret.scheduledForDeletion) return act(restoreSecret(desired, secret.arn));
  return planTags('secretsmanager', desired, secret);
}

function planGroup(desired: RedisSpec, observed: RedisObserved): Plan {
  const { group, secret } = observed;
  if (group) return planExistingGroup(desired, observed, group);
  // planSecret has seen to it that there is one.
  return secret
    ? act(createReplicationGroup(desired, secret.arn))
    : waitFor(`secret ${redisNames(desired).authTokenSecret} to be visible`, 5);
}
