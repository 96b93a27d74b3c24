import type { Desired } from '../../core/spec.ts';
import type { Action } from '../../core/tier.ts';
import type { Planned } from './finding.ts';

/** So many more in a region than there are. */
export interface Added {
  readonly region: string;
  readonly number: number;
}

/** What is left once the calls that take something away are set off against those that make it. */
export function addedBy(actions: readonly Action[], what: RegExp): Added[] {
  const numbers = new Map<string, number>();
  for (const { command, region } of actions) {
    const [, verb, name] = /^(Create|Delete)(.+)$/.exec(command) ?? [];
    if (!verb || !what.test(name ?? '')) continue;
    numbers.set(region, (numbers.get(region) ?? 0) + (verb === 'Create' ? 1 : -1));
  }
  return positive(numbers);
}

/** Nodes of Redis and DAX. */
export function addedCaches({ before, after, actions }: Planned) {
  const grown = (desired: Desired | null, count: (desired: Desired) => number) =>
    count(after) - (desired ? count(desired) : 0);
  const redis = nodesFor(actions.redis, /^(CreateReplicationGroup|IncreaseReplicaCount)$/, () =>
    creates(actions.redis, 'CreateReplicationGroup') ? cacheNodes(after) : grown(before, cacheNodes),
  );
  const dax = nodesFor(actions.dax, /^(CreateCluster|IncreaseReplicationFactor)$/, () =>
    creates(actions.dax, 'CreateCluster')
      ? after.dax.replicationFactor
      : grown(before, ({ dax }) => dax.replicationFactor),
  );
  return { redis, dax };
}

/** Tables by region: a replica counts where it is. */
export function addedTables({ actions: { dynamodb } }: Planned): Added[] {
  const numbers = new Map<string, number>();
  const add = (region: string, number: number) => numbers.set(region, (numbers.get(region) ?? 0) + number);
  for (const { command, region, input } of dynamodb) {
    if (command === 'CreateTable') add(region, 1);
    if (command === 'DeleteTable') add(region, -1);
    for (const { Create, Delete } of (input.ReplicaUpdates ?? []) as readonly ReplicaUpdate[]) {
      if (Create) add(Create.RegionName, 1);
      if (Delete) add(Delete.RegionName, -1);
    }
  }
  return positive(numbers);
}

interface ReplicaUpdate {
  readonly Create?: { readonly RegionName: string };
  readonly Delete?: { readonly RegionName: string };
}

function nodesFor(actions: readonly Action[], calls: RegExp, number: () => number): Added[] {
  const call = actions.find(({ command }) => calls.test(command));
  return call ? positive(new Map([[call.region, number()]])) : [];
}

function cacheNodes({ redis }: Desired): number {
  return redis.clusterMode ? redis.shards * (1 + redis.replicasPerShard) : redis.nodeCount;
}

/** Anew, with nothing of the old one taken away before: all of its nodes are added. */
function creates(actions: readonly Action[], command: string): boolean {
  const taken = command.replace('Create', 'Delete');
  return (
    actions.some((action) => action.command === command) &&
    !actions.some((action) => action.command === taken)
  );
}

function positive(numbers: ReadonlyMap<string, number>): Added[] {
  return [...numbers].filter(([, number]) => number > 0).map(([region, number]) => ({ region, number }));
}
