import { AwsError } from '../../service.ts';
import type { ReplicationGroup } from './state.ts';

/** Texts are AWS's where a comment does not say *assumed*; AWS documents the error classes, rarely the texts. */
export const invalidValue = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message);

export const invalidCombination = (message: string): AwsError =>
  new AwsError('InvalidParameterCombinationException', message);

export const groupNotFound = (id: string): AwsError =>
  new AwsError('ReplicationGroupNotFoundFault', `ReplicationGroup ${id} not found.`);

export const clusterNotFound = (id: string): AwsError =>
  new AwsError('CacheClusterNotFoundFault', `CacheCluster ${id} not found.`);

export const subnetGroupNotFound = (name: string): AwsError =>
  new AwsError('CacheSubnetGroupNotFoundFault', `Cache Subnet Group ${name} does not exist.`);

export const parameterGroupNotFound = (name: string): AwsError =>
  new AwsError('CacheParameterGroupNotFoundFault', `CacheParameterGroup ${name} not found.`);

export const snapshotNotFound = (name: string): AwsError =>
  new AwsError('SnapshotNotFoundFault', `Snapshot ${name} not found.`);

/** Almost everything asks for a group that is available (documented at each operation's errors). */
export function requireAvailable(group: ReplicationGroup): void {
  if (group.status === 'available') return;
  throw new AwsError(
    'InvalidReplicationGroupStateFault',
    `Replication group ${group.id} is not in available state: it is ${group.status}.`,
  );
}

/** For what AWS has and the local cloud has not: the gateway's own error for an unknown operation. */
export const notImplemented = (what: string): AwsError =>
  new AwsError('InvalidAction', `The local cloud does not implement ${what}.`, { status: 400 });

/** Refuses the first of `members` that is set in `input`. */
export function refuseMembers(input: object, members: readonly string[], where: string): void {
  const given = input as Record<string, unknown>;
  const member = members.find((name) => given[name] !== undefined);
  if (member) throw notImplemented(`${member} of ${where}`);
}
