import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { newOperation } from '../../core/operations.ts';
import { type EnvironmentRecord, LISTED_ATTRIBUTES, LISTED_INDEX, Registry } from '../../core/registry.ts';
import type { Desired } from '../../core/spec.ts';
import type { Execution, Executions } from '../../core/workflow.ts';
import { documentClient } from '../../functions/runtime.ts';
import { createDynamo } from '../../local/engines/dynamo.ts';
import { createGateway } from '../../local/gateway/gateway.ts';
import { createDynamoDbService } from '../../local/services/dynamodb/index.ts';
import { testWorld } from '../local/services/dynamodb/world.ts';

export const NOW = '2026-01-01T00:00:00.000Z';

const opened: ReturnType<typeof createDynamo>[] = [];
afterEach(() => Promise.all(opened.splice(0).map((dynamo) => dynamo.close())));

/** A registry on a real table of the local cloud. */
export async function newRegistry() {
  const dynamo = createDynamo();
  opened.push(dynamo);
  const world = testWorld({ engines: { dynamo } });
  const gateway = createGateway({ services: [createDynamoDbService(world)] });
  const client = new DynamoDBClient({
    region: 'eu-west-2',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    requestHandler: gateway.requestHandler,
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'registry',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: LISTED_INDEX, AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: LISTED_INDEX,
          KeySchema: [
            { AttributeName: LISTED_INDEX, KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...LISTED_ATTRIBUTES] },
        },
      ],
    }),
  );
  await world.settle();
  return new Registry(documentClient(client), 'registry');
}

export const environment = (name: string, change: Partial<EnvironmentRecord> = {}): EnvironmentRecord => ({
  project: 'shop',
  environment: name,
  status: 'creating',
  fingerprint: 'f',
  desired: {} as Desired,
  operationId: 'op-1',
  createdAt: NOW,
  updatedAt: NOW,
  outputs: null,
  readyAt: NOW,
  schema: null,
  ...change,
});
export const operation = (operationId: string, name = 'dev') =>
  newOperation({ operationId, project: 'shop', environment: name, requestedBy: 'me', now: NOW });

/** State machines that note what they are asked for; an execution that was started runs until it is told otherwise. */
export function fakeExecutions() {
  const started: string[] = [];
  const stopped: string[] = [];
  const known = new Map<string, Execution>();
  const executions: Executions = {
    start: async ({ operationId }) => {
      started.push(operationId);
      known.set(operationId, { status: 'running' });
    },
    stop: async ({ operationId }, cause) => {
      stopped.push(operationId);
      known.set(operationId, { status: 'ended', how: 'ABORTED', cause });
    },
    find: async ({ operationId }) => known.get(operationId) ?? { status: 'absent' },
  };
  return { executions, started, stopped, known };
}

/** Dies instead of starting an execution. */
export const dyingExecutions = (): Executions => ({
  ...fakeExecutions().executions,
  start: () => Promise.reject(new Error('killed')),
});
