import type { Action } from '../../../core/tier.ts';
import { type Place, placesIn, type World } from '../../../tiers/aurora/expected/world.ts';
import { memberOf } from '../../../tiers/aurora/plan/members.ts';
import { compareVersions } from '../../../tiers/aurora/version-order.ts';

// biome-ignore lint/suspicious/noExplicitAny: inputs of any SDK command
type Input = any;
type Rule = (world: World, place: Place, input: Input, secret: Action['secret']) => void;

/** @throws Error when AWS would refuse the call now. */
export function refuse(world: World, { command, region, input, secret }: Action): void {
  const place = placesIn(world).find((each) => each.region === region);
  if (!place) throw new Error(`nothing is simulated in ${region}`);
  try {
    RULES[command]?.(world, place, input, secret);
  } catch (error) {
    throw new Error(`${command} in ${region} is refused: ${(error as Error).message}`);
  }
}

function must(condition: unknown, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise);
}

const unused: Rule = (_, { cluster, instances }) =>
  must(cluster === null && instances.length === 0, 'the group is still in use');

const parameters: Rule = (_world, _place, { Parameters }) =>
  must(Parameters.length > 0 && Parameters.length <= 20, 'between one and 20 parameters');

function instanceOf({ instances }: Place, { DBInstanceIdentifier }: Input): Place['instances'][number] {
  const found = instances.find(({ identifier }) => identifier === DBInstanceIdentifier);
  must(found, 'no such instance');
  return found;
}

const available: Rule = (_, place, input) =>
  must(instanceOf(place, input).status === 'available', 'the instance is not available');

/** In AWS's own order (Aurora user guide, and the texts of RDS's errors). */
const RULES: Readonly<Record<string, Rule>> = {
  RestoreSecret: ({ secret }) => must(secret, 'no secret'),
  DeleteSecret: ({ secret }) => must(secret, 'no secret'),
  PutSecretValue: (_world, _place, _input, secret) =>
    must(secret?.kind === 'merge', 'only a merge is written back'),
  AttachRolePolicy: ({ monitoringRole }) => must(monitoringRole, 'no role'),
  DeleteRole: ({ monitoringRole }) => must(!monitoringRole?.policyAttached, 'a policy is attached'),
  DeleteDBSubnetGroup: unused,
  DeleteDBClusterParameterGroup: unused,
  DeleteDBParameterGroup: unused,
  ModifyDBClusterParameterGroup: parameters,
  ModifyDBParameterGroup: parameters,
  ResetDBClusterParameterGroup: parameters,
  ResetDBParameterGroup: parameters,
  CreateGlobalCluster: (world, { cluster }, input) => {
    must(!world.globalCluster, 'there is one already');
    const source = input.SourceDBClusterIdentifier;
    must(!source || !input.Engine, 'Engine goes without a source');
    must(!source || cluster?.status === 'available', 'the source is not available');
  },
  ModifyGlobalCluster: ({ globalCluster }) =>
    must(globalCluster?.status === 'available', 'the global cluster is not available'),
  RemoveFromGlobalCluster: ({ globalCluster, ...world }, _place, input) => {
    const arn = input.DbClusterIdentifier;
    const member = memberOf(globalCluster, arn);
    must(globalCluster && member, 'it is not a member');
    must(!member.isWriter || globalCluster.members.length === 1, 'the writer leaves last');
    const place = placesIn(world as World).find(({ cluster }) => cluster?.arn === arn);
    must(place?.cluster?.status === 'available', 'the cluster is not available');
  },
  DeleteGlobalCluster: ({ globalCluster }) => {
    must(globalCluster?.members.length === 0, 'the global cluster is not empty');
    must(!globalCluster.deletionProtection, 'the global cluster is protected');
  },
  CreateDBCluster: ({ globalCluster, primary }, place, input, secret) => {
    must(place.subnetGroup && place.clusterParameterGroup, 'a group is missing');
    must(!place.cluster, 'there is one already');
    if (!input.GlobalClusterIdentifier) return;
    must(globalCluster, 'which global cluster?');
    const isPrimary = globalCluster.members.length === 0;
    must(globalCluster.status === 'available', 'the global cluster is not available');
    must(isPrimary === (secret !== undefined), 'only the primary cluster takes a password');
    must(
      isPrimary || primary.cluster?.engineVersion === input.EngineVersion,
      'a secondary is of the version of its primary',
    );
  },
  ModifyDBCluster: (world, { cluster, instances }, input) => {
    must(cluster?.status === 'available', 'the cluster is not available');
    if (!input.EngineVersion) return;
    must(
      instances.every(({ status }) => status === 'available'),
      'an instance is not available',
    );
    const member = memberOf(world.globalCluster, cluster.arn);
    const others = placesIn(world).flatMap((place) =>
      member?.isWriter && place.cluster && memberOf(world.globalCluster, place.cluster.arn)
        ? [place.cluster]
        : [],
    );
    must(
      others.every(
        (each) => each === cluster || compareVersions(each.engineVersion, input.EngineVersion) >= 0,
      ),
      'global replica(s) are running lower version',
    );
  },
  FailoverDBCluster: (_, { cluster, instances }, input) => {
    must(cluster?.status === 'available', 'the cluster is not available');
    const heir = instances.find(({ identifier }) => identifier === input.TargetDBInstanceIdentifier);
    must(heir?.status === 'available', 'the target is not available');
    must(heir.identifier !== cluster.writerInstance, 'the target writes already');
  },
  DeleteDBCluster: ({ globalCluster }, { cluster, instances }) => {
    must(cluster && instances.length === 0, 'the cluster still has instances');
    must(!memberOf(globalCluster, cluster.arn), 'the cluster is part of a global cluster');
    must(!cluster.deletionProtection, 'the cluster is protected');
  },
  CreateDBInstance: (_, { cluster }) => must(cluster?.status === 'available', 'the cluster is not available'),
  ModifyDBInstance: available,
  RebootDBInstance: available,
  DeleteDBInstance: (_, place, input) => {
    const { identifier } = instanceOf(place, input);
    must(identifier !== place.cluster?.writerInstance || place.instances.length === 1, 'writer last');
  },
};
