import fc from 'fast-check';
import { withFollowUps } from '../../../core/preview.ts';
import type { TierSpecBase } from '../../../core/spec.ts';
import type { Action, Failure, Foresight, Look, PlanOptions } from '../../../core/tier.ts';
import type { CommandTable } from '../../../tiers/apply.ts';

/** A tier, and what a test has to know of its AWS. */
export interface Subject<Spec extends TierSpecBase, Observed> {
  readonly plan: Look<Spec, Observed>['plan'];
  readonly foresight: Foresight<Spec, Observed>;
  readonly commands: CommandTable;
  nothing(spec: Spec): Observed;
  /** The same facts in the places where another document looks for them. */
  look(spec: Spec, observed: Observed): Observed;
  /** What is observed when time has passed: what is on its way has come or gone. */
  arrive(observed: Observed): Observed;
  /** What may be changed behind Plinth's back. */
  readonly alternatives: Alternatives;
  /** Names of what is left of ours, whose deletion is not under way for days anyhow, as a secret's is. */
  remains(observed: Observed): readonly string[];
  /** As texts, what is not ours. */
  foreign(observed: Observed): readonly string[];
  /** What follows from what has been changed, such as whose it is from its tags. */
  consistent(spec: Spec, observed: Observed): Observed;
}

/** By the name of a field: other values that it might have. */
export type Alternatives = Readonly<Record<string, (value: never) => readonly unknown[]>>;

/** Tags of others, of an environment with a longer name, and ours with some missing or more than we set. */
export const otherTags = (tags: object | null) => [
  {},
  { team: 'others' },
  { 'plinth:environment': 'shop/dev2' },
  { ...tags, more: 'of others' },
  Object.fromEntries(Object.entries(tags ?? {}).filter(([key]) => key.startsWith('plinth:'))),
];

/** One field of what is observed is another than expected, or all of that name are. */
interface Change {
  readonly at: number;
  readonly to: number;
  readonly all: boolean;
}

const change = fc.record({
  at: fc.nat(9_999),
  to: fc.nat(99),
  all: fc.constantFrom(false, false, true),
});

/** Mostly few: many hide each other. */
export const changes: fc.Arbitrary<readonly Change[]> = fc.oneof(
  { weight: 3, arbitrary: fc.array(change, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.array(change, { maxLength: 6 }) },
);

export function withChanges<Observed>(
  observed: Observed,
  alternatives: Alternatives,
  some: readonly Change[],
): Observed {
  const root = { observed: structuredClone(observed) };
  for (const { at, to, all } of some) {
    const places = placesIn(root, alternatives);
    // The field first, so that what there is one of is changed as often as what there are many of.
    const keys = [...new Set(places.map(({ key }) => key))];
    const named = places.filter(({ key }) => key === keys[at % keys.length]);
    const one = Math.floor(at / keys.length) % named.length;
    for (const { holder, key } of all ? named : named.slice(one, one + 1)) {
      const others = alternatives[key]?.(holder[key] as never) ?? [];
      if (others.length > 0) holder[key] = others[to % others.length];
    }
  }
  return root.observed;
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: unknown, alternatives: Alternatives): Place[] {
  if (Array.isArray(value)) return value.flatMap((each) => placesIn(each, alternatives));
  if (value === null || typeof value !== 'object') return [];
  const holder = value as Record<string, unknown>;
  return Object.entries(holder).flatMap(([key, inner]) => [
    ...(Object.hasOwn(alternatives, key) ? [{ holder, key }] : []),
    ...placesIn(inner, alternatives),
  ]);
}

export interface Course<Observed> {
  readonly end: 'settled' | 'refused';
  readonly failures: readonly Failure[];
  /** Of every round, those that follow up others included. */
  readonly rounds: readonly (readonly Action[])[];
  /** What was observed before every round, and in the end. */
  readonly seen: readonly Observed[];
  readonly last: Observed;
}

/** As many as a preview takes (core/preview.ts). */
const MAX_ROUNDS = 100;

/**
 * Plan, and what its actions lead to, in turns, with time passing where there is only something to wait for, until the
 * plan is empty or says what is wrong.
 *
 * @throws Error when it goes on for ever, waits for what never comes, or depends on anything but its arguments
 */
export function course<Spec extends TierSpecBase, Observed>(
  { plan, foresight, arrive }: Subject<Spec, Observed>,
  { spec, desired, from, options }: Journey<Spec, Observed>,
): Course<Observed> {
  const [rounds, seen]: [Action[][], Observed[]] = [[], []];
  let now = from;
  const end = (how: Course<Observed>['end'], failures: readonly Failure[]): Course<Observed> => ({
    ...{ end: how, failures, rounds, seen: [...seen, now], last: now },
  });
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = JSON.stringify(now);
    const { actions, waits, failures } = plan(desired, now, options);
    const again = plan(desired, JSON.parse(before), options);
    if (JSON.stringify(again) !== JSON.stringify({ actions, waits, failures }))
      throw new Error('the same facts lead to another plan');
    if (JSON.stringify(now) !== before) throw new Error('the plan changes what it is given');
    if (failures.length > 0) return end('refused', failures);
    if (actions.length + waits.length === 0) return end('settled', []);
    seen.push(now);
    const all = actions.flatMap(withFollowUps);
    rounds.push(all);
    now = all.reduce((observed, action) => foresight.expect(spec, observed, action), now);
    if (actions.length > 0) continue;
    now = arrive(now);
    if (JSON.stringify(now) === before)
      throw new Error(`it waits for ever: ${waits.map(({ what }) => what).join('; ')}`);
  }
  throw new Error(
    `no end after ${MAX_ROUNDS} rounds: ${rounds
      .slice(-4)
      .flat()
      .map(({ summary }) => summary)}`,
  );
}

export interface Journey<Spec, Observed> {
  /** The last intent, also towards nothing. */
  readonly spec: Spec;
  readonly desired: Spec | null;
  readonly from: Observed;
  readonly options?: PlanOptions;
}

/** What is wrong with the calls of a course, in words; nothing, it should be. */
export function complaints(
  { commands }: Pick<Subject<never, never>, 'commands'>,
  { rounds }: Pick<Course<unknown>, 'rounds'>,
): string[] {
  return rounds.flatMap((actions, round) => {
    const before = new Set((rounds[round - 1] ?? []).map(callOf));
    return actions.flatMap((action) => [
      ...(commands[action.service]?.commands[action.command] ? [] : [`${action.command} cannot be applied`]),
      ...(before.has(callOf(action)) ? [`it has just been asked to ${action.summary}`] : []),
      ...badNames(action),
      ...secretsIn(action),
    ]);
  });
}

const callOf = ({ service, region, command, input }: Action) =>
  JSON.stringify([service, region, command, input]);

const RDS_NAME = /^[a-z](-?[a-z0-9])*$/;
const TABLE_NAME = /^[a-zA-Z0-9_.-]{3,255}$/;

/** What the SDK's documentation of each call says of the names in its input: form and longest length. */
const NAMES: Readonly<Record<string, readonly [form: RegExp, longest: number]>> = {
  GlobalClusterIdentifier: [RDS_NAME, 63],
  DBClusterIdentifier: [RDS_NAME, 63],
  DBInstanceIdentifier: [RDS_NAME, 63],
  TargetDBInstanceIdentifier: [RDS_NAME, 63],
  FinalDBSnapshotIdentifier: [RDS_NAME, 255],
  DBSubnetGroupName: [RDS_NAME, 255],
  DBClusterParameterGroupName: [RDS_NAME, 255],
  DBParameterGroupName: [RDS_NAME, 255],
  ReplicationGroupId: [RDS_NAME, 40],
  FinalSnapshotIdentifier: [RDS_NAME, 255],
  CacheSubnetGroupName: [RDS_NAME, 255],
  CacheParameterGroupName: [RDS_NAME, 255],
  ClusterName: [RDS_NAME, 20],
  SubnetGroupName: [RDS_NAME, 255],
  ParameterGroupName: [RDS_NAME, 255],
  RoleName: [/^[\w+=,.@-]+$/, 64],
  Name: [/^[\w/+=.@-]+(?<!-.{6})$/, 512],
  TableName: [TABLE_NAME, 255],
  IndexName: [TABLE_NAME, 255],
  logGroupName: [/^[\w/.#-]+$/, 512],
};

function badNames({ command, input }: Action): string[] {
  return Object.entries(input).flatMap(([field, name]) => {
    const [form, longest] = NAMES[field] ?? [];
    const good = !form || (typeof name === 'string' && form.test(name) && name.length <= (longest ?? 0));
    return good ? [] : [`${command} takes no ${field} ${name}`];
  });
}

/** Fields that hold a secret are filled in by `apply`. */
const SECRET_FIELD = /"(AuthToken|MasterUserPassword|SecretString|SecretBinary|MasterUserSecret)"/;

const secretsIn = ({ command, input }: Action): string[] =>
  SECRET_FIELD.test(JSON.stringify(input)) ? [`${command} holds a secret`] : [];

/** As texts, what is marked as not ours. */
export function foreignIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  const inner = Object.values(value).flatMap(foreignIn);
  return 'ours' in value && value.ours === false ? [JSON.stringify(value), ...inner] : inner;
}
