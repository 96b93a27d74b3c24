import fc from 'fast-check';
import { planDax } from '../../../tiers/dax/plan.ts';
import { lostCalls, run } from '../shared/simulation.ts';
import { nothing, observed, single, three } from './fixtures.ts';
import { SimulatedDax } from './simulation.ts';

const specs = fc.constantFrom(single, three);

describe('the plan of the DAX tier', () => {
  it('reaches the desired cluster whatever calls get lost, and then is empty', () => {
    fc.assert(
      fc.property(specs, lostCalls, (spec, lost) => {
        const simulation = new SimulatedDax(spec);
        run(simulation, (now) => planDax(spec, now), lost);
        expect(simulation.observed()).toEqual(observed(spec));
        expect(planDax(spec, simulation.observed())).toEqual({ actions: [], waits: [], failures: [] });
      }),
    );
  });

  it('deletes all of it after any number of steps, and never plans a creation', () => {
    fc.assert(
      fc.property(specs, lostCalls, fc.nat(12), (spec, lost, steps) => {
        const simulation = new SimulatedDax(spec);
        for (let step = 0; step < steps; step++) {
          const { actions } = planDax(spec, simulation.observed());
          for (const action of actions) simulation.apply(action);
          if (actions.length === 0) simulation.tick();
        }
        const { commands } = run(simulation, (now) => planDax(null, now), lost);
        expect(commands.filter((command) => /Create|Put/.test(command))).toEqual([]);
        expect(simulation.observed()).toEqual(nothing);
      }),
    );
  });
});
