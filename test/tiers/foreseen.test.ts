import { foresee } from '../../core/preview.ts';
import type { TierSpecBase } from '../../core/spec.ts';
import type { Action, Look } from '../../core/tier.ts';
import { auroraLook } from '../../tiers/aurora/look.ts';
import { daxLook } from '../../tiers/dax/look.ts';
import { dynamoDbLook } from '../../tiers/dynamodb/look.ts';
import { redisLook } from '../../tiers/redis/look.ts';
import { production } from './aurora/fixtures.ts';
import { SimulatedAurora } from './aurora/simulation.ts';
import { three } from './dax/fixtures.ts';
import { SimulatedDax } from './dax/simulation.ts';
import { games, global, moves } from './dynamodb/fixtures.ts';
import { SimulatedDynamoDb } from './dynamodb/simulation.ts';
import { clustered } from './redis/fixtures.ts';
import { SimulatedRedis } from './redis/simulation.ts';
import { run, type Simulation } from './shared/simulation.ts';

const tables = { ...global, tables: [games, moves] };

interface Case {
  readonly tier: string;
  // biome-ignore lint/suspicious/noExplicitAny: spec and observed belong together inside each tier
  readonly look: Look<any, any>;
  readonly spec: TierSpecBase;
  readonly simulation: () => Simulation<unknown>;
}

const CASES: readonly Case[] = [
  {
    ...{ tier: 'Aurora', look: auroraLook, spec: production },
    simulation: () => new SimulatedAurora(production),
  },
  { tier: 'DynamoDB', look: dynamoDbLook, spec: tables, simulation: () => new SimulatedDynamoDb(tables) },
  { tier: 'Redis', look: redisLook, spec: clustered, simulation: () => new SimulatedRedis(clustered) },
  { tier: 'DAX', look: daxLook, spec: three, simulation: () => new SimulatedDax(three) },
];

/** What a simulated AWS would show, after everything that is on its way has arrived. */
const expectFrom = (simulation: Simulation<unknown>) => ({
  expect: (_spec: unknown, _now: unknown, action: Action) => {
    simulation.apply(action);
    simulation.tick();
    return simulation.observed();
  },
});

describe.each(CASES)('what is foreseen of $tier', ({ look, spec, simulation }) => {
  it('is every call that the operation makes until all is as desired', () => {
    const made = run(simulation(), (observed) => look.plan(spec, observed)).commands;
    const simulated = simulation();
    const { actions, complete, observed } = foresee(
      look,
      expectFrom(simulated),
      spec,
      spec,
      simulated.observed(),
    );
    expect(complete).toBe(true);
    expect(actions.map(({ command }) => command).sort()).toEqual([...made].sort());
    expect(look.plan(spec, observed)).toEqual({ actions: [], waits: [], failures: [] });
  });
});
