import type { SimulatedEnvironment } from './scenario.ts';

export function requestOf(environment: SimulatedEnvironment): Record<string, unknown> {
  const { name, preset, globalTables, globalDatabase, ownTables, rollback, migrations } = environment;
  const tables = [{ name: 'games', attributes: [{ name: 'gameId', type: 'S' }], partitionKey: 'gameId' }];
  return {
    environment: name,
    preset,
    aurora: { globalDatabase },
    dynamodb: { globalTables, ...(ownTables && { tables }) },
    ...(rollback && { onFailure: 'rollback' }),
    migrations: { set: migrations ? 'gaming' : null },
  };
}

export const UNPROTECTED = { aurora: { deletionProtection: false }, dynamodb: { deletionProtection: false } };

const REPLACE = { allowReplacement: 'true' };
export const PATCHES: readonly (readonly [body: object, query?: Record<string, string>])[] = [
  [{ aurora: { instanceCount: 2 } }],
  [{ aurora: { instanceCount: 1 } }],
  [{ aurora: { backupRetentionDays: 9 } }],
  [{ aurora: { instanceClass: 'db.r6g.xlarge' } }],
  [{ aurora: { globalDatabase: true } }],
  [{ aurora: { globalDatabase: false } }],
  [{ dynamodb: { globalTables: true } }],
  [{ dynamodb: { globalTables: false } }],
  [{ dynamodb: { pointInTimeRecovery: { days: 7 } } }],
  [{ redis: { nodeCount: 2, multiAz: true } }],
  [{ redis: { nodeCount: 1, multiAz: false } }],
  [{ redis: { snapshotRetentionDays: 2 } }],
  [{ redis: { nodeType: 'cache.r7g.xlarge' } }],
  [{ dax: { replicationFactor: 2 } }],
  [{ dax: { nodeType: 'dax.r4.xlarge' } }, REPLACE],
  [{ alarms: { thresholds: { latencyMs: 90 } } }],
  [{ tags: { Team: 'games' } }],
  [{ migrations: { set: 'gaming' } }],
];

export function launchOf(
  { project, name, preset }: SimulatedEnvironment,
  key: string,
): Record<string, unknown> {
  return {
    RequestType: 'Create',
    RequestId: key,
    StackId: `arn:aws:cloudformation:eu-west-2:000000000000:stack/SC-${project}-${name}/1`,
    LogicalResourceId: 'Environment',
    ResourceType: 'Custom::PlinthEnvironment',
    ResponseURL: `https://answers.s3.eu-west-2.amazonaws.com/${key}`,
    ServiceToken: 'arn:aws:lambda:eu-west-2:000000000000:function:plinth-catalog',
    ResourceProperties: {
      ServiceToken: 'arn:aws:lambda:eu-west-2:000000000000:function:plinth-catalog',
      Handle: `https://handles.s3.eu-west-2.amazonaws.com/${key}`,
      Project: project,
      Environment: name,
      Preset: preset,
    },
  };
}
