import fc from 'fast-check';
import type { DaxSpec } from '../../../core/spec.ts';
import { type Action, effectOf, type PlanOptions } from '../../../core/tier.ts';
import { compare } from '../../../tiers/dax/compare.ts';
import { expect as expected } from '../../../tiers/dax/expect.ts';
import type { DaxObserved } from '../../../tiers/dax/observe.ts';
import { planDax } from '../../../tiers/dax/plan.ts';
import { lostCalls, run } from '../shared/simulation.ts';
import { nothing, single } from './fixtures.ts';
import { SimulatedDax } from './simulation.ts';

const NOTHING_TO_DO = { actions: [], waits: [], failures: [] };
const ALLOWED: PlanOptions = { allowReplacement: true };

const specs: fc.Arbitrary<DaxSpec> = fc
  .record({
    replicationFactor: fc.constantFrom(1, 3, 5),
    nodeType: fc.constantFrom('dax.r4.large', 'dax.r4.large', 'dax.r5.large'),
    subnetIds: fc.constantFrom(['subnet-a', 'subnet-b'], ['subnet-b', 'subnet-a'], ['subnet-c', 'subnet-b']),
    securityGroupIds: fc.constantFrom(['sg-dax'], ['sg-more', 'sg-dax']),
    maintenanceWindow: fc.constantFrom('sun:04:00-sun:05:00', 'Mon:01:00-Mon:02:00'),
    recordTtlMs: fc.constantFrom(300_000, 0),
    queryTtlMs: fc.constantFrom(300_000, 60_000),
    tableNames: fc.constantFrom(single.tableNames, ['shop-dev-games']),
    tags: fc.constantFrom(single.tags, { ...single.tags, team: 'orders' }),
  })
  .map((change) => ({ ...single, ...change }));

const changed = (spec: DaxSpec, now: DaxObserved) =>
  compare(spec, now).filter(({ state }) => state === 'changed');

function updated(from: DaxSpec, to: DaxSpec): SimulatedDax {
  const simulation = new SimulatedDax(from);
  run(simulation, (now) => planDax(from, now));
  return new SimulatedDax(to, simulation.observed());
}

/** As a preview does it: nothing but plan and expect, with everything that is on its way there at once. */
function preview(spec: DaxSpec, goal: DaxSpec | null, start: DaxObserved, options: PlanOptions): Action[] {
  const actions: Action[] = [];
  let now = start;
  for (let round = 0; round < 60; round++) {
    const plan = planDax(goal, now, options);
    if (plan.actions.length === 0) return actions;
    actions.push(...plan.actions);
    for (const action of plan.actions) now = expected(spec, now, action);
  }
  throw new Error('the preview does not end');
}

const said = (actions: readonly Action[]) => actions.map(({ summary }) => summary);

describe('the plan of the DAX tier', () => {
  it('reaches the desired cluster whatever calls get lost, and then is empty', () => {
    fc.assert(
      fc.property(specs, lostCalls, (spec, lost) => {
        const simulation = new SimulatedDax(spec);
        run(simulation, (now) => planDax(spec, now), lost);
        expect(planDax(spec, simulation.observed())).toEqual(NOTHING_TO_DO);
        expect(compare(spec, simulation.observed()).filter(({ state }) => state !== 'as-desired')).toEqual(
          [],
        );
        expect(simulation.observed().cluster?.nodes).toHaveLength(spec.replicationFactor);
      }),
    );
  });

  it('leads from any cluster to any other, by replacement where it has to be, and leaves no group behind', () => {
    fc.assert(
      fc.property(specs, specs, lostCalls, (from, to, lost) => {
        const simulation = updated(from, to);
        run(simulation, (now) => planDax(to, now, ALLOWED), lost);
        const now = simulation.observed();
        expect(compare(to, now).filter(({ state }) => state !== 'as-desired')).toEqual([]);
        expect(now.parameterGroups.map(({ name }) => name)).toEqual([now.cluster?.parameterGroup]);
        expect(now.parameterGroups[0]?.values).toEqual({
          'record-ttl-millis': String(to.recordTtlMs),
          'query-ttl-millis': String(to.queryTtlMs),
        });
        expect(now.cluster).toMatchObject({ nodeType: to.nodeType, totalNodes: to.replicationFactor });
      }),
    );
  });

  it('replaces nothing unless it may: then nothing at all is done', () => {
    fc.assert(
      fc.property(specs, specs, (from, to) => {
        const simulation = updated(from, to);
        const subnets = (spec: DaxSpec) => String([...spec.subnetIds].sort());
        const { actions, failures } = planDax(to, simulation.observed());
        if (from.nodeType !== to.nodeType || subnets(from) !== subnets(to)) {
          expect(actions).toEqual([]);
          expect(failures.map(({ code }) => code)).toEqual(['immutable']);
        } else {
          expect(run(simulation, (now) => planDax(to, now)).commands).not.toContain('DeleteCluster');
        }
      }),
    );
  });

  it('has something to do, or something to say, exactly when something has changed: not while it waits', () => {
    fc.assert(
      fc.property(specs, specs, fc.nat(15), (from, to, steps) => {
        const simulation = updated(from, to);
        for (let step = 0; step < steps; step++) {
          const now = simulation.observed();
          const plan = planDax(to, now);
          expect(changed(to, now).length > 0).toBe(plan.actions.length + plan.failures.length > 0);
          const { actions } = planDax(to, now, ALLOWED);
          for (const action of actions) simulation.apply(action);
          if (actions.length === 0) simulation.tick();
        }
      }),
    );
  });

  it('foresees what an update really does', () => {
    fc.assert(
      fc.property(specs, specs, (from, to) => {
        const simulation = updated(from, to);
        const foreseen = preview(to, to, simulation.observed(), ALLOWED);
        const done: Action[] = [];
        run(simulation, (now) => {
          const plan = planDax(to, now, ALLOWED);
          done.push(...plan.actions);
          return plan;
        });
        expect(said(foreseen).sort()).toEqual(said(done).sort());
        const effects = new Set(foreseen.map(effectOf));
        expect(effects.has('data-loss')).toBe(false);
        const fixed = (spec: DaxSpec) => String([spec.nodeType, [...spec.subnetIds].sort()]);
        expect(effects.has('replace')).toBe(fixed(from) !== fixed(to));
      }),
    );
  });

  it('deletes all of it after any number of steps, never plans a creation, and foresees it', () => {
    fc.assert(
      fc.property(specs, specs, lostCalls, fc.nat(12), (from, to, lost, steps) => {
        const simulation = updated(from, to);
        for (let step = 0; step < steps; step++) {
          const { actions } = planDax(to, simulation.observed(), ALLOWED);
          for (const action of actions) simulation.apply(action);
          if (actions.length === 0) simulation.tick();
        }
        simulation.tick();
        const foreseen = preview(to, null, simulation.observed(), {});
        const { commands } = run(simulation, (now) => planDax(null, now), lost);
        expect(commands.filter((command) => /Create|Put/.test(command))).toEqual([]);
        expect(foreseen.map(({ command }) => command).sort()).toEqual(
          commands.filter((command) => !command.startsWith('(lost)')).sort(),
        );
        expect(simulation.observed()).toEqual(nothing);
      }),
    );
  });
});
