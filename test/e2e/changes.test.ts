import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  ListDashboardsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, ListTagsForResourceCommand as LogTags } from '@aws-sdk/client-cloudwatch-logs';
import { changingCalls, commandsOf, DEV, ENVIRONMENTS, listing, succeeds } from './support/changes.ts';
import { fieldsOf, problem } from './support/http.ts';
import { home, PATCHES, REPLACE } from './support/patches.ts';
import { type Plinth, SMALL, startControlPlanes } from './support/plinth.ts';

const [HOME, AWAY] = ['eu-west-2', 'eu-west-1'] as const;
const ALARM = `${HOME} PutMetricAlarm`;
const DASHBOARD = `${HOME} PutDashboard`;

let plinth: Plinth;
let others: string[];
beforeAll(async () => {
  plinth = await startControlPlanes();
  others = await listing(plinth);
  const aurora = { engineVersion: '15.17' };
  await succeeds(plinth, 'POST', ENVIRONMENTS, { ...SMALL, aurora, alarms: {} });
});
afterAll(() => plinth.close());

const patch = (body: unknown, query = '') => plinth.api.send('PATCH', `${DEV}${query}`, body);
const spec = async () => (await plinth.api.get(DEV)).json.spec;
const outputs = async () => (await plinth.api.get(`${DEV}/outputs`)).json;

it.each(PATCHES)(
  'a PATCH: $what',
  async ({ body, query = '', calls, sent, shows }) => {
    if (query === REPLACE) {
      const refused = await patch(body);
      expect(refused).toMatchObject({ status: 409, json: { type: problem('replacement-needed') } });
      expect(refused.json.detail).toContain(REPLACE);
    }
    const from = plinth.calls.length;

    await succeeds(plinth, 'PATCH', `${DEV}${query}`, body);

    const made = changingCalls(plinth, from);
    const around = /Alarm|Dashboard/;
    expect(commandsOf(made).filter((name) => !around.test(name))).toEqual([...calls].sort());
    const { ApplyImmediately: _, ...input } = (made[0]?.input ?? {}) as Record<string, unknown>;
    const fields = Object.entries(input).filter(([name]) => !/(Identifier|Name|Id)$/.test(name));
    if (sent && calls.length === 1) expect(Object.fromEntries(fields)).toEqual(sent);
    if (sent) expect(made.map((call) => call.input)).toContainEqual(expect.objectContaining(sent));
    if (shows) expect(await spec()).toMatchObject(shows);
    expect((await plinth.api.get(`${DEV}/drift`)).json.summary.changed).toBe(0);

    // The same again, and what is default in words: nothing to do.
    const after = plinth.calls.length;
    expect((await patch(body, query)).status).toBe(200);
    expect(changingCalls(plinth, after)).toEqual([]);
  },
  30_000,
);

it('after them the outputs name what is there, and the other region is empty', async () => {
  const { aurora, dynamodb, redis, dax, alarms } = await outputs();

  expect(aurora).toMatchObject({ globalClusterIdentifier: null, secondary: null });
  expect(Object.keys(dynamodb.tables)).toEqual(['games']);
  expect(redis.configurationEndpoint).not.toBeNull();
  expect(dax.clusterName).toBe('plinth-shop-dev-dax');
  expect(Object.keys(alarms)).toEqual([HOME]);
  const left = (await listing(plinth)).filter((name) => !others.includes(name) && name.startsWith(AWAY));
  // Roles and dashboards are global: each region lists them.
  expect(left.filter((name) => !/ (Role|Dashboard) /.test(name))).toEqual([]);
});

describe('tags', () => {
  const cloudwatch = () => plinth.aws(CloudWatchClient);
  it('of owner, cost centre and request come to everything, alarms and log groups too', async () => {
    await succeeds(plinth, 'PATCH', DEV, { owner: 'team-shop', costCenter: '4711', tags: { Stage: 'b' } });

    const { MetricAlarms = [] } = await cloudwatch().send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
    const { DashboardEntries = [] } = await cloudwatch().send(new ListDashboardsCommand({}));
    const arns = [
      ...MetricAlarms.map(({ AlarmArn }) => AlarmArn),
      ...DashboardEntries.map(({ DashboardArn }) => DashboardArn),
    ];
    expect(arns.length).toBeGreaterThan(10);
    for (const ResourceARN of arns) {
      const { Tags } = await cloudwatch().send(new ListTagsForResourceCommand({ ResourceARN }));
      expect(Tags).toEqual(
        expect.arrayContaining([
          { Key: 'Owner', Value: 'team-shop' },
          { Key: 'CostCenter', Value: '4711' },
          { Key: 'Stage', Value: 'b' },
        ]),
      );
    }
    const resourceArn = `arn:aws:logs:${HOME}:000000000000:log-group:/plinth/plinth-shop-dev/redis/slow-log`;
    const { tags } = await plinth.aws(CloudWatchLogsClient).send(new LogTags({ resourceArn }));
    expect(tags).toMatchObject({ Owner: 'team-shop', CostCenter: '4711', Stage: 'b' });
  });
});

it('alarms that are turned off go with their dashboard, and come back', async () => {
  const from = plinth.calls.length;
  await succeeds(plinth, 'PATCH', DEV, { alarms: { enabled: false } });
  expect(commandsOf(changingCalls(plinth, from))).toEqual(home('DeleteAlarms', 'DeleteDashboards'));
  expect((await listing(plinth)).join()).not.toMatch(/Alarm |Dashboard /);
  expect((await outputs()).alarms).toEqual({});

  const again = plinth.calls.length;
  await succeeds(plinth, 'PATCH', DEV, { alarms: { enabled: true } });
  expect(commandsOf(changingCalls(plinth, again))).toEqual([DASHBOARD, ALARM].sort());
});

describe('a PATCH is refused, and nothing is called or recorded', () => {
  it.each([
    ['aurora.instanceCount 0', { aurora: { instanceCount: 0 } }, ['#/aurora/instanceCount']],
    [
      'aurora.backupRetentionDays 0',
      { aurora: { backupRetentionDays: 0 } },
      ['#/aurora/backupRetentionDays'],
    ],
    ['redis.nodeCount 0', { redis: { nodeCount: 0 } }, ['#/redis/nodeCount']],
    ['a DAX cluster of 2', { dax: { replicationFactor: 2 } }, ['#/dax/replicationFactor']],
    ['an unknown field', { aurora: { instances: 2 } }, ['#/aurora/instances']],
    ['another name', { environment: 'other' }, ['#/environment']],
    ['another primary region', { primaryRegion: AWAY }, ['#/primaryRegion']],
    ['another landing zone', { landingZone: 'other' }, ['#/landingZone']],
    ['another database name', { aurora: { databaseName: 'other' } }, ['#/aurora/databaseName']],
    ['another master user', { aurora: { masterUsername: 'other' } }, ['#/aurora/masterUsername']],
    ['another major version', { aurora: { engineVersion: '16.8' } }, ['#/aurora/engineVersion']],
    ['__proto__', '{"__proto__": {"isAdmin": true}}', ['#/__proto__']],
    ['__proto__ inside', '{"redis": {"__proto__": {"nodeCount": 6}}}', ['#/redis/__proto__']],
    ['a list', [], ['#']],
    ['null', null, ['#']],
    ['a number', 5, ['#']],
  ])('%s', async (_what, body, pointers) => {
    const before = (await plinth.api.get(DEV)).json;
    const from = plinth.calls.length;

    const { status, json } = await patch(body);

    expect([status, json.type]).toEqual([400, problem('validation')]);
    expect(fieldsOf(json)).toEqual(pointers);
    expect(changingCalls(plinth, from)).toEqual([]);
    expect((await plinth.api.get(DEV)).json).toEqual(before);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it.each([
    ['a text', '"redis"', 400],
    ['10,000 levels', `${'{"aurora":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 400],
    ['10,000 lists', '['.repeat(10_000) + ']'.repeat(10_000), 400],
    ['more than 10 MB', `{"tags":{"a":"${'x'.repeat(10 * 1024 * 1024)}"}}`, 413],
  ])('%s', async (_what, body, expected) => {
    expect((await patch(body)).status).toBe(expected);
  });

  it.each(['dryRun=yes', 'allowReplacement=1', 'planId=1%27%20OR%201=1--', 'planId=', 'dryRun=TRUE'])(
    'with ?%s',
    async (query) => {
      const { status, json } = await patch({ redis: { snapshotRetentionDays: 3 } }, `?${query}`);
      expect([status, fieldsOf(json)]).toEqual([400, [query.split('=')[0]]]);
    },
  );

  it('with a secret, which is nowhere afterwards', async () => {
    const secret = 'hunter2-hunter2';
    const from = plinth.calls.length;

    const { status, text, json } = await patch({ aurora: { password: secret }, tags: { token: secret } });

    expect([status, json.type]).toEqual([400, problem('secret-in-request')]);
    expect(text).not.toContain(secret);
    expect(JSON.stringify(plinth.calls.slice(from).map(({ input }) => input))).not.toContain(secret);
  });
});

it('of two different PATCHes at the same moment one is done; of two equal ones too', async () => {
  const different = await Promise.all([
    patch({ redis: { snapshotRetentionDays: 5 } }),
    patch({ redis: { snapshotRetentionDays: 6 } }),
  ]);
  expect(different.map(({ status }) => status).sort()).toEqual([202, 409]);
  const [won, lost] = different.sort((a, b) => a.status - b.status);
  expect(lost).toMatchObject({
    json: { type: problem('operation-in-progress') },
    headers: { location: won?.headers.location },
  });
  await plinth.api.ended(won?.headers.location ?? '');

  const equal = await Promise.all([1, 2].map(() => patch({ redis: { snapshotRetentionDays: 7 } })));
  expect(equal.map(({ status }) => status).sort()).toEqual([200, 202]);
  const { json } = equal.find(({ status }) => status === 202) ?? equal[0] ?? {};
  expect((await plinth.api.ended(json.links.self)).status).toBe('succeeded');
});
