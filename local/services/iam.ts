import * as schemas from '@aws-sdk/client-iam';
import type { Service, World } from '../service.ts';
import { policyOperations } from './iam/policies.ts';
import { trustedServices } from './iam/policy.ts';
import { roleOperations } from './iam/roles.ts';
import { RoleStore } from './iam/state.ts';

export interface IamService extends Service {
  /**
   * As other services see the role: not before it has spread (delay `iam.propagation`), although IAM itself
   * answers for it at once. *documented*: "changes that I make are not always immediately visible".
   */
  lookupRole(arn: string): { readonly arn: string; readonly trustedServices: readonly string[] } | undefined;
}

export function createIamService(world: World): IamService {
  const roles = new RoleStore(world);
  return {
    name: 'iam',
    schemas,
    operations: { ...roleOperations(roles), ...policyOperations(roles) },
    lookupRole(arn) {
      const role = roles.byArn(arn);
      const visibleAtMs = (role?.createdAtMs ?? 0) + world.delays('iam.propagation');
      if (!role || world.clock.now() < visibleAtMs) return undefined;
      return { arn, trustedServices: trustedServices(role.trustPolicy) };
    },
  };
}
