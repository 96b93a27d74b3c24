import { DescribeDBClusterSnapshotsCommand, RDSClient } from '@aws-sdk/client-rds';
import type { Operation } from '../../core/generated/api.ts';
import { ENVIRONMENTS, listing, operation, succeeds } from './support/changes.ts';
import { problem } from './support/http.ts';
import { type Plinth, SMALL, startControlPlanes } from './support/plinth.ts';

let plinth: Plinth;
let before: string[];
beforeAll(async () => {
  plinth = await startControlPlanes();
  before = await listing(plinth);
});
afterAll(() => plinth.close());

const path = (environment: string) => `${ENVIRONMENTS}/${environment}`;
const create = (environment: string, more: object = {}) =>
  succeeds(plinth, 'POST', ENVIRONMENTS, { ...SMALL, environment, ...more });

async function snapshotNames(): Promise<string[]> {
  const { DBClusterSnapshots = [] } = await plinth
    .aws(RDSClient)
    .send(new DescribeDBClusterSnapshotsCommand({}));
  return DBClusterSnapshots.map(({ DBClusterSnapshotIdentifier = '' }) => DBClusterSnapshotIdentifier);
}

/** What is there that a snapshot is not. */
const resources = async () => (await listing(plinth)).filter((name) => !/snapshot/i.test(name));

const namesOf = ({ snapshots }: Operation, tier: string) =>
  snapshots.filter((snapshot) => snapshot.tier === tier).map(({ name }) => name);

it('a protected environment is not deleted; with the patch that the refusal names it is', async () => {
  await create('prod', { preset: 'production', dynamodb: { ...SMALL.dynamodb, globalTables: false } });
  const there = await listing(plinth);

  const refused = await plinth.api.send('DELETE', path('prod'));

  expect(refused).toMatchObject({ status: 409, json: { type: problem('deletion-protected') } });
  const [, target, body = ''] = /PATCH (\S+) with (\{.*\})\./.exec(refused.json.detail) ?? [];
  expect(target).toBe(path('prod'));
  expect(await listing(plinth)).toEqual(there);
  const { json: plan } = await plinth.api.send('DELETE', `${path('prod')}?dryRun=true`);
  expect(plan.possible).toBe(false);
  expect(plan.findings.map(({ code }: { code: string }) => code)).toEqual(['protected', 'protected']);

  await succeeds(plinth, 'PATCH', path('prod'), JSON.parse(body));
  const removed = await succeeds(plinth, 'DELETE', path('prod'));

  expect(removed.snapshots.map(({ tier }) => tier)).toEqual(['aurora', 'redis']);
  expect(await snapshotNames()).toEqual(namesOf(removed, 'aurora'));
  expect(await resources()).toEqual(before);
}, 30_000);

it('finalSnapshot overrides what the preset says, both ways', async () => {
  await create('kept');
  const kept = await succeeds(plinth, 'DELETE', `${path('kept')}?finalSnapshot=true`);
  expect(namesOf(kept, 'aurora')).toHaveLength(1);
  expect(await snapshotNames()).toEqual(expect.arrayContaining(namesOf(kept, 'aurora')));

  const known = await snapshotNames();
  const open = { deletionProtection: false };
  const dynamodb = { ...SMALL.dynamodb, ...open, globalTables: false };
  await create('gone', { preset: 'production', aurora: open, dynamodb });
  const gone = await succeeds(plinth, 'DELETE', `${path('gone')}?finalSnapshot=false`);
  expect(gone.snapshots).toEqual([]);
  expect(await snapshotNames()).toEqual(known);
  expect(await resources()).toEqual(before);

  // Under the same name at once, with the secrets that were about to go; and what asks for neither has none.
  await create('kept');
  expect((await operation(plinth, 'DELETE', path('kept'))).snapshots).toEqual([]);
  expect(await plinth.api.send('DELETE', path('kept'))).toMatchObject({ status: 404 });
}, 30_000);

it('a table goes only with leave, and never while deletion protection is on', async () => {
  const [games] = SMALL.dynamodb.tables;
  const moves = { ...games, name: 'moves' };
  const both = { tables: [games, moves], deletionProtection: true };
  await create('tables', { dynamodb: both });
  const patch = { dynamodb: { tables: [games] } };

  for (const query of ['', '?allowReplacement=true']) {
    const { status } = await plinth.api.send('PATCH', `${path('tables')}${query}`, patch);
    expect(status).toBeGreaterThanOrEqual(400);
  }
  expect((await listing(plinth)).join()).toContain('Table plinth-shop-tables-moves');

  await succeeds(plinth, 'PATCH', path('tables'), { dynamodb: { deletionProtection: false } });
  const refused = await plinth.api.send('PATCH', path('tables'), patch);
  expect(refused).toMatchObject({ status: 409, json: { type: problem('replacement-needed') } });
  expect(refused.json.errors).toMatchObject([{ pointer: '#/dynamodb/tables' }]);
  await succeeds(plinth, 'PATCH', `${path('tables')}?allowReplacement=true`, patch);
  expect((await listing(plinth)).join()).not.toContain('Table plinth-shop-tables-moves');
}, 30_000);
