import * as schemas from '@aws-sdk/client-dynamodb';
import type { CallContext, Operation, Service, World } from '../../service.ts';
import { DataPlane, dataPlaneOperations } from './data-plane.ts';
import { Keys } from './encryption.ts';
import { Gate } from './gate.ts';
import { PhysicalTables } from './physical.ts';
import {
  describeContinuousBackups,
  describeLimits,
  describeTimeToLive,
  listTagsOfResource,
  tagResource,
  untagResource,
  updateContinuousBackups,
  updateTimeToLive,
} from './settings.ts';
import { Tables } from './state.ts';
import { createTable, type DynamoDb, deleteTable, describeTableOperation, listTables } from './tables.ts';
import { transactionOperations } from './transactions.ts';
import { updateTable } from './update-table.ts';

/**
 * DynamoDB: a control plane of our own over one engine that all regions share. Regions do not see each other's
 * tables; the replicas of a global table are full tables of their regions over the same data.
 */
export function createDynamoDbService(world: World): Service {
  const tables = new Tables(world);
  const keys = new Keys(world);
  const gate = new Gate();
  const db: DynamoDb = { world, tables, keys, physical: new PhysicalTables(world, gate) };
  const data = new DataPlane(world, tables, keys, gate);
  const on =
    <Input>(handler: (db: DynamoDb, input: Input, context: CallContext) => unknown): Operation =>
    (input, context) =>
      handler(db, input, context);
  return {
    name: 'dynamodb',
    schemas,
    operations: {
      CreateTable: on(createTable),
      DescribeTable: on(describeTableOperation),
      ListTables: on(listTables),
      UpdateTable: on(updateTable),
      DeleteTable: on(deleteTable),
      DescribeTimeToLive: on(describeTimeToLive),
      UpdateTimeToLive: on(updateTimeToLive),
      DescribeContinuousBackups: on(describeContinuousBackups),
      UpdateContinuousBackups: on(updateContinuousBackups),
      TagResource: on(tagResource),
      UntagResource: on(untagResource),
      ListTagsOfResource: on(listTagsOfResource),
      DescribeLimits: describeLimits,
      ...dataPlaneOperations(data),
      ...transactionOperations(world, data),
    },
  };
}
