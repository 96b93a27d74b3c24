import { OutcomeUnknown } from '../../core/errors.ts';
import { NAME_LIMITS } from '../../core/naming.ts';
import { ProblemError } from '../../core/problem.ts';
import { parseRequest } from '../../core/request.ts';
import {
  type EngineVersionQuery,
  MAX_DESIRED_BYTES,
  type ResolveDependencies,
  resolveDesired,
  summarise,
} from '../../core/resolve.ts';
import { daxNames } from '../../tiers/dax/names.ts';
import { DEPENDENCIES, LANDING_ZONES, resolveBody } from './sample.ts';

async function refused(body: object, dependencies?: Partial<ResolveDependencies>): Promise<ProblemError> {
  const error = await resolveBody(body, dependencies).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ProblemError) return error;
  throw error ?? new Error('was accepted');
}

const dev = (fields: object) => ({ environment: 'dev', preset: 'development', ...fields });
const prod = (fields: object) => ({ environment: 'prod', preset: 'production', ...fields });
const ATTRIBUTES = [
  { name: 'id', type: 'S' },
  { name: 'at', type: 'N' },
];
const tables = (...list: object[]) =>
  dev({
    dynamodb: {
      tables: list.map((table) => ({
        name: 'orders',
        attributes: ATTRIBUTES,
        partitionKey: 'id',
        sortKey: 'at',
        ...table,
      })),
    },
  });
const SECRET = (region: string) => `arn:aws:secretsmanager:${region}:123456789012:secret:mine-AbCdEf`;

describe('a request that goes against itself or the landing zone', () => {
  it.each([
    [prod({ secondaryRegion: 'eu-west-2' }), '#/secondaryRegion', 'must differ from primaryRegion'],
    [prod({ primaryRegion: 'eu-west-1' }), '#/secondaryRegion', 'Name another region'],
    [dev({ primaryRegion: 'eu-central-1' }), '#/primaryRegion', 'Its regions: eu-west-2, eu-west-1'],
    [prod({ secondaryRegion: 'us-east-1' }), '#/secondaryRegion', 'Its regions: eu-west-2, eu-west-1'],
    [dev({ landingZone: 'asia' }), '#/landingZone', 'Landing zones: default, us'],
    [dev({ redis: { multiAz: true } }), '#/redis/multiAz', 'Set it false, or ask for redis.nodeCount 2'],
    [prod({ redis: { nodeCount: 1 } }), '#/redis/multiAz', 'Set it false, or ask for redis.nodeCount 2'],
    [
      prod({ redis: { clusterMode: { shards: 2, replicasPerShard: 0 } } }),
      '#/redis/multiAz',
      'replicasPerShard 1',
    ],
    [
      prod({ redis: { nodeCount: 3, clusterMode: { shards: 2, replicasPerShard: 1 } } }),
      '#/redis/nodeCount',
      'Remove one',
    ],
    [
      dev({ redis: { clusterMode: { shards: 31, replicasPerShard: 2 } } }),
      '#/redis/clusterMode',
      'at most 90',
    ],
    [dev({ redis: { engineVersion: '5.0' } }), '#/redis/engineVersion', 'Versions: 7.1, 7.0, 6.2'],
    [
      dev({ redis: { engine: 'valkey', engineVersion: '7.1' } }),
      '#/redis/engineVersion',
      'Versions: 8.2, 8.1, 8.0, 7.2',
    ],
    [
      dev({ redis: { snapshotWindow: '05:30-06:30' } }),
      '#/redis/snapshotWindow',
      'must not overlap redis.maintenanceWindow',
    ],
    [dev({ redis: { snapshotWindow: '10:00-10:30' } }), '#/redis/snapshotWindow', 'at least 60 minutes'],
    [
      dev({ redis: { parameters: { 'cluster-enabled': 'yes' } } }),
      '#/redis/parameters/cluster-enabled',
      'redis.clusterMode',
    ],
    [
      dev({ aurora: { clusterParameters: { 'RDS.Force_SSL': '0' } } }),
      '#/aurora/clusterParameters/RDS.Force_SSL',
      'is always 1',
    ],
    [
      dev({ aurora: { clusterParameters: { work_mem: '1', Work_Mem: '2' } } }),
      '#/aurora/clusterParameters/Work_Mem',
      'in case only',
    ],
    [
      dev({ redis: { parameters: { 'max memory': '1' } } }),
      '#/redis/parameters/max%20memory',
      'not the name of a parameter',
    ],
    [
      dev({ redis: { authTokenSecretArn: SECRET('eu-west-1') } }),
      '#/redis/authTokenSecretArn',
      'primary region eu-west-2',
    ],
    [
      dev({ aurora: { masterSecretArn: SECRET('eu-west-1') } }),
      '#/aurora/masterSecretArn',
      'primary region eu-west-2',
    ],
    [prod({ aurora: { instanceClass: 'db.t4g.medium' } }), '#/aurora/instanceClass', 'burstable'],
    [prod({ aurora: { instanceCount: 16 } }), '#/aurora/instanceCount', 'at most 15'],
    [
      dev({ aurora: { secondaryInstanceCount: 1 } }),
      '#/aurora/secondaryInstanceCount',
      'aurora.globalDatabase true',
    ],
    [
      dev({ aurora: { performanceInsights: { retentionDays: 7 } } }),
      '#/aurora/performanceInsights/retentionDays',
      'performanceInsights.enabled true',
    ],
    [
      dev({ aurora: { backupWindow: '05:00-05:45' } }),
      '#/aurora/backupWindow',
      'must not overlap aurora.maintenanceWindow',
    ],
    [dev({ aurora: { backupWindow: '10:00-10:29' } }), '#/aurora/backupWindow', 'at least 30 minutes'],
    [
      dev({ aurora: { maintenanceWindow: 'mon:10:00-mon:10:15' } }),
      '#/aurora/maintenanceWindow',
      'from 30 minutes',
    ],
    [
      dev({ aurora: { maintenanceWindow: 'sun:23:50-mon:00:10', backupWindow: '10:00-10:30' } }),
      '#/aurora/maintenanceWindow',
      'from 30 minutes',
    ],
    [
      dev({ aurora: { maintenanceWindow: 'sun:23:30-mon:03:30' } }),
      '#/aurora/backupWindow',
      'must not overlap',
    ],
    [
      dev({ aurora: { backupWindow: '23:45-00:30', maintenanceWindow: 'tue:00:15-tue:01:00' } }),
      '#/aurora/backupWindow',
      'must not overlap',
    ],
    [dev({ aurora: { masterUsername: 'rdsadmin' } }), '#/aurora/masterUsername', 'reserved word'],
    [dev({ aurora: { masterUsername: 'Admin' } }), '#/aurora/masterUsername', 'such as gameadmin'],
    [dev({ aurora: { databaseName: 'select' } }), '#/aurora/databaseName', 'reserved word'],
    [dev({ aurora: { databaseName: 'postgres' } }), '#/aurora/databaseName', 'such as appdb'],
    [
      dev({ aurora: { clusterParameters: { 'rds.force_ssl': '0' } } }),
      '#/aurora/clusterParameters/rds.force_ssl',
      'over TLS',
    ],
    [
      dev({ dax: { maintenanceWindow: 'mon:10:00-mon:10:30' } }),
      '#/dax/maintenanceWindow',
      'from 60 minutes',
    ],
    [dev({ dynamodb: { billingMode: 'PROVISIONED' } }), '#/dynamodb/provisioned', 'is missing'],
    [
      dev({ dynamodb: { provisioned: { readCapacityUnits: 1, writeCapacityUnits: 1 } } }),
      '#/dynamodb/provisioned',
      'billingMode PROVISIONED',
    ],
    [
      dev({
        dynamodb: {
          globalTables: true,
          billingMode: 'PROVISIONED',
          provisioned: { readCapacityUnits: 1, writeCapacityUnits: 1 },
        },
      }),
      '#/dynamodb/billingMode',
      'PAY_PER_REQUEST with global tables',
    ],
    [
      dev({ dynamodb: { pointInTimeRecovery: { enabled: false, days: 7 } } }),
      '#/dynamodb/pointInTimeRecovery/days',
      'enabled true',
    ],
    [tables({}, {}), '#/dynamodb/tables/1/name', 'the name of another table'],
    [tables({ name: 'a_b' }, { name: 'a-b' }), '#/dynamodb/tables/1/name', 'another table (a_b)'],
    [
      tables({ indexes: [{ name: 'by-x', partitionKey: 'x' }] }),
      '#/dynamodb/tables/0/indexes/0/partitionKey',
      'not declared in attributes of table orders',
    ],
    [
      tables({ indexes: [{ name: 'by-x', partitionKey: 'id', sortKey: 'x' }] }),
      '#/dynamodb/tables/0/indexes/0/sortKey',
      'declared are id, at',
    ],
    [
      tables({
        indexes: [
          { name: 'abc', partitionKey: 'at' },
          { name: 'abc', partitionKey: 'id' },
        ],
      }),
      '#/dynamodb/tables/0/indexes/1/name',
      'another index',
    ],
    [
      tables({ indexes: [{ name: 'abc', partitionKey: 'at', sortKey: 'at' }] }),
      '#/dynamodb/tables/0/indexes/0/sortKey',
      'differ from the partition key',
    ],
    [
      tables({ attributes: [...ATTRIBUTES, { name: 'id', type: 'N' }] }),
      '#/dynamodb/tables/0/attributes/2',
      'declares id as N, and it is declared as S',
    ],
    [
      tables({ attributes: [...ATTRIBUTES, { name: 'id', type: 'S' }] }),
      '#/dynamodb/tables/0/attributes/2',
      'declares id again',
    ],
    [
      tables({ attributes: [...ATTRIBUTES, { name: 'x', type: 'S' }] }),
      '#/dynamodb/tables/0/attributes/2',
      'which no key uses',
    ],
    [tables({ ttlAttribute: 'id' }), '#/dynamodb/tables/0/ttlAttribute', 'must be a number'],
    [dev({ migrations: { set: 'banking' } }), '#/migrations/set', 'Sets: gaming, minimal'],
    [dev({ tags: { 'aws:x': '1' } }), '#/tags/aws%3Ax', 'reserved'],
    [dev({ tags: { 'plinth:environment': 'other/prod' } }), '#/tags/plinth%3Aenvironment', 'reserved'],
    [dev({ tags: { team: 'a', Team: 'b' } }), '#/tags/Team', 'in case only'],
    [dev({ tags: { team: 'a;b' } }), '#/tags/team', 'letters, digits, spaces'],
    [dev({ tags: { ['k'.repeat(129)]: 'x' } }), `#/tags/${'k'.repeat(61)}...`, '1 to 128 characters'],
  ])('%#: %j is refused at %s', async (body, pointer, words) => {
    const error = await refused(body);
    expect(error.problem).toBe('validation');
    expect(error.errors.map((item) => item.pointer)).toEqual([pointer]);
    expect(error.errors[0]?.detail).toContain(words);
  });

  it('is told everything at once, what AWS says included', async () => {
    const error = await refused(
      prod({
        landingZone: 'default',
        secondaryRegion: 'eu-west-1',
        redis: { nodeCount: 1 },
        aurora: { masterUsername: 'admin', engineVersion: '15.4' },
      }),
      {
        chooseEngineVersion: async () => ({
          field: 'engineVersion',
          message: '15.4 cannot be ordered in eu-west-2. Orderable: 15.15, 15.17.',
        }),
      },
    );
    expect(error.errors.map((item) => item.pointer).sort()).toEqual([
      '#/aurora/engineVersion',
      '#/aurora/masterUsername',
      '#/redis/multiAz',
    ]);
    expect(error.errors.at(-1)?.detail).toBe(
      'aurora.engineVersion 15.4 cannot be ordered in eu-west-2. Orderable: 15.15, 15.17.',
    );
  });
});

describe('the engine version', () => {
  const asked = async (body: object) => {
    const queries: EngineVersionQuery[] = [];
    const chooseEngineVersion = async (query: EngineVersionQuery) => {
      queries.push(query);
      return { version: '16.9' };
    };
    const { aurora } = await resolveBody(body, { chooseEngineVersion });
    return { queries, aurora };
  };

  it('is asked for in every region that needs it', async () => {
    const { queries } = await asked(prod({ aurora: { engineVersion: '16.9' } }));
    expect(queries).toEqual([
      {
        requested: '16.9',
        instanceClass: 'db.r6g.xlarge',
        regions: ['eu-west-2', 'eu-west-1'],
        globalDatabase: true,
      },
    ]);
  });

  it('is asked for in one region without a global database, global tables or not', async () => {
    const { queries, aurora } = await asked(dev({ dynamodb: { globalTables: true } }));
    expect(queries).toEqual([
      { requested: null, instanceClass: 'db.r6g.large', regions: ['eu-west-2'], globalDatabase: false },
    ]);
    expect(aurora).toMatchObject({
      engineVersion: '16.9',
      parameterGroupFamily: 'aurora-postgresql16',
      secondary: null,
    });
  });

  const down = async () => {
    throw new OutcomeUnknown('no answer');
  };

  it('that AWS does not tell is not the fault of the request', async () => {
    await expect(resolveBody(dev({}), { chooseEngineVersion: down })).rejects.toBeInstanceOf(OutcomeUnknown);
  });

  it('that AWS does not tell does not hide what is wrong with the request', async () => {
    const error = await refused(dev({ redis: { multiAz: true } }), { chooseEngineVersion: down });
    expect(error.errors).toHaveLength(1);
  });
});

describe('the desired document', () => {
  it('has what each region of the landing zone gives each tier', async () => {
    const { aurora, dynamodb, redis, dax, alarms } = await resolveBody(prod({}));
    const london = LANDING_ZONES[0]?.regions['eu-west-2'];
    const dublin = LANDING_ZONES[0]?.regions['eu-west-1'];
    expect(aurora.primary).toEqual({
      region: 'eu-west-2',
      subnetIds: london?.isolatedSubnetIds,
      securityGroupIds: [london?.securityGroupIds.aurora],
      kmsKeyArn: london?.kmsKeyArns.aurora,
      instanceCount: 3,
    });
    expect(aurora.secondary).toEqual({
      region: 'eu-west-1',
      subnetIds: dublin?.isolatedSubnetIds,
      securityGroupIds: [dublin?.securityGroupIds.aurora],
      kmsKeyArn: dublin?.kmsKeyArns.aurora,
      instanceCount: 1,
    });
    expect(dynamodb.secondary).toEqual({ region: 'eu-west-1', kmsKeyArn: dublin?.kmsKeyArns.dynamodb });
    expect(redis).toMatchObject({
      region: 'eu-west-2',
      subnetIds: london?.privateSubnetIds,
      kmsKeyArn: london?.kmsKeyArns.redis,
    });
    expect(dax).toMatchObject({
      securityGroupIds: [london?.securityGroupIds.dax],
      tablesKmsKeyArn: london?.kmsKeyArns.dynamodb,
    });
    expect(dax.tableNames).toEqual(dynamodb.tables.map(({ tableName }) => tableName));
    expect(alarms.topicArns).toEqual({ 'eu-west-2': london?.topicArns, 'eu-west-1': dublin?.topicArns });
  });

  it('needs one region only when nothing is global, whatever the other default is', async () => {
    const desired = await resolveBody(dev({ primaryRegion: 'eu-west-1' }));
    expect([desired.primaryRegion, desired.secondaryRegion]).toEqual(['eu-west-1', null]);
  });

  it('has a second region for global tables alone', async () => {
    const desired = await resolveBody(dev({ dynamodb: { globalTables: true } }));
    expect([desired.secondaryRegion, desired.aurora.secondary, desired.dynamodb.secondary?.region]).toEqual([
      'eu-west-1',
      null,
      'eu-west-1',
    ]);
  });

  it('has the four tables with the keys that their items need', async () => {
    const { dynamodb } = await resolveBody(dev({}));
    const keys = dynamodb.tables.map((table) => ({
      name: table.tableName,
      keys: [table.partitionKey, table.sortKey].map((key) => key && `${key.name} ${key.type}`),
      indexes: table.indexes.map((index) => [index.name, index.partitionKey.name, index.sortKey?.name]),
      ttl: table.ttlAttribute,
    }));
    expect(keys).toEqual([
      {
        name: 'shop-dev-games',
        keys: ['gameId S', 'timestamp N'],
        indexes: [
          ['by-player', 'playerId', 'timestamp'],
          ['by-status', 'status', 'timestamp'],
        ],
        ttl: 'ttl',
      },
      {
        name: 'shop-dev-game-moves',
        keys: ['gameId S', 'moveNumber N'],
        indexes: [['by-player', 'playerId', 'gameId']],
        ttl: null,
      },
      {
        name: 'shop-dev-leaderboard',
        keys: ['leaderboardType S', 'playerId S'],
        indexes: [['by-score', 'leaderboardType', 'score']],
        ttl: null,
      },
      {
        name: 'shop-dev-user-sessions',
        keys: ['sessionId S', null],
        indexes: [['by-user', 'userId', undefined]],
        ttl: 'ttl',
      },
    ]);
  });

  it('takes the tables of the request instead', async () => {
    const { dynamodb } = await resolveBody(tables({ ttlAttribute: 'expiresAt' }));
    expect(dynamodb.tables).toEqual([
      {
        logicalName: 'orders',
        tableName: 'shop-dev-orders',
        partitionKey: { name: 'id', type: 'S' },
        sortKey: { name: 'at', type: 'N' },
        indexes: [],
        ttlAttribute: 'expiresAt',
      },
    ]);
  });

  it('tags everything with whose it is, and lets the request replace the defaults in any case', async () => {
    const { tags, aurora, dax } = await resolveBody(
      dev({ tags: { managedby: 'terraform', Team: 'Käse 1' } }),
    );
    expect(tags).toEqual({
      Project: 'shop',
      Environment: 'dev',
      managedby: 'terraform',
      Team: 'Käse 1',
      'plinth:environment': 'shop/dev',
      'plinth:managed-by': 'plinth',
    });
    expect([aurora.tags, dax.tags]).toEqual([tags, tags]);
  });

  it.each([
    [
      {},
      {
        clusterMode: false,
        nodeCount: 3,
        shards: 1,
        replicasPerShard: 2,
        parameterGroupFamily: 'redis7',
        engineVersion: '7.1',
      },
    ],
    [
      { clusterMode: { shards: 4, replicasPerShard: 1 } },
      { clusterMode: true, nodeCount: 8, shards: 4, replicasPerShard: 1 },
    ],
    [{ engine: 'valkey' }, { engineVersion: '8.2', parameterGroupFamily: 'valkey8' }],
    [{ engineVersion: '6.2' }, { parameterGroupFamily: 'redis6.x' }],
    [{ snapshotRetentionDays: 0, snapshotWindow: '05:30-06:30' }, { snapshotRetentionDays: 0 }],
  ])('redis %j becomes %j', async (redis, spec) => {
    expect((await resolveBody(prod({ redis }))).redis).toMatchObject(spec);
  });

  it.each([
    [{ performanceInsights: { enabled: true } }, { performanceInsightsRetentionDays: 7 }],
    [{ performanceInsights: { enabled: true, retentionDays: 62 } }, { performanceInsightsRetentionDays: 62 }],
    [{ masterSecretArn: SECRET('eu-west-2') }, { masterSecretArn: SECRET('eu-west-2') }],
    [{ logExports: [] }, { logExports: [] }],
    [{ instanceClass: 'db.t4g.medium' }, { instanceClass: 'db.t4g.medium' }],
    [{ clusterParameters: { work_mem: '65536' } }, { clusterParameters: { work_mem: '65536' } }],
  ])('aurora %j becomes %j', async (aurora, spec) => {
    expect((await resolveBody(dev({ aurora }))).aurora).toMatchObject(spec);
  });

  it('keeps production Performance Insights for as long when only another field is given', async () => {
    const { aurora } = await resolveBody(prod({ aurora: { performanceInsights: { enabled: true } } }));
    expect(aurora.performanceInsightsRetentionDays).toBe(31);
  });

  it.each([null, 'none'])('runs no migration when the set is %s', async (set) => {
    expect((await resolveBody(dev({ migrations: { set } }))).migrations).toEqual({ set: null });
  });

  it('takes alarm thresholds one by one', async () => {
    const { alarms } = await resolveBody(dev({ alarms: { thresholds: { latencyMs: 50 } } }));
    expect(alarms).toMatchObject({
      enabled: true,
      cpuPercent: 80,
      connectionsPercent: 80,
      latencyMs: 50,
      redisMemoryPercent: 80,
      replicaLagMs: 1000,
    });
  });

  it('has names within the limits of AWS for the longest names that are allowed', async () => {
    const request = parseRequest({
      environment: 'e'.repeat(20),
      dynamodb: {
        tables: [{ name: 't'.repeat(64), attributes: ATTRIBUTES, partitionKey: 'id', sortKey: 'at' }],
      },
    });
    const desired = await resolveDesired(
      { project: 'p'.repeat(40), request, landingZones: LANDING_ZONES, namePrefix: 'plinth-' },
      DEPENDENCIES,
    );
    expect(desired.dynamodb.tables[0]?.tableName.length).toBeLessThanOrEqual(NAME_LIMITS.table);
    expect(desired.identity.slug).toHaveLength(68);
    expect(daxNames(desired.dax).cluster).toMatch(/^plinth-p+-[0-9a-f]{6}$/);
  });

  it('that would not fit the registry is refused', async () => {
    const indexes = Array.from({ length: 20 }, (_, index) => ({
      name: `${index}`.padEnd(255, 'x'),
      partitionKey: 'a'.repeat(255),
    }));
    const attributes = [...ATTRIBUTES, { name: 'a'.repeat(255), type: 'S' }];
    const many = Array.from({ length: 50 }, (_, index) => ({ name: `t${index}`, attributes, indexes }));
    const error = await refused(tables(...many));
    expect([error.problem, error.status]).toEqual(['environment-too-large', 413]);
    expect(error.message).toContain(String(MAX_DESIRED_BYTES));
  });

  it('is summarised in the words of the contract', async () => {
    const summary = summarise(
      await resolveBody(prod({ redis: { clusterMode: { shards: 2, replicasPerShard: 1 } } })),
    );
    expect(summary.aurora).toMatchObject({
      instanceCount: 3,
      secondaryInstanceCount: 1,
      engineVersion: '15.17',
    });
    expect(summary.redis).toMatchObject({ nodeCount: 4, shards: 2, replicasPerShard: 1 });
    expect(summary.dynamodb.tables).toEqual(['games', 'game_moves', 'leaderboard', 'user_sessions']);
  });
});
