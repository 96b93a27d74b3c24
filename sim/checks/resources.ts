import { type Inventory, inventory } from '../../local/inventory.ts';
import { foreignResources, isForeign } from '../foreign.ts';
import type { SimulatedEnvironment } from '../scenario.ts';
import type { SimulatedWorld } from '../world.ts';

const REGIONS = ['eu-west-2', 'eu-west-1'] as const;

export type Named = Pick<SimulatedEnvironment, 'project' | 'name'>;

export const keyOf = ({ project, name }: Named) => `${project}/${name}`;

/** With the first index of each. */
export function unique(
  environments: readonly SimulatedEnvironment[],
): (readonly [number, SimulatedEnvironment])[] {
  return [...Map.groupBy(environments.entries(), ([, environment]) => keyOf(environment)).values()].map(
    ([first]) => first as [number, SimulatedEnvironment],
  );
}

/** All that there is in both regions, whoever has it. */
export async function everything({ cloud }: SimulatedWorld): Promise<Inventory[]> {
  const { clients } = cloud.runtime;
  return Promise.all(
    REGIONS.map((region) => inventory({ aws: (client) => clients.get(client as never, region) }, region)),
  );
}

export async function resources(world: SimulatedWorld): Promise<string[]> {
  return (await everything(world)).flatMap((region) => region.resources);
}

export async function resourcesOf(world: SimulatedWorld, { project, name }: Named): Promise<string[]> {
  const pattern = new RegExp(`plinth-${project}-${name}\\b`);
  return (await resources(world)).filter((text) => pattern.test(text) && !isForeign(text));
}

/** An environment that is not there has nothing (1, 3). */
export async function checkGone(world: SimulatedWorld, environment: Named): Promise<void> {
  const left = await resourcesOf(world, environment);
  if (left.length > 0)
    world.violate('1 no orphans', `${keyOf(environment)} is not there and has ${left.join(', ')}`);
}

const KINDS = [
  ...['DBCluster ', 'DBInstance ', 'Table ', 'ReplicationGroup ', 'DAX cluster ', 'Alarm ', 'Secret '],
];

/** One of everything (4). */
export async function checkThere(world: SimulatedWorld, environment: Named): Promise<void> {
  const found = await resourcesOf(world, environment);
  for (const kind of KINDS)
    if (!found.some((one) => one.startsWith(kind)))
      world.violate('4 ready', `${keyOf(environment)} is ready and has no ${kind.trim()}`);
}

/** Everything is deleted but what is not ours (3, 6). */
export async function checkNothingLeft(world: SimulatedWorld): Promise<void> {
  const all = await resources(world);
  const left = all.filter((text) => /plinth-(shop|play)-/.test(text) && !isForeign(text));
  if (left.length > 0) world.violate('3 deleted', `all is deleted, and there is ${left.join(', ')}`);
  for (const one of foreignResources()) if (!all.includes(one)) world.violate('6 not ours', `${one} is gone`);
}
