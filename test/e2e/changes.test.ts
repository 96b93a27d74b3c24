import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  ListDashboardsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, ListTagsForResourceCommand as LogTags } from '@aws-sdk/client-cloudwatch-logs';
import { changingCalls, commandsOf, DEV, ENVIRONMENTS, listing, succeeds } from './support/changes.ts';
import { fieldsOf, problem } from './support/http.ts';
import { type Plinth, SMALL, startControlPlanes } from './support/plinth.ts';

const [HOME, AWAY] = ['eu-west-2', 'eu-west-1'] as const;
const ALARM = `${HOME} PutMetricAlarm`;
const REPLACE = '?allowReplacement=true';
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

const ATTRIBUTES = [{ name: 'gameId', type: 'S' }];
const games = (more: object = {}) => ({
  ...{ name: 'games', attributes: ATTRIBUTES, partitionKey: 'gameId' },
  ...more,
});
const moves = { ...games(), name: 'moves' };
const byPlayer = {
  attributes: [...ATTRIBUTES, { name: 'player', type: 'S' }],
  indexes: [{ name: 'by-player', partitionKey: 'player' }],
};

interface Case {
  readonly what: string;
  readonly body: object;
  readonly query?: string;
  /** The commands besides those about alarms and the dashboard. */
  readonly calls: readonly string[];
  /** Members of the input of one of the calls, identifiers and ApplyImmediately left out. */
  readonly sent?: object;
  /** What GET shows. */
  readonly shows?: object;
}

const at = (region: string, ...commands: string[]) => commands.map((command) => `${region} ${command}`);
const home = (...commands: string[]) => at(HOME, ...commands);

/** In this order on one environment: each leaves what the next begins with. */
const CASES: readonly Case[] = [
  {
    what: 'another instance class',
    body: { aurora: { instanceClass: 'db.r6g.xlarge' } },
    calls: home('ModifyDBInstance'),
    sent: { DBInstanceClass: 'db.r6g.xlarge' },
    shows: { aurora: { instanceClass: 'db.r6g.xlarge' } },
  },
  { what: 'one instance more', body: { aurora: { instanceCount: 2 } }, calls: home('CreateDBInstance') },
  { what: 'one instance less', body: { aurora: { instanceCount: 1 } }, calls: home('DeleteDBInstance') },
  {
    what: 'retention and backup window',
    body: { aurora: { backupRetentionDays: 9, backupWindow: '01:00-02:00' } },
    calls: home('ModifyDBCluster'),
    sent: { BackupRetentionPeriod: 9, PreferredBackupWindow: '01:00-02:00' },
    shows: { aurora: { backupRetentionDays: 9 } },
  },
  {
    what: 'a parameter',
    body: { aurora: { clusterParameters: { log_min_duration_statement: '250' } } },
    calls: home('ModifyDBClusterParameterGroup'),
    sent: {
      Parameters: [
        {
          ...{ ParameterName: 'log_min_duration_statement', ParameterValue: '250' },
          ApplyMethod: 'immediate',
        },
      ],
    },
  },
  {
    what: 'Performance Insights for longer',
    body: { aurora: { performanceInsights: { enabled: true, retentionDays: 31 } } },
    calls: home('ModifyDBCluster'),
    shows: { aurora: { performanceInsightsRetentionDays: 31 } },
  },
  {
    what: 'another minor version',
    body: { aurora: { engineVersion: '15.18' } },
    calls: home('ModifyDBCluster'),
    shows: { aurora: { engineVersion: '15.18' } },
  },
  {
    what: 'an index more',
    body: { dynamodb: { tables: [games(byPlayer)] } },
    calls: home('UpdateTable'),
  },
  { what: 'an index less', body: { dynamodb: { tables: [games()] } }, calls: home('UpdateTable') },
  {
    what: 'a table more',
    body: { dynamodb: { tables: [games(), moves] } },
    calls: ['PutRolePolicy', ...home('CreateTable', 'UpdateContinuousBackups')],
    shows: { dynamodb: { tables: ['games', 'moves'] } },
  },
  {
    what: 'an expiry of items and shorter backups',
    body: {
      dynamodb: { tables: [games({ ttlAttribute: 'endsAt' }), moves], pointInTimeRecovery: { days: 7 } },
    },
    calls: home('UpdateContinuousBackups', 'UpdateTimeToLive'),
    shows: { dynamodb: { pointInTimeRecoveryDays: 7 } },
  },
  {
    what: 'two Redis nodes in two zones',
    body: { redis: { nodeCount: 2, multiAz: true } },
    calls: home('IncreaseReplicaCount', 'ModifyReplicationGroup'),
    sent: { AutomaticFailoverEnabled: true, MultiAZEnabled: true },
    shows: { redis: { nodeCount: 2, multiAz: true } },
  },
  {
    what: 'one Redis node again',
    body: { redis: { nodeCount: 1, multiAz: false } },
    calls: home('DecreaseReplicaCount', 'ModifyReplicationGroup'),
    shows: { redis: { nodeCount: 1, multiAz: false } },
  },
  {
    what: 'larger Redis nodes without snapshots',
    body: { redis: { nodeType: 'cache.r7g.xlarge', snapshotRetentionDays: 0 } },
    calls: home('ModifyReplicationGroup'),
    shows: { redis: { nodeType: 'cache.r7g.xlarge', snapshotRetentionDays: 0 } },
  },
  {
    what: 'three DAX nodes',
    body: { dax: { replicationFactor: 3 } },
    calls: home('IncreaseReplicationFactor'),
    shows: { dax: { replicationFactor: 3 } },
  },
  {
    what: 'other times to live in DAX',
    body: { dax: { recordTtlMs: 1000 } },
    calls: home(
      ...['CreateParameterGroup', 'DeleteParameterGroup', 'RebootNode', 'UpdateCluster'],
      'UpdateParameterGroup',
    ),
  },
  { what: 'one alarm threshold', body: { alarms: { thresholds: { latencyMs: 90 } } }, calls: [] },
  {
    what: 'another preset, which keeps what the request says itself',
    body: { preset: 'staging' },
    calls: [],
    shows: { aurora: { instanceClass: 'db.r6g.xlarge' } },
  },
  {
    what: 'global tables',
    body: { dynamodb: { globalTables: true } },
    calls: [...home('UpdateTable'), ...at(AWAY, 'TagResource', 'UpdateContinuousBackups')],
    shows: { dynamodb: { globalTables: true } },
  },
  {
    what: 'a global database',
    body: { aurora: { globalDatabase: true } },
    calls: [
      ...home('CreateGlobalCluster'),
      ...at(AWAY, 'CreateDBCluster', 'CreateDBClusterParameterGroup', 'CreateDBInstance'),
      ...at(AWAY, 'CreateDBParameterGroup', 'CreateDBSubnetGroup'),
      ...at(AWAY, 'ModifyDBClusterParameterGroup', 'ModifyDBParameterGroup'),
    ],
    shows: { aurora: { globalDatabase: true, secondaryInstanceCount: 1 } },
  },
  {
    what: 'one region again',
    body: { aurora: { globalDatabase: false }, dynamodb: { globalTables: false } },
    calls: [
      ...home('DeleteGlobalCluster', 'RemoveFromGlobalCluster', 'UpdateTable'),
      ...at(AWAY, 'DeleteDBCluster', 'DeleteDBClusterParameterGroup', 'DeleteDBInstance'),
      ...at(AWAY, 'DeleteDBParameterGroup', 'DeleteDBSubnetGroup', 'DeleteLogGroup'),
    ],
    shows: { aurora: { globalDatabase: false, secondaryInstanceCount: null } },
  },
  {
    what: 'no table that is not asked for any more',
    body: { dynamodb: { tables: [games({ ttlAttribute: 'endsAt' })] } },
    query: REPLACE,
    calls: ['PutRolePolicy', ...home('DeleteTable')],
    shows: { dynamodb: { tables: ['games'] } },
  },
  {
    what: 'a DAX cluster of another type',
    body: { dax: { nodeType: 'dax.r4.xlarge' } },
    query: REPLACE,
    calls: home('CreateCluster', 'DeleteCluster'),
    shows: { dax: { nodeType: 'dax.r4.xlarge' } },
  },
  {
    what: 'Redis in cluster mode',
    body: { redis: { nodeCount: null, multiAz: true, clusterMode: { shards: 2, replicasPerShard: 1 } } },
    query: REPLACE,
    calls: home('CreateReplicationGroup'),
    shows: { redis: { shards: 2, replicasPerShard: 1 } },
  },
];

it.each(CASES)(
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
  // Roles are global: each region lists them.
  expect(left.filter((name) => !name.includes(' Role '))).toEqual([]);
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
