import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { createGateway } from '../../../../local/gateway/gateway.ts';
import { dynamoDb, games, plain } from './fixtures.ts';
import { LONDON } from './world.ts';

/** The real SDK client, over the gateway, on two tables that are there. */
async function client() {
  const { world, service } = dynamoDb();
  const { requestHandler } = createGateway({ services: [service] });
  const dynamo = new DynamoDBClient({
    region: LONDON,
    requestHandler,
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await dynamo.send(new CreateTableCommand(games()));
  await dynamo.send(new CreateTableCommand(plain()));
  await world.settle();
  const put = (id: string, more = {}) =>
    dynamo.send(new PutItemCommand({ TableName: 'plain', Item: { id: { S: id }, ...more } }));
  const get = async (id: string) =>
    (await dynamo.send(new GetItemCommand({ TableName: 'plain', Key: { id: { S: id } } }))).Item;
  return { world, dynamo, put, get };
}

const rejection = async (outcome: Promise<unknown>): Promise<DynamoDBServiceException> =>
  outcome.then(
    () => {
      throw new Error('The call did not fail.');
    },
    (error) => error,
  );

describe('items', () => {
  it('come back with every type of value', async () => {
    const { put, get } = await client();
    const values = {
      n: { N: '12345678901234567890.5' },
      b: { B: new Uint8Array([0, 1, 255]) },
      bs: { BS: [new Uint8Array([1]), new Uint8Array([2, 3])] },
      B: { S: 'an attribute that is named like a type' },
      nested: { M: { B: { L: [{ B: new Uint8Array([9]) }, { NULL: true }, { BOOL: false }] } } },
      ss: { SS: ['x', 'y'] },
      empty: { S: '' },
    };
    await put('all', values);
    expect(await get('all')).toEqual({ id: { S: 'all' }, ...values });
  });

  it('are found in an index, with the table under its own name in what it cost', async () => {
    const { dynamo } = await client();
    const Item = { gameId: { S: 'g' }, timestamp: { N: '1' }, player: { S: 'p' } };
    await dynamo.send(new PutItemCommand({ TableName: 'games', Item }));
    const found = await dynamo.send(
      new QueryCommand({
        TableName: 'games',
        IndexName: 'byPlayer',
        KeyConditionExpression: 'player = :p',
        ExpressionAttributeValues: { ':p': { S: 'p' } },
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    expect(found.Items).toEqual([Item]);
    expect(found.ConsumedCapacity?.TableName).toBe('games');
  });

  it('are written and read in batches over several tables', async () => {
    const { dynamo } = await client();
    const game = { gameId: { S: 'g' }, timestamp: { N: '1' } };
    await dynamo.send(
      new BatchWriteItemCommand({
        RequestItems: {
          plain: [{ PutRequest: { Item: { id: { S: 'x' }, b: { B: new Uint8Array([7]) } } } }],
          games: [{ PutRequest: { Item: game } }],
        },
      }),
    );
    const read = await dynamo.send(
      new BatchGetItemCommand({
        RequestItems: { plain: { Keys: [{ id: { S: 'x' } }] }, games: { Keys: [game] } },
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    expect(read.Responses).toEqual({
      plain: [{ id: { S: 'x' }, b: { B: new Uint8Array([7]) } }],
      games: [game],
    });
    expect(read.ConsumedCapacity?.map((one) => one.TableName).sort()).toEqual(['games', 'plain']);
  });

  it('answer an unknown table as AWS does, whether alone or in a batch', async () => {
    const { dynamo } = await client();
    const alone = dynamo.send(new GetItemCommand({ TableName: 'none', Key: { id: { S: 'x' } } }));
    const batch = dynamo.send(
      new BatchGetItemCommand({ RequestItems: { none: { Keys: [{ id: { S: 'x' } }] } } }),
    );
    for (const outcome of [alone, batch]) {
      const { name, message } = await rejection(outcome);
      expect(`${name}: ${message}`).toBe('ResourceNotFoundException: Requested resource not found');
    }
  });

  it('never show the names of the engine', async () => {
    const { dynamo } = await client();
    const { name, message } = await rejection(
      dynamo.send(new GetItemCommand({ TableName: 'plain', Key: { wrong: { S: 'x' } } })),
    );
    expect(name).toBe('ValidationException');
    expect(message).not.toContain(LONDON);
  });
});

describe('a conditional write', () => {
  const onlyNew = (ReturnValuesOnConditionCheckFailure?: 'ALL_OLD') =>
    new PutItemCommand({
      TableName: 'plain',
      Item: { id: { S: 'x' }, v: { N: '2' } },
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure,
    });

  it('that fails says so', async () => {
    const { dynamo, put } = await client();
    await put('x');
    const error = await rejection(dynamo.send(onlyNew()));
    expect(error.name).toBe('ConditionalCheckFailedException');
    expect(error).not.toHaveProperty('Item', expect.anything());
  });

  it('that fails shows the item when asked to', async () => {
    const { dynamo, put } = await client();
    await put('x', { v: { N: '1' } });
    expect(await rejection(dynamo.send(onlyNew('ALL_OLD')))).toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { id: { S: 'x' }, v: { N: '1' } },
    });
  });

  it('lets one of many at the same time through', async () => {
    const { dynamo } = await client();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => dynamo.send(onlyNew('ALL_OLD'))),
    );
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('a transaction', () => {
  const put = (id: string, more = {}) => ({ Put: { TableName: 'plain', Item: { id: { S: id }, ...more } } });
  const onlyNew = (id: string) => ({
    Put: { TableName: 'plain', Item: { id: { S: id } }, ConditionExpression: 'attribute_not_exists(id)' },
  });

  it('writes to several tables', async () => {
    const { dynamo, get } = await client();
    const game = { gameId: { S: 'g' }, timestamp: { N: '1' } };
    await dynamo.send(
      new TransactWriteItemsCommand({
        TransactItems: [put('a'), { Put: { TableName: 'games', Item: game } }],
      }),
    );
    expect(await get('a')).toEqual({ id: { S: 'a' } });
    const read = await dynamo.send(
      new TransactGetItemsCommand({
        TransactItems: [
          { Get: { TableName: 'games', Key: game } },
          { Get: { TableName: 'plain', Key: { id: { S: 'none' } } } },
        ],
      }),
    );
    expect(read.Responses).toEqual([{ Item: game }, {}]);
  });

  it('that fails changes nothing and gives a reason for every action', async () => {
    const { dynamo, put: put1, get } = await client();
    await put1('old', { v: { N: '1' } });
    const error = await rejection(
      dynamo.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            put('new'),
            {
              Update: {
                TableName: 'plain',
                Key: { id: { S: 'old' } },
                UpdateExpression: 'SET v = :v',
                ExpressionAttributeValues: { ':v': { N: '2' } },
              },
            },
            { ...onlyNew('third') },
            {
              ConditionCheck: {
                TableName: 'plain',
                Key: { id: { S: 'absent' } },
                ConditionExpression: 'attribute_exists(id)',
              },
            },
          ],
        }),
      ),
    );
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect((error as TransactionCanceledException).CancellationReasons?.map((one) => one.Code)).toEqual([
      'None',
      'None',
      'None',
      'ConditionalCheckFailed',
    ]);
    expect(await get('old')).toEqual({ id: { S: 'old' }, v: { N: '1' } });
    for (const id of ['new', 'third', 'absent']) expect(await get(id)).toBeUndefined();
  });

  it('checks a condition on an absent item without making it', async () => {
    const { dynamo, get } = await client();
    const check = {
      ConditionCheck: {
        TableName: 'plain',
        Key: { id: { S: 'absent' } },
        ConditionExpression: 'attribute_not_exists(id)',
      },
    };
    await dynamo.send(new TransactWriteItemsCommand({ TransactItems: [check, put('a')] }));
    expect(await get('absent')).toBeUndefined();
    expect(await get('a')).toBeDefined();
  });

  it('is never seen half done', async () => {
    const { dynamo } = await client();
    const value = (n: number) => ({ v: { N: String(n) } });
    await dynamo.send(
      new TransactWriteItemsCommand({ TransactItems: [put('a', value(0)), put('b', value(0))] }),
    );
    const write = async () => {
      for (let n = 1; n <= 20; n++) {
        await dynamo.send(
          new TransactWriteItemsCommand({ TransactItems: [put('a', value(n)), put('b', value(n))] }),
        );
      }
    };
    const read = async () => {
      for (let n = 1; n <= 20; n++) {
        const { Responses } = await dynamo.send(
          new TransactGetItemsCommand({
            TransactItems: ['a', 'b'].map((id) => ({ Get: { TableName: 'plain', Key: { id: { S: id } } } })),
          }),
        );
        expect(Responses?.[0]?.Item?.v).toEqual(Responses?.[1]?.Item?.v);
      }
    };
    await Promise.all([write(), read()]);
  });

  it('with a token that was used has no second effect, and no other content', async () => {
    const { dynamo, get } = await client();
    const add = (amount: string) =>
      new TransactWriteItemsCommand({
        ClientRequestToken: 'token',
        TransactItems: [
          {
            Update: {
              TableName: 'plain',
              Key: { id: { S: 'sum' } },
              UpdateExpression: 'ADD v :v',
              ExpressionAttributeValues: { ':v': { N: amount } },
            },
          },
        ],
      });
    await dynamo.send(add('1'));
    await dynamo.send(add('1'));
    expect(await get('sum')).toMatchObject({ v: { N: '1' } });
    expect((await rejection(dynamo.send(add('2')))).name).toBe('IdempotentParameterMismatchException');
  });

  it('refuses two actions on one item', async () => {
    const { dynamo } = await client();
    const { name, message } = await rejection(
      dynamo.send(new TransactWriteItemsCommand({ TransactItems: [put('a'), put('a')] })),
    );
    expect(`${name}: ${message}`).toBe(
      'ValidationException: Transaction request cannot include multiple operations on one item',
    );
  });
});

describe('errors of the engine', () => {
  it('keep the names and texts of AWS', async () => {
    const { dynamo } = await client();
    const error = await rejection(
      dynamo.send(
        new UpdateItemCommand({
          TableName: 'plain',
          Key: { id: { S: 'x' } },
          UpdateExpression: 'SET v = v + :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
      ),
    );
    expect(error).toBeInstanceOf(DynamoDBServiceException);
    expect(`${error.name}: ${error.message}`).toBe(
      'ValidationException: The provided expression refers to an attribute that does not exist in the item',
    );
  });
});
