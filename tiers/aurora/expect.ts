import type { AuroraSpec } from '../../core/spec.ts';
import type { Action } from '../../core/tier.ts';
import { aroundEffects } from './expected/around.ts';
import { clusterEffects } from './expected/clusters.ts';
import { groupEffects } from './expected/groups.ts';
import { instanceEffects } from './expected/instances.ts';
import { type Effects, placesIn, type World } from './expected/world.ts';
import type { AuroraObserved } from './observed.ts';

/** By SDK operation. */
export const EFFECTS: Effects = { ...aroundEffects, ...groupEffects, ...clusterEffects, ...instanceEffects };

/**
 * What will be observed once AWS has carried the call out and everything that it starts has arrived. Names that AWS
 * chooses, such as the middle of an endpoint, are made up.
 *
 * @throws Error for a call that no plan of this tier makes: a preview must not leave anything out.
 */
export function expect(spec: AuroraSpec, observed: AuroraObserved, action: Action): AuroraObserved {
  const effect = EFFECTS[action.command];
  const world = structuredClone(observed) as World;
  const place = placesIn(world).find(({ region }) => region === action.region);
  if (!effect || !place)
    throw new Error(`It is not known what ${action.command} in ${action.region} leads to.`);
  effect({ world, place, input: action.input, action, spec });
  return world;
}
