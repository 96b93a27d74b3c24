import { tagRecord } from '../../shared/ownership.ts';
import { ENDPOINT_TAG, endpointTag } from '../plan/secret.ts';
import { type Effects, placesIn, type World } from './world.ts';

type Secret = NonNullable<World['secret']>;
type Role = NonNullable<World['monitoringRole']>;

function changeSecret(world: World, change: (secret: Secret) => Partial<Secret>): void {
  if (world.secret) world.secret = { ...world.secret, ...change(world.secret) };
}

function changeRole(world: World, change: (role: Role) => Partial<Role>): void {
  if (world.monitoringRole)
    world.monitoringRole = { ...world.monitoringRole, ...change(world.monitoringRole) };
}

/** Calls about what is not RDS: the secret, the role, the logs. */
export const aroundEffects: Effects = {
  CreateSecret: ({ world, input, action: { region }, spec }) => {
    const account = spec.secretsKmsKeyArn.split(':')[4] ?? '';
    const arn = `arn:aws:secretsmanager:${region}:${account}:secret:${input.Name}`;
    const tags = tagRecord(input.Tags);
    world.secret = { arn, region, generated: true, deletionScheduled: false, tags };
  },
  RestoreSecret: ({ world }) => changeSecret(world, () => ({ deletionScheduled: false })),
  DeleteSecret: ({ world }) => changeSecret(world, () => ({ deletionScheduled: true })),
  PutSecretValue: ({ world, action: { secret } }) => {
    if (secret?.kind !== 'merge') return;
    const written = { [ENDPOINT_TAG]: endpointTag(secret.fields) };
    changeSecret(world, ({ tags }) => ({ tags: { ...tags, ...written } }));
  },
  TagResource: ({ world, input }) =>
    changeSecret(world, ({ tags }) => ({ tags: { ...tags, ...tagRecord(input.Tags) } })),
  CreateRole: ({ world, input, spec }) => {
    const account = spec.primary.kmsKeyArn.split(':')[4] ?? '';
    const arn = `arn:aws:iam::${account}:role/plinth/${input.RoleName}`;
    world.monitoringRole = { name: input.RoleName, arn, policyAttached: false, tags: tagRecord(input.Tags) };
  },
  TagRole: ({ world, input }) =>
    changeRole(world, ({ tags }) => ({ tags: { ...tags, ...tagRecord(input.Tags) } })),
  AttachRolePolicy: ({ world }) => changeRole(world, () => ({ policyAttached: true })),
  DetachRolePolicy: ({ world }) => changeRole(world, () => ({ policyAttached: false })),
  DeleteRole: ({ world }) => {
    world.monitoringRole = null;
  },
  DeleteLogGroup: ({ place, input }) => {
    place.logGroups = place.logGroups.filter((name) => name !== input.logGroupName);
  },
  AddTagsToResource: ({ world, input }) => {
    const tagged = [
      world.globalCluster,
      ...placesIn(world).flatMap((place) => [
        ...[place.subnetGroup, place.clusterParameterGroup, place.instanceParameterGroup],
        ...[place.cluster, ...place.instances],
      ]),
    ].find((each) => each?.arn === input.ResourceName) as
      | { arn: string; tags: Record<string, string> }
      | undefined;
    if (tagged) tagged.tags = { ...tagged.tags, ...tagRecord(input.Tags) };
  },
};
