import type { DynamoDbSpec } from '../../../core/spec.ts';
import type { ObservedTable, TablePair } from '../../../tiers/dynamodb/observe.ts';
import { planDynamoDb } from '../../../tiers/dynamodb/plan.ts';
import { brief, keyArn } from '../shared/fixtures.ts';
import { games, global, observedAll, observedTable, single } from './fixtures.ts';

const LONDON = 'eu-west-2';
const DUBLIN = 'eu-west-1';
const OLD = keyArn(LONDON, 'old');
const ALIAS = `arn:aws:kms:${LONDON}:123456789012:alias/tables`;

const london = (change: Partial<ObservedTable>, spec = global): Partial<TablePair> => ({
  primary: observedTable(spec, games, LONDON, change),
});
const dublin = (change: Partial<ObservedTable>): Partial<TablePair> => ({
  secondary: observedTable(global, games, DUBLIN, change),
});
const plan = (spec: DynamoDbSpec, change: Partial<TablePair>) =>
  planDynamoDb(spec, observedAll(spec, change));

describe('another key of a table', () => {
  it('is set on the table itself where it has no replica', () => {
    expect(plan(single, london({ kmsKeyArn: OLD }, single)).actions).toMatchObject([
      {
        command: 'UpdateTable',
        region: LONDON,
        input: { SSESpecification: { KMSMasterKeyId: keyArn(LONDON, 'tables') } },
      },
    ]);
  });

  it.each<[string, Partial<TablePair>]>([
    ['the table', london({ kmsKeyArn: OLD })],
    ['its replica', dublin({ kmsKeyArn: OLD })],
  ])('is set in all regions at once where only %s has another one', (_what, change) => {
    const [action, ...more] = plan(global, change).actions;
    expect(more).toEqual([]);
    expect(action?.region).toBe(LONDON);
    expect(action?.input).toEqual({
      TableName: 'shop-dev-games',
      ReplicaUpdates: [
        { Update: { RegionName: DUBLIN, KMSMasterKeyId: keyArn(DUBLIN, 'tables') } },
        { Update: { RegionName: LONDON, KMSMasterKeyId: keyArn(LONDON, 'tables') } },
      ],
    });
  });

  it.each<[string, Partial<TablePair>]>([
    ['the table', london({ encryptionStatus: 'UPDATING' })],
    ['its replica', dublin({ encryptionStatus: 'UPDATING' })],
  ])('is waited for while %s is being encrypted', (what, change) => {
    const region = what === 'the table' ? LONDON : DUBLIN;
    expect(brief(plan(global, change))).toEqual([
      `wait: the encryption of DynamoDB table shop-dev-games in ${region} is UPDATING`,
    ]);
  });

  it('cannot be told from an alias, and stays', () => {
    const spec: DynamoDbSpec = { ...single, primary: { region: LONDON, kmsKeyArn: ALIAS } };
    expect(brief(plan(spec, london({ kmsKeyArn: OLD }, spec)))).toEqual([]);
  });

  it('that is not told yet is none that is waited for', () => {
    expect(brief(plan(single, london({ encryptionStatus: null }, single)))).toEqual([]);
  });
});
