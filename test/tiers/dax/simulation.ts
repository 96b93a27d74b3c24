import type { DaxSpec } from '../../../core/spec.ts';
import type { Action } from '../../../core/tier.ts';
import type { DaxObserved } from '../../../tiers/dax/observe.ts';
import type { Simulation } from '../shared/simulation.ts';
import { nothing, observed, observedCluster } from './fixtures.ts';

/** Refuses what DAX and IAM refuse: use of what is not there, and deletion of what is in use. */
export class SimulatedDax implements Simulation<DaxObserved> {
  readonly #spec: DaxSpec;
  #now: DaxObserved = nothing;

  constructor(spec: DaxSpec) {
    this.#spec = spec;
  }

  observed(): DaxObserved {
    return structuredClone(this.#now);
  }

  apply({ command }: Action): void {
    const ready = observed(this.#spec);
    const { cluster, role, subnetGroup, parameterGroup } = this.#now;
    const set = (change: Partial<DaxObserved>) => {
      this.#now = { ...this.#now, ...change };
    };
    const unused = (change: Partial<DaxObserved>) => {
      if (cluster) throw new Error(`in use: ${command}`);
      set(change);
    };
    const calls: Record<string, () => void> = {
      CreateRole: () => set({ role: ready.role && { ...ready.role, policy: null } }),
      PutRolePolicy: () => set({ role: ready.role }),
      CreateSubnetGroup: () => set({ subnetGroup: ready.subnetGroup }),
      CreateParameterGroup: () =>
        set({ parameterGroup: ready.parameterGroup && { ...ready.parameterGroup, values: {} } }),
      UpdateParameterGroup: () => unused({ parameterGroup: ready.parameterGroup }),
      CreateCluster: () => {
        if (!role?.policy || !subnetGroup || !parameterGroup) throw new Error('not found');
        set({ cluster: observedCluster(this.#spec, { status: 'creating', tags: null, nodes: [] }) });
      },
      DeleteCluster: () => {
        if (cluster?.status !== 'available') throw new Error('InvalidClusterStateFault');
        set({ cluster: { ...cluster, status: 'deleting' } });
      },
      DeleteParameterGroup: () => unused({ parameterGroup: null }),
      DeleteSubnetGroup: () => unused({ subnetGroup: null }),
      DeleteRolePolicy: () => unused({ role: role && { ...role, policy: null } }),
      DeleteRole: () => {
        if (role?.policy) throw new Error('DeleteConflict');
        set({ role: null });
      },
    };
    const call = calls[command];
    if (!call) throw new Error(`unexpected ${command}`);
    call();
  }

  tick(): void {
    const status = this.#now.cluster?.status;
    if (status === 'deleting') this.#now = { ...this.#now, cluster: null };
    if (status === 'creating') this.#now = { ...this.#now, cluster: observedCluster(this.#spec) };
  }
}
