import type { DaxSpec } from '../../../core/spec.ts';
import type { Action } from '../../../core/tier.ts';
import { expect as expected } from '../../../tiers/dax/expect.ts';
import type { DaxObserved, ObservedCluster } from '../../../tiers/dax/observe.ts';
import type { Simulation } from '../shared/simulation.ts';
import { nothing } from './fixtures.ts';

const CLUSTER_CALLS: Readonly<Record<string, string>> = {
  CreateCluster: 'creating',
  DeleteCluster: 'deleting',
  UpdateCluster: 'modifying',
  IncreaseReplicationFactor: 'modifying',
  DecreaseReplicationFactor: 'modifying',
};

/** Refuses what DAX and IAM refuse: use of what is not there, and change or deletion of what is in use. */
export class SimulatedDax implements Simulation<DaxObserved> {
  readonly #spec: DaxSpec;
  #now: DaxObserved;
  /** What a call that takes time leads to. */
  #coming: ObservedCluster | null | undefined;

  constructor(spec: DaxSpec, start: DaxObserved = nothing) {
    this.#spec = spec;
    this.#now = start;
  }

  observed(): DaxObserved {
    return structuredClone(this.#now);
  }

  apply(action: Action): void {
    this.#refuse(action);
    const next = expected(this.#spec, this.#now, action);
    if (action.command === 'RebootNode') {
      this.#coming = next.cluster;
      this.#now = { ...next, cluster: this.#rebooting(action) };
      return;
    }
    const status = CLUSTER_CALLS[action.command];
    if (!status) {
      this.#now = next;
      return;
    }
    const now = this.#now.cluster ?? next.cluster;
    this.#coming = next.cluster;
    this.#now = {
      ...next,
      cluster: now && { ...now, status, tags: null, parameterGroup: this.#groupOf(action) },
    };
  }

  tick(): void {
    if (this.#coming === undefined) return;
    this.#now = { ...this.#now, cluster: this.#coming };
    this.#coming = undefined;
  }

  #groupOf({ input }: Action): string | null {
    return (input.ParameterGroupName as string | undefined) ?? this.#now.cluster?.parameterGroup ?? null;
  }

  #rebooting({ input }: Action): ObservedCluster | null {
    const { cluster } = this.#now;
    const nodes = cluster?.nodes.map((node) =>
      node.id === input.NodeId ? { ...node, status: 'rebooting' } : node,
    );
    return cluster && { ...cluster, nodes: nodes ?? [] };
  }

  #refuse({ command, input }: Action): void {
    const { cluster, role, subnetGroup, parameterGroups } = this.#now;
    const hasGroup = parameterGroups.some(({ name }) => name === input.ParameterGroupName);
    if (command === 'CreateCluster') {
      if (cluster) throw new Error('ClusterAlreadyExistsFault');
      if (!role?.policy || !subnetGroup || !hasGroup) throw new Error('not found');
      return;
    }
    if ((command in CLUSTER_CALLS || command === 'RebootNode') && cluster?.status !== 'available') {
      throw new Error(`InvalidClusterStateFault: ${command}`);
    }
    if (input.NewReplicationFactor === 2) throw new Error('InvalidParameterValueException');
    if (command === 'CreateParameterGroup' && hasGroup) throw new Error('ParameterGroupAlreadyExistsFault');
    if (
      /^(Update|Delete)ParameterGroup$|^UpdateCluster$/.test(command) &&
      input.ParameterGroupName &&
      !hasGroup
    ) {
      throw new Error('ParameterGroupNotFoundFault');
    }
    const inUse = cluster?.parameterGroup === input.ParameterGroupName;
    if (/^(Update|Delete)ParameterGroup$/.test(command) && inUse) {
      throw new Error('InvalidParameterGroupStateFault');
    }
    if (command === 'DeleteSubnetGroup' && cluster) throw new Error('SubnetGroupInUseFault');
    if (/^DeleteRole/.test(command) && cluster) throw new Error('in use');
    if (command === 'DeleteRole' && role?.policy) throw new Error('DeleteConflict');
  }
}
