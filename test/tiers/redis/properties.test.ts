import type { RedisSpec } from '../../../core/spec.ts';
import { isOurs } from '../../../core/tier.ts';
import { redisCommands } from '../../../tiers/redis/apply.ts';
import { redisForesight } from '../../../tiers/redis/foresight.ts';
import { formerParameterGroups, redisNames } from '../../../tiers/redis/names.ts';
import type {
  ObservedMember,
  ObservedReplicationGroup,
  ObservedSecret,
  ObservedTagged,
  RedisObserved,
} from '../../../tiers/redis/observe.ts';
import { planRedis } from '../../../tiers/redis/plan.ts';
import { itObeysTheLaws } from '../shared/laws.ts';
import { foreignIn, otherTags, type Subject } from '../shared/properties.ts';
import { nothing } from './fixtures.ts';

/** Of the ElastiCache API, and one more. */
const STATUSES = [
  ...['creating', 'available', 'modifying', 'deleting', 'snapshotting', 'of-next-year'],
  ...['create-failed', 'incompatible-network', 'restore-failed', 'rebooting cluster nodes'],
];
/** Those that only one of them has. */
const OF_GROUP = /^create-failed$/;
const OF_MEMBER = /^(incompatible-network|restore-failed|rebooting cluster nodes)$/;
/** Those that no time changes. */
const FOR_GOOD = /failed|incompatible/;

/** A secret that the request names: somebody else's, and there. */
const given = (arn: string): ObservedSecret => ({
  ...{ name: arn, arn, tags: {}, ours: false },
  ...{ generated: false, scheduledForDeletion: false },
});

/** What is found under the names of another document. */
function look(spec: RedisSpec, observed: RedisObserved): RedisObserved {
  const { parameterGroup, formerParameterGroups: former, secret, formerSecret } = observed;
  const wanted = redisNames(spec).parameterGroup;
  const groups = [...(parameterGroup ? [parameterGroup] : []), ...former];
  const found = groups.find(({ name }) => name === wanted);
  const others = groups.filter(({ name }) => formerParameterGroups(spec).includes(name));
  const generated = secret?.generated ? secret : formerSecret;
  const arn = spec.authTokenSecretArn;
  return {
    ...observed,
    parameterGroup: found
      ? { arn: wanted, tags: spec.tags, family: spec.parameterGroupFamily, values: {}, ...found }
      : null,
    formerParameterGroups: others.map(({ name, ours }) => ({ name, ours })),
    secret: arn === null ? generated : given(arn),
    formerSecret: arn === null ? null : generated,
  };
}

function owned<T extends ObservedTagged>(spec: RedisSpec, one: T): T {
  return one.tags ? { ...one, ours: isOurs(spec.identity, one.tags) } : one;
}

/** Whose it is, and in which states it can be. */
function possible(spec: RedisSpec, group: ObservedReplicationGroup): ObservedReplicationGroup {
  return {
    ...owned(spec, group),
    status: OF_MEMBER.test(group.status) ? 'modifying' : group.status,
    members: group.members.map((member) =>
      OF_GROUP.test(member.status) ? { ...member, status: 'modifying' } : member,
    ),
  };
}

/** Every shard's nodes are its members, as long as they can be seen. */
function arrived(group: ObservedReplicationGroup): ObservedReplicationGroup | null {
  if (group.status === 'deleting') return null;
  if (FOR_GOOD.test(group.status)) return group;
  const members = group.members.map((member) => ({
    ...member,
    status: FOR_GOOD.test(member.status) ? member.status : 'available',
  }));
  const unseen = group.memberIds.filter((id) => !members.some((member) => member.id === id));
  const like: ObservedMember = members[0] ?? {
    ...{ id: '', status: 'available', maintenanceWindow: null, engineVersion: null },
    ...{ parameterGroup: null, securityGroupIds: [] },
  };
  const all = [...members, ...unseen.map((id) => ({ ...like, id, status: 'available' }))];
  return { ...group, status: 'available', members: all };
}

const redis: Subject<RedisSpec, RedisObserved> = {
  plan: planRedis,
  foresight: redisForesight,
  commands: redisCommands,
  nothing: (spec) => look(spec, nothing),
  look,
  consistent: (spec, observed) => ({
    ...observed,
    subnetGroup: observed.subnetGroup && owned(spec, observed.subnetGroup),
    parameterGroup: observed.parameterGroup && owned(spec, observed.parameterGroup),
    secret: observed.secret && owned(spec, observed.secret),
    formerSecret: observed.formerSecret && owned(spec, observed.formerSecret),
    logGroups: observed.logGroups.map((logs) => owned(spec, logs)),
    group: observed.group && possible(spec, observed.group),
  }),
  arrive: (observed) => ({ ...observed, group: observed.group && arrived(observed.group) }),
  remains: ({ group, subnetGroup, parameterGroup, formerParameterGroups: former, logGroups, ...rest }) => [
    ...[group, subnetGroup, parameterGroup, ...former, ...logGroups].flatMap((one) =>
      one?.ours ? [one.name] : [],
    ),
    ...[rest.secret, rest.formerSecret].flatMap((one) =>
      one?.ours && one.generated && !one.scheduledForDeletion ? [one.name] : [],
    ),
  ],
  foreign: foreignIn,
  alternatives: {
    subnetGroup: () => [null],
    subnetIds: (ids: string[]) => [[], ids.slice(1), [...ids, 'subnet-other'].sort()],
    parameterGroup: (one: object | string | null) =>
      one !== null && typeof one === 'object' ? [null] : [null, 'default.redis7', 'of-somebody'],
    values: (values: object) => [{}, { ...values, timeout: '7' }, { 'cluster-enabled': 'yes' }],
    secret: () => [null],
    scheduledForDeletion: () => [true],
    logGroups: (logs: object[]) => [[], logs.slice(1)],
    retentionDays: () => [null, 7],
    group: () => [null],
    tags: (tags: object | null) => [...otherTags(tags), null],
    status: () => STATUSES,
    events: () => [['Insufficient capacity'], ['Your network is broken']],
    engine: () => [null, 'valkey', 'redis'],
    engineVersion: () => [null, '6.2.6', '7.1.0', '7.3.0', '8.2.0'],
    clusterEnabled: (is: boolean) => [!is],
    shards: (shards: { id: string; nodes: number }[]) => [
      [],
      shards.slice(1),
      shards.map((shard, at) => ({ ...shard, nodes: at + 1 })),
      [...shards, { id: '0009', nodes: 6 }],
    ],
    memberIds: (ids: string[]) => [[], ids.slice(1), [...ids, 'one-more']],
    members: (members: object[]) => [[], members.slice(1)],
    nodeType: () => [null, 'cache.m5.large'],
    automaticFailover: () => ['enabled', 'enabling', 'disabled', 'disabling'],
    multiAz: () => ['enabled', 'disabled'],
    snapshotRetentionDays: () => [0, 35],
    snapshotWindow: () => [null, '00:00-01:00'],
    maintenanceWindow: () => [null, 'Tue:01:00-Tue:02:00'],
    securityGroupIds: () => [[], ['sg-other']],
    atRestEncryption: () => [false],
    transitEncryption: () => [false],
    kmsKeyArn: () => [null, 'arn:aws:kms:eu-west-2:123456789012:key/other', 'other'],
    logDeliveries: (all: string[]) => [[], all.slice(1), ['engine-log text elsewhere', ...all.slice(1)]],
  },
};

describe('the plan of the Redis tier', () => itObeysTheLaws(redis, 200));
