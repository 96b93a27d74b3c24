import type { Decision, RolePolicy } from './authorizer.ts';
import { texts } from './conditions.ts';
import { evaluate, parseStatements } from './policy.ts';

/** One action that a policy grants, and what was done with it. */
export interface GrantedAction {
  readonly role: string;
  readonly statement: number;
  /** As the policy writes it, such as `kms:GenerateDataKey*`. */
  readonly action: string;
  /** Checks that this grant let through. */
  readonly used: number;
  /** Checks that nothing else in the policy would have let through. */
  readonly needed: number;
}

type Roles = Readonly<Record<string, RolePolicy>>;

/** Checks that were allowed and would not be under these policies. Pure: nothing is asked of the local cloud again. */
export function reevaluate(decisions: readonly Decision[], roles: Roles): Decision[] {
  const asked = [...new Set(decisions.map(({ role }) => role))];
  const parsed = new Map(
    asked.map((role) => [
      role,
      parseStatements(roles[role]?.statements ?? [], `The policy of ${roles[role]?.roleArn}`),
    ]),
  );
  return decisions.filter(
    (decision) => decision.allowed && !evaluate(parsed.get(decision.role) ?? [], decision).allowed,
  );
}

/** The policies without one action of one statement; a statement that has no other goes. */
export function withoutAction(
  roles: Roles,
  { role, statement, action }: Pick<GrantedAction, 'role' | 'statement' | 'action'>,
): Roles {
  const policy = roles[role];
  if (!policy) return roles;
  const statements = policy.statements.flatMap((each, index) => {
    if (index !== statement) return [each];
    const left = actionsOf(each).filter((other) => other !== action);
    return left.length === 0 ? [] : [{ ...(each as object), Action: left }];
  });
  return { ...roles, [role]: { ...policy, statements } };
}

/** Every action that the policies allow, with how often the recorded checks used and needed it. */
export function coverage(decisions: readonly Decision[], roles: Roles): GrantedAction[] {
  const unique = distinct(decisions);
  return Object.entries(roles).flatMap(([role, { statements }]) =>
    statements.flatMap((each, statement) =>
      (each as { Effect?: string }).Effect === 'Allow'
        ? actionsOf(each).map((action, index) => {
            const used = unique.filter(
              ({ role: who, by }) => who === role && by?.statement === statement && by.action === index,
            );
            // Only what this grant let through can be missed without it.
            const needed = reevaluate(used, withoutAction(roles, { role, statement, action }));
            return { role, statement, action, used: used.length, needed: needed.length };
          })
        : [],
    ),
  );
}

/** Equal checks count once: a table is described hundreds of times. */
export function distinct(decisions: readonly Decision[]): Decision[] {
  const key = ({ role, action, resource, context }: Decision) =>
    JSON.stringify([role, action, resource, Object.entries(context).sort()]);
  return [...new Map(decisions.map((decision) => [key(decision), decision])).values()];
}

function actionsOf(statement: unknown): string[] {
  const { Action } = statement as { Action?: unknown };
  return Action === undefined ? [] : texts(Action, 'Action');
}
