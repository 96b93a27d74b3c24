import fc from 'fast-check';
import type { AuroraSpec } from '../../../core/spec.ts';
import { effectOf, type Plan } from '../../../core/tier.ts';
import { compare } from '../../../tiers/aurora/compare.ts';
import { instanceNames } from '../../../tiers/aurora/names.ts';
import type { AuroraObserved } from '../../../tiers/aurora/observed.ts';
import { plan } from '../../../tiers/aurora/plan/index.ts';
import { lostCalls, run } from '../shared/simulation.ts';
import { arrived, preview, summaries } from './arrived.ts';
import { emptyRegion, nothing, production } from './fixtures.ts';
import { SimulatedAurora, seenWith } from './simulation.ts';
import { following, specs } from './specs.ts';

/** Steps of a run that is stopped somewhere. */
function begin(
  simulation: SimulatedAurora,
  planned: (observed: AuroraObserved) => Plan,
  steps: number,
): void {
  for (let step = 0; step < steps; step++) {
    const { actions } = planned(simulation.observed());
    for (const action of actions) simulation.apply(action);
    if (actions.length === 0) simulation.tick();
  }
}
const different = (spec: AuroraSpec, observed: AuroraObserved) =>
  compare(spec, observed).filter(({ state }) => state === 'changed');

describe('the plan of the Aurora tier', () => {
  it('reaches the desired database whatever calls get lost, and then is empty', () => {
    fc.assert(
      fc.property(specs, lostCalls, (spec, lost) => {
        const simulation = new SimulatedAurora(spec);
        run(simulation, (observed) => plan(spec, observed), lost);
        expect(plan(spec, simulation.observed())).toEqual({ actions: [], waits: [], failures: [] });
        const { primary, secondary } = simulation.observed();
        expect(primary.instances.map(({ identifier }) => identifier)).toEqual(
          instanceNames(spec.identity, 'eu-west-2', spec.primary.instanceCount),
        );
        expect(primary.cluster?.writerInstance).toBe(primary.instances[0]?.identifier);
        expect(secondary?.instances.length ?? null).toBe(spec.secondary?.instanceCount ?? null);
        expect(different(spec, simulation.observed())).toEqual([]);
      }),
    );
  });

  it('deletes all of it after any number of steps, and never plans a creation', () => {
    fc.assert(
      fc.property(specs, lostCalls, fc.nat(40), (wanted, lost, steps) => {
        const spec = { ...wanted, deletionProtection: false };
        const simulation = new SimulatedAurora(spec);
        begin(simulation, (observed) => plan(spec, observed), steps);
        const { commands } = run(simulation, (observed) => plan(null, observed), lost);
        expect(commands.filter((command) => /Create|Restore/.test(command))).toEqual([]);
        const { primary, secondary, globalCluster, monitoringRole, secret } = simulation.observed();
        for (const place of [primary, secondary]) {
          if (place) expect([place.cluster, place.subnetGroup, place.instances]).toEqual([null, null, []]);
        }
        expect([globalCluster, monitoringRole, secret?.deletionScheduled ?? true]).toEqual([
          null,
          null,
          true,
        ]);
      }),
    );
  });

  it('goes from one document to another whatever calls get lost, and then all is as desired', () => {
    fc.assert(
      fc.property(specs, specs, lostCalls, (first, second, lost) => {
        const spec = following(first, second);
        const simulation = new SimulatedAurora(spec, seenWith(spec, arrived(first)));
        run(simulation, (observed) => plan(spec, observed), lost);
        expect(different(spec, simulation.observed())).toEqual([]);
        const { primary, secondary, retired, globalCluster } = simulation.observed();
        expect([primary.instances.length, secondary?.instances.length]).toEqual([
          spec.primary.instanceCount,
          spec.secondary?.instanceCount,
        ]);
        expect(retired).toEqual(spec.retiredSecondary ? emptyRegion(spec.retiredSecondary.region) : null);
        expect(globalCluster?.members.length).toBe(spec.secondary ? 2 : undefined);
        expect(primary.cluster?.resourceId).toBe('cluster-eu-west-2');
      }),
    );
  });

  it('keeps the database, whatever half of one change another one finds', () => {
    // A document names one retired region at most.
    const sameRegion = specs.map((spec) => ({
      ...spec,
      secondary: spec.secondary && { ...spec.secondary, region: 'eu-west-1' },
    }));
    fc.assert(
      fc.property(
        fc.array(sameRegion, { minLength: 3, maxLength: 3 }),
        fc.nat(40),
        fc.nat(40),
        (all, made, changed) => {
          const [first, second, third] = all as [AuroraSpec, AuroraSpec, AuroraSpec];
          const replacing = { allowReplacement: true };
          const simulation = new SimulatedAurora(first);
          begin(simulation, (observed) => plan(first, observed), made);
          const next = following(first, second);
          simulation.look(next);
          begin(simulation, (observed) => plan(next, observed, replacing), changed);
          const last = following(first.secondary ? first : second, third);
          simulation.look(last);
          const database = simulation.observed().primary.cluster;
          const calls = summaries(simulation, (observed) => plan(last, observed, replacing));
          expect(different(last, simulation.observed())).toEqual([]);
          const touched = calls.filter((call) =>
            /^(create|delete) Aurora cluster shop-dev-aurora-euw2 /.test(call),
          );
          expect(touched).toHaveLength(database ? 0 : 1);
        },
      ),
    );
  });

  it('is foreseen by the preview: the same calls, in the same order when AWS is quick', () => {
    const check = (spec: AuroraSpec, desired: AuroraSpec | null, from: AuroraObserved) => {
      const planned = (observed: AuroraObserved) => plan(desired, observed);
      const { actions, observed } = preview(spec, from, planned);
      const foreseen = actions.map(({ summary }) => summary);
      expect(summaries(new SimulatedAurora(spec, from), planned, { quick: true })).toEqual(foreseen);
      // What does not depend on each other is done as AWS gets ready.
      expect(summaries(new SimulatedAurora(spec, from), planned).sort()).toEqual([...foreseen].sort());
      return { observed, actions };
    };
    fc.assert(
      fc.property(specs, specs, (first, second) => {
        const { observed: made } = check(first, first, nothing(first));
        const spec = { ...following(first, second), deletionProtection: false };
        const { observed: changed } = check(spec, spec, seenWith(spec, made));
        const { actions } = check(spec, null, changed);
        expect(actions.filter((action) => effectOf(action) === 'create')).toEqual([]);
      }),
      // Nine runs of the plan each.
      { numRuns: 40 },
    );
  });

  it('is the same for the same facts', () => {
    const simulation = new SimulatedAurora(production);
    for (let step = 0; step < 12; step++) {
      const first = plan(production, simulation.observed());
      expect(plan(production, simulation.observed())).toEqual(first);
      for (const action of first.actions) simulation.apply(action);
      if (first.actions.length === 0) simulation.tick();
    }
  });
});
