import type { EnvironmentRequest, Preset, PresetPage, PresetValues } from './generated/api.ts';

export type PresetName = NonNullable<EnvironmentRequest['preset']>;

export const DEFAULT_PRESET: PresetName = 'standard';

const TABLES = { billingMode: 'PAY_PER_REQUEST', pointInTimeRecovery: { enabled: true, days: 35 } } as const;

const SMALL = {
  aurora: {
    instanceCount: 1,
    instanceClass: 'db.r6g.large',
    globalDatabase: false,
    backupRetentionDays: 3,
    performanceInsights: { enabled: false },
    deletionProtection: false,
  },
  dynamodb: { ...TABLES, globalTables: false, deletionProtection: false },
  redis: { nodeCount: 1, nodeType: 'cache.r7g.large', multiAz: false, snapshotRetentionDays: 1 },
  dax: { nodeType: 'dax.r4.large', replicationFactor: 1 },
} as const satisfies PresetValues;

/** The named sizes: exactly the fields of a request that a preset fills in. */
export const PRESETS: Readonly<Record<PresetName, { description: string; values: PresetValues }>> = {
  development: { description: 'The smallest of everything, in one region, unprotected.', values: SMALL },
  staging: { description: 'Like development, for what is shown to others.', values: SMALL },
  standard: {
    description: 'Two regions, two of everything, three DAX nodes, protected from deletion.',
    values: {
      aurora: {
        instanceCount: 2,
        instanceClass: 'db.r6g.large',
        globalDatabase: true,
        backupRetentionDays: 7,
        performanceInsights: { enabled: true, retentionDays: 7 },
        deletionProtection: true,
      },
      dynamodb: { ...TABLES, globalTables: true, deletionProtection: true },
      redis: { nodeCount: 2, nodeType: 'cache.r7g.large', multiAz: true, snapshotRetentionDays: 5 },
      dax: { nodeType: 'dax.r4.large', replicationFactor: 3 },
    },
  },
  production: {
    description: 'Two regions, larger nodes and three of them, backups and insights for longer.',
    values: {
      aurora: {
        instanceCount: 3,
        instanceClass: 'db.r6g.xlarge',
        globalDatabase: true,
        backupRetentionDays: 14,
        performanceInsights: { enabled: true, retentionDays: 31 },
        deletionProtection: true,
      },
      dynamodb: { ...TABLES, globalTables: true, deletionProtection: true },
      redis: { nodeCount: 3, nodeType: 'cache.r7g.xlarge', multiAz: true, snapshotRetentionDays: 7 },
      dax: { nodeType: 'dax.r4.xlarge', replicationFactor: 3 },
    },
  },
};

/** What `GET /v1/presets` answers. */
export function listPresets(): PresetPage {
  const items = Object.entries(PRESETS).map(
    ([name, { description, values }]): Preset => ({
      name,
      description,
      isDefault: name === DEFAULT_PRESET,
      values,
    }),
  );
  return { items, nextToken: null };
}
