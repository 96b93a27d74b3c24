import type { AuroraSpec } from '../../../core/spec.ts';
import type { Action } from '../../../core/tier.ts';
import { expect as effectOn } from '../../../tiers/aurora/expect.ts';
import { placesIn, type World } from '../../../tiers/aurora/expected/world.ts';
import type { AuroraObserved } from '../../../tiers/aurora/observed.ts';
import type { Simulation } from '../shared/simulation.ts';
import { emptyRegion, nothing } from './fixtures.ts';
import { refuse } from './refusals.ts';

/** What AWS shows while a call is carried out. */
const MEANWHILE: Readonly<Record<string, string>> = {
  CreateGlobalCluster: 'creating',
  CreateDBCluster: 'creating',
  CreateDBInstance: 'creating',
  FailoverDBCluster: 'failing-over',
  RebootDBInstance: 'rebooting',
  DeleteGlobalCluster: 'deleting',
  DeleteDBCluster: 'deleting',
  DeleteDBInstance: 'deleting',
};

/**
 * Aurora in a few lines. What a call leads to is the tier's own `expect`; here are AWS's refusals, so that a wrong order
 * fails the test, and what is seen before everything has arrived.
 */
export class SimulatedAurora implements Simulation<AuroraObserved> {
  readonly #spec: AuroraSpec;
  #world: World;
  /** Calls that take something away: it is seen until it is gone. */
  #late: Action[] = [];

  constructor(spec: AuroraSpec, observed: AuroraObserved = nothing(spec)) {
    this.#spec = spec;
    this.#world = structuredClone(observed) as World;
  }

  observed(): AuroraObserved {
    return structuredClone(this.#world);
  }

  /** Looks where another document says, as `observe` would. */
  look(spec: AuroraSpec): void {
    this.#world = seenWith(spec, this.#world) as World;
  }

  apply(action: Action): void {
    refuse(this.#world, action);
    const leaving = action.command === 'RemoveFromGlobalCluster' && this.#isSecondary(action);
    const late = leaving || action.command.startsWith('DeleteDB') || action.command === 'DeleteGlobalCluster';
    if (late && !/Group$/.test(action.command)) this.#late.push(action);
    else this.#carryOut(action);
    const status = leaving ? 'promoting' : statusOf(action);
    const shown = status && this.#target(action);
    if (status && shown) shown.status = status;
    if (action.command === 'CreateDBCluster') this.#synchronise('pending-resync');
  }

  tick(): void {
    for (const action of this.#late) this.#carryOut(action);
    this.#late = [];
    const { globalCluster } = this.#world;
    if (globalCluster) globalCluster.status = 'available';
    this.#synchronise('connected');
    for (const { cluster, instances } of placesIn(this.#world)) {
      for (const resource of [cluster, ...instances]) if (resource) resource.status = 'available';
    }
  }

  #carryOut(action: Action): void {
    this.#world = effectOn(this.#spec, this.#world, action) as World;
  }

  #isSecondary({ input }: Action): boolean {
    const members = this.#world.globalCluster?.members ?? [];
    return members.some(({ clusterArn, isWriter }) => clusterArn === input.DbClusterIdentifier && !isWriter);
  }

  #synchronise(synchronization: string): void {
    const { globalCluster } = this.#world;
    if (!globalCluster) return;
    globalCluster.members = globalCluster.members.map((each) =>
      each.isWriter ? each : { ...each, synchronization },
    );
  }

  /** What a call is about: an instance, a cluster or the global cluster. */
  #target({ region, input }: Action): { status: string } | null | undefined {
    const places = placesIn(this.#world);
    const arn = input.DbClusterIdentifier;
    if (arn) return places.find(({ cluster }) => cluster?.arn === arn)?.cluster;
    const place = places.find((each) => each.region === region);
    const instance = input.DBInstanceIdentifier;
    if (instance) return place?.instances.find(({ identifier }) => identifier === instance);
    return input.DBClusterIdentifier ? place?.cluster : this.#world.globalCluster;
  }
}

function statusOf({ command, input }: Action): string | undefined {
  if (command === 'ModifyDBCluster' && input.EngineVersion) return 'upgrading';
  if (command === 'ModifyDBInstance' && input.DBInstanceClass) return 'modifying';
  return MEANWHILE[command];
}

/** The same facts, in the places where another document looks for them. */
export function seenWith(spec: AuroraSpec, observed: AuroraObserved): AuroraObserved {
  const places = placesIn(observed as World);
  const at = (region: string) => places.find((place) => place.region === region) ?? emptyRegion(region);
  return {
    ...observed,
    primary: at(spec.primary.region),
    secondary: spec.secondary && at(spec.secondary.region),
    retired: spec.retiredSecondary ? at(spec.retiredSecondary.region) : null,
  };
}
