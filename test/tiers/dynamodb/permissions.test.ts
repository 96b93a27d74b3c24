import { dynamoDbCommands } from '../../../tiers/dynamodb/apply.ts';
import { observeDynamoDb } from '../../../tiers/dynamodb/observe.ts';
import { dynamoDbObservePermissions, dynamoDbPermissions } from '../../../tiers/dynamodb/permissions.ts';
import { fakeClients } from '../shared/fake-clients.ts';
import { actionsOfCalls, actionsOfCommands, allowed, unrestricted } from '../shared/permissions.ts';
import { global } from './fixtures.ts';

describe('permissions of the DynamoDB tier', () => {
  it('are, for looking, exactly the calls that observe makes', async () => {
    const clients = fakeClients(() => ({ Table: { TableArn: 'arn' } }));
    await observeDynamoDb({ spec: global, clients });
    const used = new Set(actionsOfCalls(clients.calls));
    expect([...allowed(dynamoDbObservePermissions)].sort()).toEqual([...used].sort());
  });

  it('cover every call that apply can make', () => {
    expect([...allowed(dynamoDbPermissions)]).toEqual(
      expect.arrayContaining(actionsOfCommands(dynamoDbCommands)),
    );
  });

  it('name resources throughout', () => {
    expect(unrestricted(dynamoDbPermissions)).toEqual([]);
  });
});
