import { UNNEEDED } from '../../../../config/unneeded-permissions.ts';
import roles from '../../../../lib/generated/policies.json' with { type: 'json' };
import type { RolePolicy } from '../../../../local/iam/authorizer.ts';
import { texts } from '../../../../local/iam/conditions.ts';
import {
  coverage,
  distinct,
  type GrantedAction,
  reevaluate,
  withoutAction,
} from '../../../../local/iam/coverage.ts';
import { unsupported } from '../../../support/iam-data.ts';
import { type Installation, install } from './installation.ts';
import { PARTS, type Part } from './parts.ts';

const policies: Readonly<Record<string, RolePolicy>> = roles;

/**
 * Lives a life, and holds every call in it against the policies of the roles of this part.
 * @param options.engines whether databases are really run: a life is much longer with them
 */
export function prove(
  part: Part,
  live: (plinth: Installation) => Promise<unknown>,
  options: { readonly engines?: boolean } = {},
): { readonly plinth: () => Installation } {
  const own = Object.entries(PARTS).flatMap(([key, each]) => (each === part ? [`plinth-${key}`] : []));
  const granted = Object.fromEntries(own.map((role) => [role, policies[role] as RolePolicy]));
  let plinth: Installation;

  beforeAll(async () => {
    plinth = await install(policies, options);
    await live(plinth);
  });
  afterAll(() => plinth.close());

  it('allows every call', () => {
    expect(plinth.decisions.filter(({ allowed }) => !allowed)).toEqual([]);
    const asked = new Set(plinth.decisions.map(({ role }) => role));
    expect([...asked]).toEqual(expect.arrayContaining(own));
  });

  it('asks IAM for actions, resources and condition keys that exist', async () => {
    const problems = await Promise.all(distinct(plinth.decisions).map(unsupported));
    expect([...new Set(problems.flat())]).toEqual([]);
  });

  it('needs every action that it grants, but for those that have a reason', () => {
    const unneeded = coverage(plinth.decisions, granted)
      .filter(({ needed }) => needed === 0)
      .map(({ role, ...each }) => `${role} ${title(role, each)}`);
    const expected = own.flatMap((role) =>
      Object.keys(UNNEEDED[role] ?? {}).map((action) => `${role} ${action}`),
    );
    expect([...new Set(unneeded)].sort()).toEqual(expected.sort());
  });

  it('refuses a call when any action that is needed is taken away', () => {
    const decisions = distinct(plinth.decisions);
    const needed = coverage(decisions, granted).filter((each) => each.needed > 0);
    expect(needed.length).toBeGreaterThan(0);
    const missed = needed.filter((each) => {
      const asked = decisions.filter(({ role }) => role === each.role);
      return reevaluate(asked, withoutAction(granted, each)).length === 0;
    });
    expect(missed).toEqual([]);
  });

  return { plinth: () => plinth };
}

/** Plinth's own resources; all others are of environments. */
const OWN = {
  registryTable: /table\/plinth\.registry$/,
  idempotencyTable: /table\/plinth\.idempotency$/,
  callbackKey: /key\/plinth-callbacks$/,
} as const;

/** An action, with what it is for where that is one of Plinth's own. */
function title(role: string, { statement, action }: Pick<GrantedAction, 'statement' | 'action'>): string {
  const { Resource = [] } = (policies[role]?.statements[statement] ?? {}) as { Resource?: unknown };
  const [first = ''] = texts(Resource, 'Resource');
  const own = Object.entries(OWN).find(([, pattern]) => pattern.test(first))?.[0];
  return own ? `${action} on ${own}` : action;
}
