import type { RedisSpec, Tags } from '../../core/spec.ts';
import { type FieldState, type FieldValue, OWNER_TAG } from '../../core/tier.ts';
import { isEmpty, isWaiting, unknownWhile } from '../shared/plan.ts';
import { groupFields, tagTexts } from './group-fields.ts';
import { LOG_TYPES, redisNames, redisParameters } from './names.ts';
import type { ObservedOwned, ObservedReplicationGroup, ObservedTagged, RedisObserved } from './observe.ts';
import { planRedis } from './plan.ts';
import { checkState } from './plan-group.ts';

type Field = Omit<FieldState, 'resource'>;

/** Field by field; one is `changed` exactly when there is something to do, or something wrong. */
export function compare(desired: RedisSpec, observed: RedisObserved): readonly FieldState[] {
  const names = redisNames(desired);
  const at = (what: string) => `${what} in ${desired.region}`;
  const { subnetGroup, parameterGroup, secret, group } = observed;
  const listed: readonly (readonly [resource: string, fields: readonly Field[]])[] = [
    [
      at(`cache subnet group ${names.subnetGroup}`),
      ofOwned(desired, subnetGroup, (found) => [
        field('SubnetIds', [...desired.subnetIds].sort(), found.subnetIds),
        tagsField(desired.tags, found),
      ]),
    ],
    [
      at(`cache parameter group ${names.parameterGroup}`),
      ofOwned(desired, parameterGroup, (found) => [
        ...parameterFields(desired, found.values),
        tagsField(desired.tags, found),
      ]),
    ],
    ...LOG_TYPES.map((type): readonly [string, readonly Field[]] => [
      at(`log group ${names.logGroups[type]}`),
      ofOwned(
        desired,
        observed.logGroups.find(({ name }) => name === names.logGroups[type]) ?? null,
        (found) => [
          field('redis.logRetentionDays', desired.logRetentionDays, found.retentionDays ?? 'for ever'),
          tagsField(desired.tags, found),
        ],
      ),
    ]),
    [at(`secret ${desired.authTokenSecretArn ?? names.authTokenSecret}`), secretFields(desired, secret)],
    [
      at(`replication group ${names.replicationGroup}`),
      ofOwned(desired, group, (found) => ofGroup(desired, observed, found)),
    ],
    ...leftovers(observed).map(({ name }): readonly [string, readonly Field[]] => [
      at(name),
      [field('exists', false, true)],
    ]),
  ];
  const fields = listed.flatMap(([resource, each]) => each.map((one) => ({ resource, ...one })));
  return unknownWhile(planRedis(desired, observed), fields);
}

/** Null observed: not known. */
function field(name: string, desired: FieldValue, observed: FieldValue): Field {
  const same = String(desired) === String(observed);
  const state = observed === null ? 'unknown' : same ? 'as-desired' : 'changed';
  return { field: name, desired, observed, state };
}

function ofOwned<T extends ObservedOwned>(
  { identity }: RedisSpec,
  found: T | null,
  fields: (found: T) => readonly Field[],
): readonly Field[] {
  if (!found) return [field('exists', true, false)];
  const owner = `${identity.project}/${identity.environment}`;
  return found.ours ? fields(found) : [field(OWNER_TAG, owner, 'another owner')];
}

const tagsField = (desired: Tags, { tags }: ObservedTagged): Field =>
  field('tags', tagTexts(desired, desired), tags && tagTexts(desired, tags));

/** One that is set and should not be has the default as what is desired. */
function parameterFields(desired: RedisSpec, values: Readonly<Record<string, string>>): Field[] {
  const wanted = redisParameters(desired);
  const surplus = Object.keys(values).filter((name) => !(name in wanted));
  return [
    ...Object.entries(wanted).map(([name, value]) =>
      field(parameter(name), value, values[name] ?? 'not set'),
    ),
    ...surplus.map(
      (name): Field => ({
        field: parameter(name),
        desired: null,
        observed: values[name] ?? '',
        state: 'changed',
      }),
    ),
  ];
}

const parameter = (name: string): string => `redis.parameters.${name}`;

function secretFields(desired: RedisSpec, secret: RedisObserved['secret']): readonly Field[] {
  if (!secret) return [field('exists', true, false)];
  const there = field('scheduled for deletion', false, secret.scheduledForDeletion);
  if (desired.authTokenSecretArn !== null) return [there];
  return ofOwned(desired, secret, (found) => [there, tagsField(desired.tags, found)]);
}

function ofGroup(
  desired: RedisSpec,
  observed: RedisObserved,
  group: ObservedReplicationGroup,
): readonly Field[] {
  const check = checkState(desired, group);
  // What is on its way is not known yet: only a state that will not pass is a difference.
  const status: Field = {
    field: 'status',
    desired: 'available',
    observed: isWaiting(check) ? null : group.status,
    state: isWaiting(check) ? 'unknown' : isEmpty(check) ? 'as-desired' : 'changed',
  };
  const fields = groupFields(desired, { ...observed, group }).map(
    (one): Field => ({
      field: one.field,
      desired: one.desired,
      observed: one.observed,
      state: one.observed === null ? 'unknown' : one.differs ? 'changed' : 'as-desired',
    }),
  );
  return [status, ...fields];
}

/** What was used before and is ours. */
function leftovers({ formerParameterGroups, formerSecret }: RedisObserved): ObservedOwned[] {
  const groups = formerParameterGroups.filter(({ ours }) => ours);
  const secret = formerSecret?.ours && !formerSecret.scheduledForDeletion ? [formerSecret] : [];
  return [
    ...groups.map(({ name, ours }) => ({ name: `cache parameter group ${name}`, ours })),
    ...secret.map(({ name, ours }) => ({ name: `secret ${name}`, ours })),
  ];
}
