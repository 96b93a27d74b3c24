import type { RedisSpec } from '../../../core/spec.ts';
import type { Action } from '../../../core/tier.ts';
import { expect as expected } from '../../../tiers/redis/expect.ts';
import type { ObservedReplicationGroup, RedisObserved } from '../../../tiers/redis/observe.ts';
import type { Simulation } from '../shared/simulation.ts';
import { nothing, observed } from './fixtures.ts';

const GROUP_CALLS: Readonly<Record<string, string>> = {
  CreateReplicationGroup: 'creating',
  DeleteReplicationGroup: 'deleting',
  ModifyReplicationGroup: 'modifying',
  IncreaseReplicaCount: 'modifying',
  DecreaseReplicaCount: 'modifying',
  ModifyReplicationGroupShardConfiguration: 'modifying',
};

/** Groups that are in use, and a group without its surroundings, are what ElastiCache refuses. */
export class SimulatedRedis implements Simulation<RedisObserved> {
  #spec: RedisSpec;
  #now: RedisObserved;
  /** What a call that takes time leads to. */
  #coming: ObservedReplicationGroup | null | undefined;

  constructor(spec: RedisSpec, start?: RedisObserved) {
    this.#spec = spec;
    const given = spec.authTokenSecretArn ? observed(spec).secret : null;
    this.#now = start ?? { ...nothing, secret: given };
  }

  observed(): RedisObserved {
    return structuredClone(this.#now);
  }

  /** What is looked for from now on: what it names elsewhere than before has to be found there. */
  lookFor(spec: RedisSpec, found: Partial<RedisObserved>): void {
    this.#spec = spec;
    this.#now = { ...this.#now, ...found };
  }

  apply(action: Action): void {
    this.#refuse(action);
    const next = expected(this.#spec, this.#now, action);
    const status = GROUP_CALLS[action.command];
    if (!status) {
      this.#now = next;
      return;
    }
    const now = this.#now.group ?? next.group;
    this.#coming = next.group;
    this.#now = { ...next, group: now && { ...now, status, tags: null } };
  }

  tick(): void {
    if (this.#coming === undefined) return;
    this.#now = { ...this.#now, group: this.#coming };
    this.#coming = undefined;
  }

  #refuse({ command, input }: Action): void {
    const { group, subnetGroup, parameterGroup, secret, logGroups } = this.#now;
    if (command === 'CreateReplicationGroup') {
      if (group) throw new Error('ReplicationGroupAlreadyExistsFault');
      if (!subnetGroup || !parameterGroup || !secret || logGroups.length < 2) throw new Error('not found');
      if (parameterGroup.name !== input.CacheParameterGroupName) throw new Error('no such parameter group');
    } else if (command in GROUP_CALLS && group?.status !== 'available') {
      throw new Error(`InvalidReplicationGroupStateFault: ${command}`);
    }
    const used = group?.members.some((member) => member.parameterGroup === input.CacheParameterGroupName);
    if (command === 'DeleteCacheParameterGroup' && used) throw new Error('InvalidCacheParameterGroupState');
    if (command === 'DeleteCacheSubnetGroup' && group) throw new Error('CacheSubnetGroupInUse');
    if (command === 'DecreaseReplicaCount' && group?.multiAz === 'enabled' && input.NewReplicaCount === 0) {
      throw new Error('Multi-AZ needs a replica');
    }
    if (command === 'ModifyReplicationGroup' && input.MultiAZEnabled && (group?.memberIds.length ?? 0) < 2) {
      throw new Error('Multi-AZ needs a replica');
    }
    const version = input.EngineVersion;
    if (command === 'ModifyReplicationGroup' && version && parameterGroup) {
      const name = input.CacheParameterGroupName ?? group?.members[0]?.parameterGroup;
      if (name !== parameterGroup.name) throw new Error('a parameter group of another family');
    }
  }
}
