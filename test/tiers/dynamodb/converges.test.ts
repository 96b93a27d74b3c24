import fc from 'fast-check';
import type { DynamoDbSpec } from '../../../core/spec.ts';
import { planDynamoDb } from '../../../tiers/dynamodb/plan.ts';
import { lostCalls, run } from '../shared/simulation.ts';
import { games, global, moves, single } from './fixtures.ts';
import { SimulatedDynamoDb } from './simulation.ts';

const specs = fc.record({
  region: fc.constantFrom(single, global),
  tables: fc.constantFrom([games], [games, moves]),
  pitrDays: fc.constantFrom(null, 7, 35),
  deletionProtection: fc.boolean(),
});
const specOf = ({ region, ...rest }: { region: DynamoDbSpec } & Partial<DynamoDbSpec>): DynamoDbSpec => ({
  ...region,
  ...rest,
});

describe('the plan of the DynamoDB tier', () => {
  it('reaches the desired tables whatever calls get lost, and then is empty', () => {
    fc.assert(
      fc.property(specs.map(specOf), lostCalls, (spec, lost) => {
        const simulation = new SimulatedDynamoDb(spec);
        run(simulation, (observed) => planDynamoDb(spec, observed), lost);
        expect(planDynamoDb(spec, simulation.observed())).toEqual({ actions: [], waits: [], failures: [] });
        for (const { primary, secondary } of Object.values(simulation.observed().tables)) {
          expect(primary?.status).toBe('ACTIVE');
          expect(secondary?.deletionProtection).toBe(spec.secondary ? spec.deletionProtection : undefined);
        }
      }),
    );
  });

  it('deletes all of it after any number of steps, and never plans a creation', () => {
    fc.assert(
      fc.property(specs.map(specOf), lostCalls, fc.nat(20), (wanted, lost, steps) => {
        const spec = { ...wanted, deletionProtection: false };
        const simulation = new SimulatedDynamoDb(spec);
        for (let step = 0; step < steps; step++) {
          const { actions } = planDynamoDb(spec, simulation.observed());
          for (const action of actions) simulation.apply(action);
          if (actions.length === 0) simulation.tick();
        }
        const { commands } = run(simulation, (observed) => planDynamoDb(null, observed), lost);
        expect(commands.filter((command) => command.includes('Create'))).toEqual([]);
        for (const pair of Object.values(simulation.observed().tables)) {
          expect([pair.primary, pair.secondary]).toEqual([null, null]);
        }
      }),
    );
  });
});
