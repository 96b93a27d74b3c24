import type { CreateTableInput, DescribeTableOutput, TableDescription } from '@aws-sdk/client-dynamodb';
import type { Delays } from '../../../../local/delays.ts';
import { createDynamo } from '../../../../local/engines/dynamo.ts';
import type { Directory, Service } from '../../../../local/service.ts';
import { createDynamoDbService } from '../../../../local/services/dynamodb/index.ts';
import { ACCOUNT, call, type TestWorld, testWorld } from './world.ts';

export const keyArn = (region: string, id = 'own'): string => `arn:aws:kms:${region}:${ACCOUNT}:key/${id}`;

/** Keys `own`, `other` and `off` in every region; `off` is disabled, and so is what the test adds to `disabled`. */
export const disabledKeys = new Set<string>();
const kmsKey: Directory['kmsKey'] = (region, id) => {
  const name = id.split('/').at(-1) ?? '';
  if (!['own', 'other', 'off'].includes(name)) return undefined;
  const arn = keyArn(region, name);
  return { arn, enabled: name !== 'off' && !disabledKeys.has(arn) };
};

export function dynamoDb(delays?: Delays): { world: TestWorld; service: Service } {
  const world = testWorld({
    ...(delays ? { delays } : {}),
    engines: { dynamo: createDynamo() },
    directory: { kmsKey },
  });
  return { world, service: createDynamoDbService(world) };
}

export function games(changes: Partial<CreateTableInput> = {}): CreateTableInput {
  return {
    TableName: 'games',
    AttributeDefinitions: [
      { AttributeName: 'gameId', AttributeType: 'S' },
      { AttributeName: 'timestamp', AttributeType: 'N' },
      { AttributeName: 'player', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'gameId', KeyType: 'HASH' },
      { AttributeName: 'timestamp', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byPlayer',
        KeySchema: [{ AttributeName: 'player', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    ...changes,
  };
}

/** A table with a partition key `id` and nothing else. */
export function plain(changes: Partial<CreateTableInput> = {}): CreateTableInput {
  return {
    TableName: 'plain',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    ...changes,
  };
}

export async function describe(
  service: Service,
  region: string,
  TableName = 'games',
): Promise<TableDescription> {
  const { Table } = await call<DescribeTableOutput>(service, region, 'DescribeTable', { TableName });
  if (!Table) throw new Error('DescribeTable answered no table');
  return Table;
}
