import { createDynamo } from '../../../local/engines/dynamo.ts';

const table = {
  TableName: 'games',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
};

it('stores and finds an item', async () => {
  const dynamo = createDynamo();
  await dynamo.call('CreateTable', table);
  const Item = { id: { S: 'a' }, text: { S: 'ä€😀' } };
  await dynamo.call('PutItem', { TableName: 'games', Item });
  expect(await dynamo.call('GetItem', { TableName: 'games', Key: { id: { S: 'a' } } })).toEqual({
    status: 200,
    body: { Item },
  });
});

it('answers an error as DynamoDB does', async () => {
  const { status, body } = await createDynamo().call('DescribeTable', { TableName: 'absent' });
  expect({ status, type: body.__type }).toEqual({
    status: 400,
    type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
  });
});

it('shares nothing with another store', async () => {
  await createDynamo().call('CreateTable', table);
  expect((await createDynamo().call('ListTables', {})).body).toEqual({ TableNames: [] });
});

it('refuses calls once closed', async () => {
  const dynamo = createDynamo();
  await dynamo.close();
  await expect(dynamo.call('ListTables', {})).rejects.toThrow(/closed/);
});
