import type { GatewayOptions } from '../gateway/gateway.ts';
import type { Service } from '../service.ts';
import { checksOfCall } from './checks-of-call.ts';
import { accessDenied } from './denied.ts';
import { createKnown } from './known.ts';
import { type Check, evaluate, parseStatements, type Statement, type Verdict } from './policy.ts';

/** The policy of one role, as the deployment gives it. */
export interface RolePolicy {
  readonly roleArn: string;
  /** Statements of an identity-based policy, with nothing left to fill in. */
  readonly statements: readonly unknown[];
}

/** One question and its answer, for the report of what is granted and used. */
export interface Decision extends Check, Pick<Verdict, 'allowed' | 'by' | 'reason'> {
  /** Access key id of the role: the name of its function. */
  readonly role: string;
  /** The call that it was asked for: `rds:CreateDBCluster`. */
  readonly call: string;
}

export interface AuthorizerOptions {
  /** By access key id, one a function: `plinth-aurora`. An access key id that is not here may do everything. */
  readonly roles: Readonly<Record<string, RolePolicy>>;
  readonly account: string;
  /** For what AWS knows of a resource: its tags, its key, whether it exists. */
  readonly services: readonly Service[];
  readonly onDecision?: (decision: Decision) => void;
}

/**
 * Holds every call of a role against its policy before it is served, as IAM does; for the gateway's `authorize`.
 * Throws at once when a policy has something that the local cloud does not evaluate.
 */
export function createAuthorizer(options: AuthorizerOptions): NonNullable<GatewayOptions['authorize']> {
  const { account, services, onDecision } = options;
  const known = createKnown(account, services);
  const roles = new Map(
    Object.entries(options.roles).map(([key, { roleArn, statements }]): [string, Role] => [
      key,
      { roleArn, statements: parseStatements(statements, `The policy of ${roleArn}`) },
    ]),
  );
  return async (context, input) => {
    const role = roles.get(context.accessKeyId);
    if (!role) return;
    const call = `${context.service}:${context.operation}`;
    for (const check of await checksOfCall(context, input, known)) {
      const verdict = evaluate(role.statements, check);
      onDecision?.({ ...check, ...verdict, role: context.accessKeyId, call });
      if (!verdict.allowed) throw accessDenied(context, role.roleArn, check, verdict);
    }
  };
}

interface Role {
  readonly roleArn: string;
  readonly statements: readonly Statement[];
}
