import type { EnvironmentRecord } from '../../core/registry.ts';
import { lookForDrift } from '../../functions/drift.ts';
import type { Callers } from '../callers.ts';
import { isHome } from '../faults.ts';
import type { SimulatedEnvironment } from '../scenario.ts';
import type { SimulatedWorld } from '../world.ts';
import type { PlantedData } from './data.ts';
import { checkGone, checkThere, keyOf, unique } from './resources.ts';

const WRITE = /^(Put|Update|Delete|TransactWrite)/;

/**
 * Holds an environment's word in the moment in which the registry gives it, faults and all: one that has gone has left
 * nothing (1, 3), one that is ready has everything, as desired (4), and none loses what it has been given (10).
 */
export function watchLife(
  world: SimulatedWorld,
  environments: readonly SimulatedEnvironment[],
  { callers, data }: { readonly callers: Callers; readonly data: PlantedData },
): void {
  const { registry } = world.cloud.runtime;
  const known = new Map<string, string>();
  const each = unique(environments);
  world.watches.push({
    answered: async (context, input) => {
      if (!WRITE.test(context.operation) || !isHome({ context, input })) return;
      if (!JSON.stringify(input).includes('"ENVIRONMENT#')) return;
      for (const [index, environment] of each) {
        const record = await registry.getEnvironment(environment.project, environment.name);
        const key = keyOf(environment);
        const state = record ? `${record.status} ${record.operationId}` : 'gone';
        if ((known.get(key) ?? 'gone') === state) continue;
        known.set(key, state);
        await turn(index, environment, record);
      }
    },
  });

  async function turn(index: number, environment: SimulatedEnvironment, record: EnvironmentRecord | null) {
    const key = keyOf(environment);
    world.trace.note('state', `${key} is ${record?.status ?? 'gone'}`);
    const isDestroyed = (callers.disturbed.get(index) ?? []).some(({ destroyed }) => destroyed);
    if (!record || record.status === 'deleting' || isDestroyed) data.forget(key);
    if (!record) return checkGone(world, environment);
    if (record.status === 'ready') await checkReady(index, environment, record);
    await data.check(key, record);
    if (record.status === 'ready' && !data.has(key) && !isDisturbed(index))
      await data.plant(key, record).catch(() => {}); // nobody has been told that it is there
  }

  const isDisturbed = (index: number) => (callers.disturbed.get(index) ?? []).length > 0;

  async function checkReady(index: number, environment: SimulatedEnvironment, record: EnvironmentRecord) {
    if (isDisturbed(index)) return;
    await checkThere(world, environment);
    const { fields } = await lookForDrift(world.cloud.runtime, record);
    const changed = fields.filter(({ state }) => state === 'changed');
    const text = changed.map(
      ({ resource, field, desired, observed }) =>
        `${resource} ${field} is ${JSON.stringify(observed)} and not ${JSON.stringify(desired)}`,
    );
    if (text.length > 0)
      world.violate('4 ready', `${keyOf(environment)} is ready and differs: ${text.join(', ')}`);
  }
}
