import { Callers } from './callers.ts';
import { watchCalls } from './checks/calls.ts';
import { PlantedData } from './checks/data.ts';
import { watchLife } from './checks/life.ts';
import { Final } from './final.ts';
import { plantForeign } from './foreign.ts';
import { liveIn } from './globals.ts';
import type { Scenario } from './scenario.ts';
import { createSimulatedWorld, type SimulatedWorld, type Violation } from './world.ts';

export interface Outcome {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** Of everything that happened. */
  readonly hash: string;
  readonly timeline: readonly string[];
  /** Keys of the faults that happened. */
  readonly faults: readonly string[];
  readonly calls: number;
  readonly simulatedMs: number;
  /** What there was, operations and resources, when faults had stopped and everything had ended. */
  readonly end: string;
}

const CARETAKER_MS = 5 * 60_000;

/**
 * Runs one scenario to its end, then asks for what everybody wants at last: all there, all right, all gone.
 * With `stopAtFirst` it is over with the first thing that is broken.
 */
export async function simulate(scenario: Scenario, { stopAtFirst = false } = {}): Promise<Outcome> {
  const world = await createSimulatedWorld(scenario);
  const { clock, trace, faults } = world;
  const start = clock.now();
  let done = false;
  const life = live(world, scenario)
    .catch((error: Error) => world.violate('0 simulator', error.stack ?? error.message))
    .finally(() => {
      done = true;
    });
  const isOver = () => done || (stopAtFirst && world.violations.length > 0);
  await clock.runUntilIdle(isOver);
  if (!isOver()) world.violate('5 ends', 'nothing is under way any more, and not everything has ended');
  else if (done) await life;
  liveIn(undefined);
  return {
    seed: scenario.seed,
    violations: world.violations,
    hash: trace.hash,
    timeline: trace.timeline(),
    faults: faults.happened,
    calls: world.calls(),
    simulatedMs: clock.now() - start,
    end: world.end,
  };
}

async function live(world: SimulatedWorld, scenario: Scenario): Promise<void> {
  const { clock, trace, cloud, faults } = world;
  const { environments } = scenario;
  const callers = new Callers(world, environments);
  const data = new PlantedData(world);
  await plantForeign(world);
  watchCalls(world, scenario.skewMs);
  watchLife(world, environments, { callers, data });
  let over = false;
  const caretaker = async () => {
    while (!over) {
      await clock.sleep(CARETAKER_MS);
      if (!over) void cloud.invoke('plinth-caretaker', {});
    }
  };
  void caretaker();
  const steps = scenario.steps.map(async (step) => {
    await clock.sleep(step.at);
    await callers.carryOut(step);
  });
  await clock.sleep(scenario.lengthMs);
  faults.stop();
  trace.note('phase', 'faults have stopped');
  await Promise.all(steps);
  await new Final(world, scenario, callers, data).run();
  over = true;
}
