import fc from 'fast-check';
import { planRedis } from '../../../tiers/redis/plan.ts';
import { lostCalls, run } from '../shared/simulation.ts';
import { clustered, multiAz, nothing, observed, secretArn, single } from './fixtures.ts';
import { SimulatedRedis } from './simulation.ts';

const specs = fc
  .tuple(fc.constantFrom(single, multiAz, clustered), fc.constantFrom(null, secretArn))
  .map(([spec, authTokenSecretArn]) => ({ ...spec, authTokenSecretArn }));

describe('the plan of the Redis tier', () => {
  it('reaches the desired group whatever calls get lost, and then is empty', () => {
    fc.assert(
      fc.property(specs, lostCalls, (spec, lost) => {
        const simulation = new SimulatedRedis(spec);
        run(simulation, (now) => planRedis(spec, now), lost);
        expect(simulation.observed()).toEqual(observed(spec));
        expect(planRedis(spec, simulation.observed())).toEqual({ actions: [], waits: [], failures: [] });
      }),
    );
  });

  it('deletes all of it after any number of steps, never plans a creation, and keeps a named secret', () => {
    fc.assert(
      fc.property(specs, lostCalls, fc.nat(12), (spec, lost, steps) => {
        const simulation = new SimulatedRedis(spec);
        for (let step = 0; step < steps; step++) {
          const { actions } = planRedis(spec, simulation.observed());
          for (const action of actions) simulation.apply(action);
          if (actions.length === 0) simulation.tick();
        }
        const { commands } = run(simulation, (now) => planRedis(null, now), lost);
        expect(commands.filter((command) => command.includes('Create'))).toEqual([]);
        const { secret, ...rest } = simulation.observed();
        if (spec.authTokenSecretArn)
          expect(secret).toMatchObject({ arn: secretArn, scheduledForDeletion: false });
        else expect(secret?.scheduledForDeletion ?? true).toBe(true);
        expect({ ...rest, secret: null }).toEqual(nothing);
      }),
    );
  });
});
