import type * as iam from '@aws-sdk/client-iam';
import { AwsError, type Service } from '../../service.ts';
import { checkPermissionsPolicy } from './policy.ts';
import { iamPage } from './roles.ts';
import { checkName, noSuchEntity, type RoleStore } from './state.ts';

/** *documented* (IAM quotas): all inline policies of a role together, white space not counted. */
const MAX_INLINE_CHARACTERS = 10_240;
/** *documented* (IAM quotas): managed policies attached to a role, before any increase. */
const MAX_ATTACHED = 10;

export function policyOperations(roles: RoleStore): Service['operations'] {
  return { ...inlineOperations(roles), ...attachedOperations(roles) };
}

function inlineOperations(roles: RoleStore): Service['operations'] {
  return {
    PutRolePolicy(input: iam.PutRolePolicyRequest) {
      const role = roles.getForChange(input.RoleName);
      const name = checkName('policyName', input.PolicyName, 128);
      const document = String(input.PolicyDocument);
      checkPermissionsPolicy(document);
      const all = new Map([...role.inlinePolicies, [name, document]]);
      if ([...all.values()].join('').replace(/\s/g, '').length > MAX_INLINE_CHARACTERS) {
        const message = `Maximum policy size of ${MAX_INLINE_CHARACTERS} bytes exceeded for role ${role.name}`;
        throw new AwsError('LimitExceededException', message);
      }
      role.inlinePolicies.set(name, document);
    },
    GetRolePolicy(input: iam.GetRolePolicyRequest): iam.GetRolePolicyResponse {
      const role = roles.get(input.RoleName);
      const document = role.inlinePolicies.get(String(input.PolicyName));
      if (document === undefined) throw noPolicy(input.PolicyName);
      // *documented* (GetRolePolicy): the document is URL-encoded.
      return {
        RoleName: role.name,
        PolicyName: input.PolicyName,
        PolicyDocument: encodeURIComponent(document),
      };
    },
    ListRolePolicies(input: iam.ListRolePoliciesRequest): iam.ListRolePoliciesResponse {
      const { items, ...paging } = iamPage([...roles.get(input.RoleName).inlinePolicies.keys()], input);
      return { PolicyNames: items, ...paging };
    },
    DeleteRolePolicy(input: iam.DeleteRolePolicyRequest) {
      const role = roles.getForChange(input.RoleName);
      if (!role.inlinePolicies.delete(String(input.PolicyName))) throw noPolicy(input.PolicyName);
    },
  };
}

function attachedOperations(roles: RoleStore): Service['operations'] {
  return {
    AttachRolePolicy(input: iam.AttachRolePolicyRequest) {
      const role = roles.getForChange(input.RoleName);
      const arn = String(input.PolicyArn);
      // *assumed*: every policy of AWS exists; the local cloud has no managed policies of the customer.
      if (!/^arn:aws[\w-]*:iam::aws:policy\/.+/.test(arn)) {
        throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
      }
      if (!role.attachedPolicies.has(arn) && role.attachedPolicies.size >= MAX_ATTACHED) {
        throw new AwsError(
          'LimitExceededException',
          `Cannot exceed quota for PoliciesPerRole: ${MAX_ATTACHED}`,
        );
      }
      role.attachedPolicies.add(arn);
    },
    DetachRolePolicy(input: iam.DetachRolePolicyRequest) {
      const role = roles.getForChange(input.RoleName);
      if (!role.attachedPolicies.delete(String(input.PolicyArn))) {
        throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
      }
    },
    ListAttachedRolePolicies(
      input: iam.ListAttachedRolePoliciesRequest,
    ): iam.ListAttachedRolePoliciesResponse {
      const { items, ...paging } = iamPage([...roles.get(input.RoleName).attachedPolicies], input);
      const AttachedPolicies = items.map((arn) => ({ PolicyName: arn.split('/').at(-1), PolicyArn: arn }));
      return { AttachedPolicies, ...paging };
    },
  };
}

function noPolicy(name: string | undefined): AwsError {
  return noSuchEntity(`The role policy with name ${name} cannot be found.`);
}
