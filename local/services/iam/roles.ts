import type * as iam from '@aws-sdk/client-iam';
import { AwsError, type Service } from '../../service.ts';
import { checkRange, checkTags, constraint, page, tagList, tagMap } from '../common.ts';
import { checkTrustPolicy } from './policy.ts';
import { checkName, type Role, type RoleStore } from './state.ts';

export function roleOperations(roles: RoleStore): Service['operations'] {
  return {
    CreateRole: (input: iam.CreateRoleRequest): iam.CreateRoleResponse => ({
      Role: describe(create(roles, input)),
    }),
    GetRole: (input: iam.GetRoleRequest): iam.GetRoleResponse => ({
      Role: describe(roles.get(input.RoleName)),
    }),
    ListRoles(input: iam.ListRolesRequest): iam.ListRolesResponse {
      const all = roles.all().filter((role) => role.path.startsWith(input.PathPrefix ?? '/'));
      const { items, ...paging } = iamPage(all, input);
      // *documented* (ListRoles): does not return tags.
      return { Roles: items.map((role) => ({ ...describe(role), Tags: undefined })), ...paging };
    },
    DeleteRole(input: iam.DeleteRoleRequest) {
      const role = roles.getForChange(input.RoleName);
      const conflict = (message: string) => new AwsError('DeleteConflictException', message);
      if (role.attachedPolicies.size > 0)
        throw conflict('Cannot delete entity, must detach all policies first.');
      if (role.inlinePolicies.size > 0) throw conflict('Cannot delete entity, must delete policies first.');
      roles.delete(role);
    },
    UpdateAssumeRolePolicy(input: iam.UpdateAssumeRolePolicyRequest) {
      const role = roles.getForChange(input.RoleName);
      const document = String(input.PolicyDocument);
      checkTrustPolicy(document);
      role.trustPolicy = document;
    },
    TagRole(input: iam.TagRoleRequest) {
      const role = roles.getForChange(input.RoleName);
      const tags = new Map([...role.tags, ...tagMap(input.Tags)]);
      checkTags(tags, tagError);
      role.tags = tags;
    },
    UntagRole(input: iam.UntagRoleRequest) {
      for (const key of input.TagKeys ?? []) roles.getForChange(input.RoleName).tags.delete(key);
    },
    ListRoleTags(input: iam.ListRoleTagsRequest): iam.ListRoleTagsResponse {
      const { items, ...paging } = iamPage(tagList(roles.get(input.RoleName).tags), input);
      return { Tags: items, ...paging };
    },
    CreateServiceLinkedRole: (input: iam.CreateServiceLinkedRoleRequest) => ({
      Role: describe(createServiceLinked(roles, input)),
    }),
  };
}

function create(roles: RoleStore, input: iam.CreateRoleRequest): Role {
  const name = checkName('roleName', input.RoleName, 64);
  const path = input.Path ?? '/';
  if (!/^\/(?:[!-.0-~]+\/)*$/.test(path) || path.length > 512) {
    throw constraint('ValidationError', path, 'path', 'Member must begin and end with /');
  }
  checkRange('maxSessionDuration', input.MaxSessionDuration, [3600, 43_200], 'ValidationError');
  const trustPolicy = String(input.AssumeRolePolicyDocument);
  checkTrustPolicy(trustPolicy);
  const tags = tagMap(input.Tags);
  checkTags(tags, tagError);
  if (roles.has(name))
    throw new AwsError('EntityAlreadyExistsException', `Role with name ${name} already exists.`);
  return roles.add({
    name,
    path,
    trustPolicy,
    tags,
    description: input.Description,
    maxSessionSeconds: input.MaxSessionDuration ?? 3600,
    permissionsBoundary: input.PermissionsBoundary,
  });
}

/** *documented* (each service's guide): the names of the roles that services make for themselves. */
const SERVICE_LINKED: Readonly<Record<string, string>> = {
  'rds.amazonaws.com': 'AWSServiceRoleForRDS',
  'elasticache.amazonaws.com': 'AWSServiceRoleForElastiCache',
  'dax.amazonaws.com': 'AWSServiceRoleForDAX',
  'replication.dynamodb.amazonaws.com': 'AWSServiceRoleForDynamoDBReplication',
  'dynamodb.application-autoscaling.amazonaws.com': 'AWSServiceRoleForApplicationAutoScaling_DynamoDBTable',
};

function createServiceLinked(roles: RoleStore, input: iam.CreateServiceLinkedRoleRequest): Role {
  const service = String(input.AWSServiceName);
  const name = SERVICE_LINKED[service];
  const invalid = (message: string) => new AwsError('InvalidInputException', message);
  if (name === undefined) throw invalid(`The local cloud knows no service-linked role of ${service}.`);
  // *documented*: these services take no suffix.
  if (input.CustomSuffix) throw invalid(`Custom suffix is not allowed for ${service}`);
  if (roles.has(name)) {
    throw invalid(`Service role name ${name} has been taken in this account, please try a different suffix.`);
  }
  const Statement = [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: [service] } }];
  return roles.add({
    name,
    path: `/aws-service-role/${service}/`,
    trustPolicy: JSON.stringify({ Version: '2012-10-17', Statement }),
    description: input.Description,
    serviceLinked: true,
  });
}

function describe(role: Role): iam.Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAtMs),
    // *documented* (Role): policies come back URL-encoded.
    AssumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
    PermissionsBoundary: role.permissionsBoundary
      ? {
          PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
          PermissionsBoundaryArn: role.permissionsBoundary,
        }
      : undefined,
    Tags: role.tags.size > 0 ? tagList(role.tags) : undefined,
  };
}

function tagError(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}

/** *documented*: IAM pages by Marker and MaxItems, 1 to 1000, 100 unless told. */
export function iamPage<T>(all: readonly T[], input: { Marker?: string; MaxItems?: number }) {
  checkRange('maxItems', input.MaxItems, [1, 1000], 'ValidationError');
  const bad = new AwsError('ValidationError', 'Invalid Marker.');
  const { items, next } = page(all, input.Marker, input.MaxItems ?? 100, bad);
  return { items, IsTruncated: next !== undefined, Marker: next };
}
