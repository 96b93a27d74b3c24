import fc from 'fast-check';
import type { AuroraSpec } from '../../../core/spec.ts';
import { instanceNames } from '../../../tiers/aurora/names.ts';
import { plan } from '../../../tiers/aurora/plan/index.ts';
import { lostCalls, run } from '../shared/simulation.ts';
import { development, production } from './fixtures.ts';
import { SimulatedAurora } from './simulation.ts';

const manyParameters = Object.fromEntries(
  Array.from({ length: 45 }, (_, index) => [`rds.made_up_${index}`, `${index}`]),
);
const specs: fc.Arbitrary<AuroraSpec> = fc
  .record({
    preset: fc.constantFrom(development, production),
    instanceCount: fc.integer({ min: 1, max: 4 }),
    monitoringIntervalSeconds: fc.constantFrom(0, 60),
    performanceInsightsRetentionDays: fc.constantFrom(null, 7, 31),
    deletionProtection: fc.boolean(),
    clusterParameters: fc.constantFrom({}, { work_mem: '8192' }, manyParameters),
  })
  .map(({ preset, instanceCount, ...rest }) => ({
    ...preset,
    ...rest,
    primary: { ...preset.primary, instanceCount },
  }));

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
      }),
    );
  });

  it('deletes all of it after any number of steps, and never plans a creation', () => {
    fc.assert(
      fc.property(specs, lostCalls, fc.nat(40), (wanted, lost, steps) => {
        const spec = { ...wanted, deletionProtection: false };
        const simulation = new SimulatedAurora(spec);
        for (let step = 0; step < steps; step++) {
          const { actions } = plan(spec, simulation.observed());
          for (const action of actions) simulation.apply(action);
          if (actions.length === 0) simulation.tick();
        }
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
