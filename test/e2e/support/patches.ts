const [HOME, AWAY] = ['eu-west-2', 'eu-west-1'] as const;
/** What a change needs that deletes something, or makes it anew. */
export const REPLACE = '?allowReplacement=true';

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

/** One PATCH of a small environment, and what it must do. */
export interface PatchCase {
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
export const home = (...commands: string[]) => at(HOME, ...commands);

/** In this order on one environment: each leaves what the next begins with. */
export const PATCHES: readonly PatchCase[] = [
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
    // Another group of parameters goes with the mode.
    calls: home(
      ...['CreateCacheParameterGroup', 'DeleteCacheParameterGroup', 'ModifyCacheParameterGroup'],
      ...['CreateReplicationGroup', 'DeleteReplicationGroup'],
    ),
    shows: { redis: { shards: 2, replicasPerShard: 1 } },
  },
];
