import { type Convergence, converge } from '../../../core/converge.ts';
import type { TierSpecBase } from '../../../core/spec.ts';
import type { Action, Clients, Tier } from '../../../core/tier.ts';
import { ManualClock } from '../../../local/clock.ts';
import { createLocalCloud } from '../../../local/cloud.ts';
import { instant, realistic } from '../../../local/delays.ts';
import { createNoEngines } from '../../../local/engines/none.ts';
import { localLandingZone } from '../../../local/landing-zones.ts';

/** The landing zone's part of a region. */
export function landing(region: string) {
  const found = localLandingZone.regions[region];
  if (!found) throw new Error(`the local cloud has no region ${region}`);
  return found;
}

export interface Arrival {
  readonly polls: number;
  readonly simulatedSeconds: number;
  readonly commands: readonly string[];
}

export interface LocalAws {
  readonly clients: Clients;
  /** Converges as the workflow does, at the times that the tier suggests. */
  arrive<Spec extends TierSpecBase, Observed, Outputs>(
    tier: Tier<Spec, Observed, Outputs>,
    spec: Spec,
    goal?: 'present' | 'absent',
  ): Promise<Arrival>;
  close(): Promise<void>;
}

/** More is not waiting but hanging. */
const MAX_POLLS = 200;

/** The local cloud without engines, with AWS's own durations on a clock that runs as fast as the test. */
export async function localAws(): Promise<LocalAws> {
  const clock = new ManualClock();
  let delays = instant;
  const cloud = await createLocalCloud({
    engines: createNoEngines(),
    clock,
    delays: (key) => delays(key),
  });
  delays = realistic;
  const { clients } = cloud.runtime;
  return {
    clients,
    async arrive(tier, spec, goal = 'present') {
      const start = clock.now();
      const commands: string[] = [];
      const onAction = ({ command, region }: Action) => commands.push(`${command} ${region}`);
      let last: Convergence | undefined;
      for (let polls = 1; polls <= MAX_POLLS; polls++) {
        const desired = goal === 'present' ? spec : null;
        last = await converge(tier, { spec, clients }, desired, { onAction });
        if (last.ready) return { polls, simulatedSeconds: (clock.now() - start) / 1000, commands };
        await clock.advance(last.retryAfterSeconds * 1000);
      }
      throw new Error(`not there after ${MAX_POLLS} polls: ${last?.waitingFor.join('; ')}`);
    },
    close: () => cloud.close(),
  };
}
