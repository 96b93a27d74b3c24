import type { RedisSpec } from '../../core/spec.ts';
import type { Action, Plan } from '../../core/tier.ts';
import { act, failWith, inOrder, NOTHING, notOurs, together, waitFor } from '../shared/plan.ts';
import {
  createLogGroup,
  createParameterGroup,
  createReplicationGroup,
  createSecret,
  createSubnetGroup,
  PARAMETERS_A_CALL,
  restoreSecret,
  setParameters,
  setRetention,
} from './calls.ts';
import { LOG_TYPES, redisNames, redisParameters } from './names.ts';
import type { RedisObserved } from './observe.ts';
import { planDelete } from './plan-delete.ts';
import { planExistingGroup } from './plan-group.ts';

/** What the group needs, side by side; then the group. */
export function planRedis(desired: RedisSpec | null, observed: RedisObserved): Plan {
  if (!desired) return planDelete(observed);
  return inOrder([
    () => checkOwner(desired, observed),
    () =>
      together([
        observed.subnetGroup ? NOTHING : act(createSubnetGroup(desired)),
        planParameterGroup(desired, observed),
        planLogGroups(desired, observed),
        planSecret(desired, observed),
      ]),
    () => planGroup(desired, observed),
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

/** Values before a group uses them: some take effect with a restart only. */
function planParameterGroup(desired: RedisSpec, { parameterGroup }: RedisObserved): Plan {
  const wanted = Object.entries(redisParameters(desired));
  if (!parameterGroup) return act({ ...createParameterGroup(desired), followUps: setAll(desired, wanted) });
  const { values } = parameterGroup;
  return act(
    ...setAll(
      desired,
      wanted.filter(([name, value]) => values[name] !== value),
    ),
  );
}

function setAll(desired: RedisSpec, parameters: readonly [string, string][]): Action[] {
  const calls: Action[] = [];
  for (let start = 0; start < parameters.length; start += PARAMETERS_A_CALL) {
    const part = Object.fromEntries(parameters.slice(start, start + PARAMETERS_A_CALL));
    calls.push(setParameters(desired, part));
  }
  return calls;
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
      return existing.retentionDays === desired.logRetentionDays
        ? NOTHING
        : act(setRetention(desired, existing.name));
    }),
  );
}

function planSecret(desired: RedisSpec, { secret }: RedisObserved): Plan {
  const generated = desired.authTokenSecretArn === null;
  if (generated && !secret) return act(createSecret(desired));
  if (generated && secret?.scheduledForDeletion) return act(restoreSecret(desired, secret.arn));
  if (secret && !secret.scheduledForDeletion) return NOTHING;
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

function planGroup(desired: RedisSpec, observed: RedisObserved): Plan {
  const { group, secret } = observed;
  if (group) return planExistingGroup(desired, group);
  // planSecret has seen to it that there is one.
  return secret
    ? act(createReplicationGroup(desired, secret.arn))
    : waitFor(`secret ${redisNames(desired).authTokenSecret} to be visible`, 5);
}
