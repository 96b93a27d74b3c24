import { UNNEEDED } from '../../../config/unneeded-permissions.ts';
import roles from '../../../lib/generated/policies.json' with { type: 'json' };
import type { RolePolicy } from '../../../local/iam/authorizer.ts';
import { texts } from '../../../local/iam/conditions.ts';
import { coverage, type GrantedAction, reevaluate, withoutAction } from '../../../local/iam/coverage.ts';
import { example } from '../../e2e/support/http.ts';
import { unsupported } from '../../support/iam-data.ts';
import { type Installation, install } from './support/installation.ts';
import * as life from './support/life.ts';
import { resizeRedis } from './support/resize-redis.ts';

const policies: Readonly<Record<string, RolePolicy>> = roles;
/** All that look at every tier before anything is created. */
const DOORS = ['api', 'events', 'catalog'] as const;
let plinth: Installation;

beforeAll(async () => {
  plinth = await install(policies);
  const body = { ...JSON.parse(example('production')), dax: { recordTtlMs: 60_000 } };
  const first = await life.provision(plinth, JSON.stringify(body));
  await life.read(plinth);
  await life.lookAgain(plinth, first, DOORS);
  await life.loseSecrets(plinth, first);
  await life.runOutOfCapacity(plinth, first, DOORS);
  const later = life.changed(first);
  await life.arrive(plinth, later, 'present');
  await plinth.arrive('dax', first.dax, 'present');
  await life.tidy(plinth, later);
  await life.attach(plinth, later);
  await life.attach(plinth, later, false);
  await life.arrive(plinth, later, 'absent');
  await resizeRedis(plinth, first);
  await life.failAndDelete(plinth);
  await life.control(plinth);
  await life.askByEvent(plinth);
  await life.launchAndTerminate(plinth);
});
afterAll(() => plinth.close());

it('allows every call of a life from the first request to the last delete', () => {
  expect(plinth.decisions.filter(({ allowed }) => !allowed)).toEqual([]);
  expect(new Set(plinth.decisions.map(({ role }) => role))).toEqual(new Set(Object.keys(policies)));
});

it('asks IAM for actions, resources and condition keys that exist', async () => {
  const problems = await Promise.all(plinth.decisions.map(unsupported));
  expect([...new Set(problems.flat())]).toEqual([]);
});

it('needs every action that it grants, but for those that have a reason', () => {
  const granted = coverage(plinth.decisions, policies);
  const unneeded = granted
    .filter(({ needed }) => needed === 0)
    .map(({ role, ...each }) => `${role} ${title(role, each)}`);
  const expected = Object.entries(UNNEEDED).flatMap(([role, why]) =>
    Object.keys(why).map((action) => `${role} ${action}`),
  );
  expect([...new Set(unneeded)].sort()).toEqual(expected.sort());
});

it('refuses a recorded call when any action that is needed is taken away', () => {
  const needed = coverage(plinth.decisions, policies).filter((each) => each.needed > 0);
  expect(needed.length).toBeGreaterThan(100);
  const missed = needed.filter(
    (each) => reevaluate(plinth.decisions, withoutAction(policies, each)).length === 0,
  );
  expect(missed).toEqual([]);
});

it('keeps the tiers out of each other', () => {
  const changes = plinth.decisions.filter(
    ({ role, action }) => role === 'plinth-redis' && /:(Create|Modify)/.test(action),
  );
  const asDax = changes.map((decision) => ({ ...decision, role: 'plinth-dax' }));
  const refused = reevaluate(asDax, policies).map(({ action }) => action);
  expect(refused).toEqual(
    expect.arrayContaining(['elasticache:CreateReplicationGroup', 'secretsmanager:CreateSecret']),
  );
});

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
