import type { RedisSpec } from '../../../core/spec.ts';
import type { Action } from '../../../core/tier.ts';
import type { RedisObserved } from '../../../tiers/redis/observe.ts';
import type { Simulation } from '../shared/simulation.ts';
import { nothing, observed, observedGroup } from './fixtures.ts';

/** Refuses what ElastiCache refuses: a group without its surroundings, and surroundings deleted under a group. */
export class SimulatedRedis implements Simulation<RedisObserved> {
  readonly #spec: RedisSpec;
  #now: RedisObserved;

  constructor(spec: RedisSpec) {
    this.#spec = spec;
    const given = spec.authTokenSecretArn ? observed(spec).secret : null;
    this.#now = { ...nothing, secret: given };
  }

  observed(): RedisObserved {
    return structuredClone(this.#now);
  }

  apply({ command, input }: Action): void {
    const ready = observed(this.#spec);
    const { group } = this.#now;
    const set = (change: Partial<RedisObserved>) => {
      this.#now = { ...this.#now, ...change };
    };
    const free = (change: Partial<RedisObserved>) => {
      if (group) throw new Error(`InvalidCacheParameterGroupState: ${command}`);
      set(change);
    };
    const calls: Record<string, () => void> = {
      CreateCacheSubnetGroup: () => set({ subnetGroup: ready.subnetGroup }),
      CreateCacheParameterGroup: () =>
        set({ parameterGroup: ready.parameterGroup && { ...ready.parameterGroup, values: {} } }),
      ModifyCacheParameterGroup: () => set({ parameterGroup: ready.parameterGroup }),
      CreateSecret: () => set({ secret: ready.secret }),
      CreateLogGroup: () =>
        set({
          logGroups: [
            ...this.#now.logGroups,
            { name: String(input.logGroupName), ours: true, retentionDays: null },
          ].sort((a, b) => a.name.localeCompare(b.name)),
        }),
      PutRetentionPolicy: () =>
        set({
          logGroups: this.#now.logGroups.map((logs) =>
            logs.name === input.logGroupName
              ? { ...logs, retentionDays: Number(input.retentionInDays) }
              : logs,
          ),
        }),
      CreateReplicationGroup: () => {
        const { subnetGroup, parameterGroup, secret, logGroups } = this.#now;
        if (!subnetGroup || !parameterGroup || !secret || logGroups.length < 2) throw new Error('not found');
        set({ group: observedGroup(this.#spec, { status: 'creating', tags: null, members: [] }) });
      },
      DeleteReplicationGroup: () => {
        if (group?.status !== 'available') throw new Error('InvalidReplicationGroupState');
        set({ group: { ...group, status: 'deleting', tags: null } });
      },
      DeleteCacheParameterGroup: () => free({ parameterGroup: null }),
      DeleteCacheSubnetGroup: () => free({ subnetGroup: null }),
      RestoreSecret: () => set({ secret: ready.secret }),
      DeleteSecret: () => set({ secret: ready.secret && { ...ready.secret, scheduledForDeletion: true } }),
      DeleteLogGroup: () =>
        set({ logGroups: this.#now.logGroups.filter(({ name }) => name !== input.logGroupName) }),
    };
    const call = calls[command];
    if (!call) throw new Error(`unexpected ${command}`);
    call();
  }

  tick(): void {
    const status = this.#now.group?.status;
    if (status === 'deleting') this.#now = { ...this.#now, group: null };
    if (status === 'creating') this.#now = { ...this.#now, group: observedGroup(this.#spec) };
  }
}
