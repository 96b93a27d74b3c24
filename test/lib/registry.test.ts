import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LISTED_ATTRIBUTES, LISTED_INDEX } from '../../core/registry.ts';
import { type Plinth, startControlPlanes } from '../e2e/support/plinth.ts';
import { resourcesOf, synthesise } from './fixtures.ts';

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes();
});
afterAll(() => plinth.close());

const deployed = resourcesOf(synthesise(), 'AWS::DynamoDB::GlobalTable').find(
  ({ Properties }) => Properties.TableName === 'plinth.registry',
)?.Properties;

it('the index of the registry holds what its readers look at, and only items that have its key', () => {
  expect(deployed.GlobalSecondaryIndexes).toEqual([
    {
      IndexName: LISTED_INDEX,
      KeySchema: [
        { AttributeName: LISTED_INDEX, KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...LISTED_ATTRIBUTES] },
    },
  ]);
  // DynamoDB takes 20 for an index (quotas), and none twice.
  expect(new Set(LISTED_ATTRIBUTES).size).toBe(LISTED_ATTRIBUTES.length);
  expect(LISTED_ATTRIBUTES.length).toBeLessThanOrEqual(20);
});

it('the table on a laptop has the keys and the index of the deployed one', async () => {
  const { Table } = await plinth
    .aws(DynamoDBClient)
    .send(new DescribeTableCommand({ TableName: 'plinth.registry' }));
  expect(Table?.KeySchema).toEqual(deployed.KeySchema);
  const byName = ({ AttributeName: a = '' }, { AttributeName: b = '' }) => a.localeCompare(b);
  expect(Table?.AttributeDefinitions?.toSorted(byName)).toEqual(
    deployed.AttributeDefinitions.toSorted(byName),
  );
  expect(Table?.GlobalSecondaryIndexes).toMatchObject(deployed.GlobalSecondaryIndexes);
});
