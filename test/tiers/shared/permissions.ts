import type { IamAction } from '../../../core/tier.ts';
import type { CommandTable } from '../../../tiers/apply.ts';
import type { Call } from './fake-clients.ts';

/** IAM's service prefix by SDK client. */
const PREFIX: Record<string, string> = {
  CloudWatchLogsClient: 'logs',
  DAXClient: 'dax',
  DynamoDBClient: 'dynamodb',
  ElastiCacheClient: 'elasticache',
  IAMClient: 'iam',
  SecretsManagerClient: 'secretsmanager',
};

/** `dynamodb:DescribeTable` for every call that was made; our services name IAM actions as their operations. */
export const actionsOfCalls = (calls: readonly Call[]): string[] =>
  calls.map(({ client, command }) => `${PREFIX[client]}:${command}`);

export const actionsOfCommands = (table: CommandTable): string[] =>
  Object.entries(table).flatMap(([service, { commands }]) =>
    Object.keys(commands).map((command) => `${service}:${command}`),
  );

export const allowed = (permissions: readonly IamAction[]): Set<string> =>
  new Set(permissions.flatMap(({ actions }) => actions));

/** Statements that allow everything of a service's resources, by their actions' services. */
export const unrestricted = (permissions: readonly IamAction[]): string[] =>
  permissions.filter(({ resources }) => resources.includes('*')).flatMap(({ actions }) => actions);
