import { AwsError, type World } from '../../service.ts';
import { constraint } from '../common.ts';

export interface Role {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAtMs: number;
  readonly description: string | undefined;
  readonly maxSessionSeconds: number;
  readonly permissionsBoundary: string | undefined;
  readonly serviceLinked: boolean;
  trustPolicy: string;
  tags: Map<string, string>;
  /** Documents by policy name. */
  readonly inlinePolicies: Map<string, string>;
  readonly attachedPolicies: Set<string>;
}

/** The roles of the account. IAM has no regions. */
export class RoleStore {
  /** By name in lower case. *documented* (CreateRole): names are not distinguished by case. */
  readonly #roles = new Map<string, Role>();
  readonly #world: World;
  constructor(world: World) {
    this.#world = world;
  }

  all(): Role[] {
    return [...this.#roles.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  has(name: string): boolean {
    return this.#roles.has(name.toLowerCase());
  }

  get(name: string | undefined): Role {
    const role = this.#roles.get(checkName('roleName', name, 64).toLowerCase());
    if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
    return role;
  }

  /** *documented*: a service-linked role can only be changed by its service. */
  getForChange(name: string | undefined): Role {
    const role = this.get(name);
    if (!role.serviceLinked) return role;
    const message = `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`;
    throw new AwsError('UnmodifiableEntityException', message);
  }

  add(given: Pick<Role, 'name' | 'path' | 'trustPolicy'> & Partial<Role>): Role {
    const { account, clock } = this.#world;
    const role: Role = {
      id: `AROA${this.#world.uniqueId(17).toUpperCase()}`,
      arn: `arn:aws:iam::${account}:role${given.path}${given.name}`,
      createdAtMs: clock.now(),
      description: undefined,
      maxSessionSeconds: 3600,
      permissionsBoundary: undefined,
      serviceLinked: false,
      tags: new Map(),
      inlinePolicies: new Map(),
      attachedPolicies: new Set(),
      ...given,
    };
    this.#roles.set(role.name.toLowerCase(), role);
    return role;
  }

  delete(role: Role): void {
    this.#roles.delete(role.name.toLowerCase());
  }

  byArn(arn: string): Role | undefined {
    return this.all().find((role) => role.arn === arn);
  }
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntityException', message);
}

/** *documented*: letters, digits and `_+=,.@-`; roles 64 characters at most, policies 128. */
export function checkName(parameter: string, name: string | undefined, longest: number): string {
  const text = name ?? '';
  if (text.length > longest) {
    throw constraint(
      'ValidationError',
      text,
      parameter,
      `Member must have length less than or equal to ${longest}`,
    );
  }
  if (!/^[\w+=,.@-]+$/.test(text)) {
    const rule = 'Member must satisfy regular expression pattern: [\\w+=,.@-]+';
    throw constraint('ValidationError', text, parameter, rule);
  }
  return text;
}
