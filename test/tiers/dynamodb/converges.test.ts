import fc from 'fast-check';
import type { DynamoDbSpec, TableSpec } from '../../../core/spec.ts';
import type { Action, PlanOptions } from '../../../core/tier.ts';
import { effectOf } from '../../../core/tier.ts';
import { compare } from '../../../tiers/dynamodb/compare.ts';
import { expect as expected } from '../../../tiers/dynamodb/expect.ts';
import type { DynamoDbObserved } from '../../../tiers/dynamodb/observe.ts';
import { planDynamoDb } from '../../../tiers/dynamodb/plan.ts';
import { keyArn } from '../shared/fixtures.ts';
import { lostCalls, run } from '../shared/simulation.ts';
import { games, global, moves, single } from './fixtures.ts';
import { lookFor, SimulatedDynamoDb } from './simulation.ts';

const NOTHING_TO_DO = { actions: [], waits: [], failures: [] };
const ALLOWED: PlanOptions = { allowReplacement: true };

const byPlayer = games.indexes[0] as TableSpec['indexes'][number];
const byTime: typeof byPlayer = { ...byPlayer, name: 'by-time', partitionKey: { name: 'day', type: 'S' } };
const table = (base: TableSpec) =>
  fc.record({
    sortKey: fc.constantFrom(...[base.sortKey, base.sortKey, base.sortKey, null]),
    indexes: fc.constantFrom<TableSpec['indexes'][]>(
      [],
      [byPlayer],
      [byPlayer, byTime],
      [{ ...byPlayer, projection: 'KEYS_ONLY' }],
      [{ ...byTime, sortKey: base.partitionKey }],
    ),
    ttlAttribute: fc.constantFrom('ttl', null),
  });
const specs: fc.Arbitrary<DynamoDbSpec> = fc
  .record({
    region: fc.constantFrom<DynamoDbSpec>(
      single,
      { ...single, billingMode: 'PROVISIONED', provisioned: { readCapacityUnits: 5, writeCapacityUnits: 2 } },
      { ...single, billingMode: 'PROVISIONED', provisioned: { readCapacityUnits: 7, writeCapacityUnits: 2 } },
      global,
      { ...global, secondary: { region: 'eu-central-1', kmsKeyArn: keyArn('eu-central-1', 'tables') } },
    ),
    games: fc.option(table(games)),
    moves: table(moves),
    key: fc.constantFrom('tables', 'other'),
    pitrDays: fc.constantFrom(null, 7, 35),
    deletionProtection: fc.boolean(),
    tags: fc.constantFrom(single.tags, { ...single.tags, team: 'orders' }),
  })
  .map(({ region, games: first, moves: second, key, ...rest }) => ({
    ...region,
    ...rest,
    primary: { ...region.primary, kmsKeyArn: keyArn(region.primary.region, key) },
    tables: [...(first ? [{ ...games, ...first }] : []), { ...moves, ...second }],
  }));

/** What core puts into the document of an update from one to the other. */
function updateOf(from: DynamoDbSpec, to: DynamoDbSpec): DynamoDbSpec {
  const left = from.secondary?.region;
  return {
    ...to,
    retiredTables: from.tables.filter(
      (one) => !to.tables.some(({ tableName }) => tableName === one.tableName),
    ),
    retiredSecondary: left && left !== to.secondary?.region ? { region: left } : null,
    tables: to.tables.map((one) => {
      const before = from.tables.find(({ tableName }) => tableName === one.tableName)?.indexes ?? [];
      return { ...one, retiredIndexes: before.map(({ name }) => name) };
    }),
  };
}

function ready(spec: DynamoDbSpec): SimulatedDynamoDb {
  const simulation = new SimulatedDynamoDb(spec);
  run(simulation, (observed) => planDynamoDb(spec, observed));
  return simulation;
}

function updated(from: DynamoDbSpec, to: DynamoDbSpec) {
  const spec = updateOf(from, to);
  return { spec, simulation: new SimulatedDynamoDb(spec, lookFor(spec, ready(from).observed())) };
}

const keyOf = (one: TableSpec | undefined) => one?.sortKey?.name;
/** Data would go that protection keeps. */
function isProtected(from: DynamoDbSpec, to: DynamoDbSpec): boolean {
  const loses = from.tables.some((before) => {
    const after = to.tables.find(({ tableName }) => tableName === before.tableName);
    return !after || keyOf(after) !== keyOf(before);
  });
  return loses && from.deletionProtection && to.deletionProtection;
}

const changed = (spec: DynamoDbSpec, observed: DynamoDbObserved) =>
  compare(spec, observed).filter(({ state }) => state === 'changed');

/** As a preview does it: nothing but plan and expect, with everything that is on its way there at once. */
function preview(
  spec: DynamoDbSpec,
  goal: DynamoDbSpec | null,
  start: DynamoDbObserved,
  options: PlanOptions,
) {
  const actions: Action[] = [];
  let now = start;
  for (let round = 0; round < 60; round++) {
    const plan = planDynamoDb(goal, now, options);
    if (plan.actions.length === 0) return actions;
    actions.push(...plan.actions);
    for (const action of plan.actions) now = expected(spec, now, action);
  }
  throw new Error('the preview does not end');
}

/** In any order: tables wait for each other in no order of their own. */
const said = (actions: readonly Action[]) =>
  actions.map(({ region, summary }) => `${region} ${summary}`).sort();

describe('the plan of the DynamoDB tier', () => {
  it('reaches the desired tables whatever calls get lost, and then is empty', () => {
    fc.assert(
      fc.property(specs, lostCalls, (spec, lost) => {
        const simulation = new SimulatedDynamoDb(spec);
        run(simulation, (observed) => planDynamoDb(spec, observed), lost);
        expect(planDynamoDb(spec, simulation.observed())).toEqual(NOTHING_TO_DO);
        expect(compare(spec, simulation.observed()).filter(({ state }) => state !== 'as-desired')).toEqual(
          [],
        );
        for (const { primary, secondary } of Object.values(simulation.observed().tables)) {
          expect(primary?.status).toBe('ACTIVE');
          expect(secondary?.deletionProtection).toBe(spec.secondary ? spec.deletionProtection : undefined);
        }
      }),
    );
  });

  it('leads from any environment to any other, unless data is protected, whatever gets lost', () => {
    fc.assert(
      fc.property(specs, specs, lostCalls, (from, to, lost) => {
        const { simulation, spec } = updated(from, to);
        const arrive = () => run(simulation, (observed) => planDynamoDb(spec, observed, ALLOWED), lost);
        if (isProtected(from, to)) {
          expect(arrive).toThrow('Turn deletion protection off by an update first');
          return;
        }
        arrive();
        const now = simulation.observed();
        expect(compare(spec, now).filter(({ state }) => state !== 'as-desired')).toEqual([]);
        expect(planDynamoDb(updateOf(to, to), now)).toEqual(NOTHING_TO_DO);
        for (const pair of Object.values(now.tables)) {
          expect(pair.primary?.replicas.map(({ region }) => region)).toEqual(
            to.secondary ? [to.secondary.region] : [],
          );
          const wanted = to.tables.find(({ tableName }) => tableName === pair.tableName);
          expect(pair.primary?.indexes.map(({ name }) => name).sort()).toEqual(
            wanted?.indexes.map(({ name }) => name).sort(),
          );
        }
        expect(Object.values(now.retiredTables).map(({ primary }) => primary)).toEqual(
          Object.values(now.retiredTables).map(() => null),
        );
      }),
    );
  });

  it('deletes no table that is asked for and no index of its own, unless it may', () => {
    fc.assert(
      fc.property(specs, specs, (from, to) => {
        const { simulation, spec } = updated(from, to);
        const { actions } = planDynamoDb(spec, simulation.observed());
        const stays = new Set(spec.tables.map(({ tableName }) => tableName));
        const grave = actions.filter((action) => ['replace', 'data-loss'].includes(effectOf(action)));
        expect(grave.filter(({ input }) => stays.has(String(input.TableName)))).toEqual([]);
      }),
    );
  });

  it('has something to do, or something to say, exactly when something has changed: not while it waits', () => {
    fc.assert(
      fc.property(specs, specs, fc.nat(15), (from, to, steps) => {
        const { simulation, spec } = updated(from, to);
        for (let step = 0; step < steps; step++) {
          const now = simulation.observed();
          const plan = planDynamoDb(spec, now);
          expect(changed(spec, now).length > 0).toBe(plan.actions.length + plan.failures.length > 0);
          const { actions } = planDynamoDb(spec, now, ALLOWED);
          for (const action of actions) simulation.apply(action);
          if (actions.length === 0) simulation.tick();
        }
      }),
    );
  });

  it('foresees what an update really does', () => {
    fc.assert(
      fc.property(specs, specs, (from, to) => {
        fc.pre(!isProtected(from, to));
        const { simulation, spec } = updated(from, to);
        const foreseen = preview(spec, spec, simulation.observed(), ALLOWED);
        const done: Action[] = [];
        run(simulation, (now) => {
          const plan = planDynamoDb(spec, now, ALLOWED);
          done.push(...plan.actions);
          return plan;
        });
        expect(said(foreseen)).toEqual(said(done));
      }),
    );
  });

  it('deletes all of it after any number of steps, never plans a creation, and foresees it', () => {
    fc.assert(
      fc.property(specs, specs, lostCalls, fc.nat(20), (from, to, lost, steps) => {
        const { simulation, spec } = updated(from, to);
        for (let step = 0; step < steps; step++) {
          const { actions } = planDynamoDb(spec, simulation.observed(), ALLOWED);
          for (const action of actions) simulation.apply(action);
          if (actions.length === 0) simulation.tick();
        }
        simulation.tick();
        const options = { discard: true };
        const foreseen = preview(spec, null, simulation.observed(), options);
        const { commands } = run(simulation, (observed) => planDynamoDb(null, observed, options), lost);
        expect(commands.filter((command) => command.includes('Create'))).toEqual([]);
        expect(foreseen.map(({ command }) => command).sort()).toEqual(
          commands.filter((command) => !command.startsWith('(lost)')).sort(),
        );
        const { tables, retiredTables } = simulation.observed();
        for (const pair of [...Object.values(tables), ...Object.values(retiredTables)]) {
          expect([pair.primary, pair.secondary, pair.retired]).toEqual([null, null, null]);
        }
      }),
    );
  });
});
