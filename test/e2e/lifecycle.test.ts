import type { KillableCall } from '../../local/cloud.ts';
import { problem } from './support/http.ts';
import { HOME, ProductionLife } from './support/production-life.ts';

/** The functions of the state machines. */
const WORKFLOW = /^plinth-(aurora|dynamodb|redis|dax|alarms|migrate|outputs)$/;

/** Numbers from 0 to 1 that are the same in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One invocation in three dies, before one of its first calls or right after what that call did. */
function deaths(seed: number) {
  const next = random(seed);
  const plans = new Map<number, { index: number; when: KillableCall['when'] } | null>();
  const died = new Set<string>();
  const kill = ({ invocation, functionName, operation, index, when }: KillableCall): boolean => {
    if (!WORKFLOW.test(functionName)) return false;
    let plan = plans.get(invocation);
    if (plan === undefined) {
      const dies = next() < 1 / 3;
      plan = dies ? { index: Math.floor(next() * 30), when: next() < 0.5 ? 'before' : 'after' } : null;
      plans.set(invocation, plan);
    }
    if (plan?.index !== index || plan.when !== when) return false;
    died.add(`${functionName} ${when} ${operation}`);
    return true;
  };
  return { kill, died };
}

describe.each([
  ['on good days', null],
  ['while functions die at any call', 20261125],
])('a production environment, %s', (_name, seed) => {
  const { kill, died } = deaths(seed ?? 0);
  let life: ProductionLife;
  let before: string[];
  beforeAll(async () => {
    life = await ProductionLife.start(seed === null ? {} : { kill });
    before = await life.listing();
  });
  afterAll(() => life.close());

  it('lives its whole life', async () => {
    expect(await life.create()).toMatchObject({ kind: 'create', status: 'succeeded', error: null });
    await life.readOutputs();
    await life.writeData();

    expect(await life.resize()).toMatchObject({ kind: 'update', status: 'succeeded', error: null });
    await life.readOutputs();
    expect(await life.sql('SELECT id FROM orders')).toEqual([{ id: 42 }]);
    expect(await life.redis('GET', 'greeting')).toBe('hello');
    expect((await life.get()).json.spec).toMatchObject({
      aurora: { instanceClass: 'db.r6g.2xlarge', instanceCount: 2, backupRetentionDays: 21 },
      redis: { nodeType: 'cache.r7g.2xlarge', nodeCount: 2 },
      dax: { replicationFactor: 4 },
    });
    expect(await life.drift()).toMatchObject({ summary: { changed: 0 } });

    await life.editByHand();
    const { fields } = await life.drift();
    const changed = fields.filter(({ state }) => state === 'changed');
    expect(changed).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: 'aurora.backupRetentionDays', desired: 21, observed: 2 }),
        expect.objectContaining({ field: 'redis.snapshotRetentionDays', desired: 7, observed: 1 }),
        expect.objectContaining({ field: 'dax.replicationFactor', desired: 4, observed: 3 }),
        expect.objectContaining({ field: 'dynamodb.pointInTimeRecovery', observed: 'off' }),
        expect.objectContaining({ tier: 'alarms', field: 'exists', desired: true, observed: false }),
      ]),
    );
    expect(changed).toHaveLength(5);
    expect(await life.reconcile()).toMatchObject({ kind: 'reconcile', status: 'succeeded', error: null });
    expect(await life.drift()).toMatchObject({ summary: { changed: 0 } });

    await life.writeMigration(
      '0002_lines',
      'CREATE TABLE lines (id int); INSERT INTO ordres VALUES (1);',
      'DROP TABLE lines;',
    );
    const failed = await life.reconcile();
    expect(failed).toMatchObject({ status: 'failed', error: { type: 'Terminal' } });
    await life.writeMigration('0002_lines', 'CREATE TABLE lines (id int);', 'DROP TABLE lines;');
    expect(await life.retry(failed)).toMatchObject({ status: 'succeeded', retryOf: failed.operationId });
    expect((await life.get()).json).toMatchObject({ status: 'ready', schemaVersion: '0002_lines' });

    const refused = await life.tryToDelete();
    expect(refused).toMatchObject({ status: 409, json: { type: problem('deletion-protected') } });
    expect(await life.unprotect()).toMatchObject({ kind: 'update', status: 'succeeded', error: null });

    const deleted = await life.delete();
    expect(deleted).toMatchObject({ kind: 'delete', status: 'succeeded', error: null });
    expect(deleted.snapshots).toMatchObject([
      { tier: 'aurora', region: HOME },
      { tier: 'redis', region: HOME },
    ]);
    expect((await life.get()).status).toBe(404);
    const left = (await life.listing()).filter((name) => !before.includes(name));
    const [aurora, redis] = deleted.snapshots.map(({ name }) => name);
    expect(left).toEqual([`${HOME} DBClusterSnapshot ${aurora}`, `${HOME} Snapshot ${redis}`]);
    expect(await life.ordersIn(aurora ?? '')).toEqual([{ id: 42 }]);
    if (seed !== null) expect(died.size).toBeGreaterThan(5);
  }, 240_000);
});
