import { coverage, type GrantedAction, reevaluate, withoutAction } from '../../../local/iam/coverage.ts';
import { example } from '../../e2e/support/http.ts';
import { unsupported } from '../../support/iam-data.ts';
import { rolesOf, VALUES } from '../../support/policies.ts';
import { type Installation, install } from './support/installation.ts';
import * as life from './support/life.ts';
import { UNNEEDED } from './support/unneeded.ts';

const roles = rolesOf();
const WATCHERS = ['api'] as const;
/** The doors that take the same way as the API's; their own handlers are not part of this installation. */
const OTHER_DOORS = ['plinth-events', 'plinth-catalog'];
let plinth: Installation;

beforeAll(async () => {
  plinth = await install(roles);
  const body = { ...JSON.parse(example('production')), dax: { recordTtlMs: 60_000 } };
  const first = await life.provision(plinth, JSON.stringify(body));
  await life.read(plinth);
  await life.lookAgain(plinth, first, WATCHERS);
  await life.loseSecrets(plinth, first);
  await life.runOutOfCapacity(plinth, first, WATCHERS);
  const later = life.changed(first);
  await life.arrive(plinth, later, 'present');
  await plinth.arrive('dax', first.dax, 'present');
  await life.attach(plinth, later);
  await life.attach(plinth, later, false);
  await life.arrive(plinth, later, 'absent');
  await life.fail(plinth);
});
afterAll(() => plinth.close());

it('allows every call of a life from the first request to the last delete', () => {
  expect(plinth.decisions.filter(({ allowed }) => !allowed)).toEqual([]);
});

it('asks IAM for actions, resources and condition keys that exist', async () => {
  const problems = await Promise.all(plinth.decisions.map(unsupported));
  expect([...new Set(problems.flat())]).toEqual([]);
});

it('needs every action that it grants, but for those that have a reason', () => {
  const granted = coverage(plinth.decisions, roles).filter(({ role }) => !OTHER_DOORS.includes(role));
  const unneeded = granted
    .filter(({ needed }) => needed === 0)
    .map(({ role, ...each }) => `${role} ${title(role, each)}`);
  const expected = Object.entries(UNNEEDED).flatMap(([role, why]) =>
    Object.keys(why).map((action) => `${role} ${action}`),
  );
  expect([...new Set(unneeded)].sort()).toEqual(expected.sort());
  const example = granted.find(({ action }) => action === 'rds:CreateGlobalCluster') as GrantedAction;
  expect(reevaluate(plinth.decisions, withoutAction(roles, example))).toMatchObject([
    { role: 'plinth-aurora', call: 'rds:CreateGlobalCluster' },
  ]);
});

it.each(OTHER_DOORS)('lets %s take the way of the API', (role) => {
  const asked = plinth.decisions.filter((decision) => decision.role === 'plinth-api');
  expect(asked.length).toBeGreaterThan(50);
  expect(
    reevaluate(
      asked.map((decision) => ({ ...decision, role })),
      roles,
    ),
  ).toEqual([]);
});

it('keeps the tiers out of each other', () => {
  const changes = plinth.decisions.filter(
    ({ role, action }) => role === 'plinth-redis' && /:(Create|Modify)/.test(action),
  );
  const asDax = changes.map((decision) => ({ ...decision, role: 'plinth-dax' }));
  const refused = reevaluate(asDax, roles).map(({ action }) => action);
  expect(refused).toEqual(
    expect.arrayContaining(['elasticache:CreateReplicationGroup', 'secretsmanager:CreateSecret']),
  );
});

/** An action, with the placeholder of its statement's resource where that is one of the deployment's own. */
function title(role: string, { statement, action }: Pick<GrantedAction, 'statement' | 'action'>): string {
  const { Resource } = (roles[role]?.statements[statement] ?? { Resource: [] }) as { Resource: string[] };
  const own = (['registryTable', 'idempotencyTable', 'callbackKey'] as const).find(
    (each) => Resource[0] === VALUES[each],
  );
  return own ? `${action} on ${own}` : action;
}
