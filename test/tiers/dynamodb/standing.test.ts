import type { DynamoDbSpec, TableSpec } from '../../../core/spec.ts';
import type { ObservedTable, TablePair } from '../../../tiers/dynamodb/observe.ts';
import { planDynamoDb } from '../../../tiers/dynamodb/plan.ts';
import { brief } from '../shared/fixtures.ts';
import { games, global, index, now, observedAll, observedTable, single } from './fixtures.ts';

const LONDON = 'eu-west-2';
const DUBLIN = 'eu-west-1';

const plan = (spec: DynamoDbSpec, change: Partial<TablePair>) =>
  planDynamoDb(spec, observedAll(spec, change));
const withTable = (change: Partial<TableSpec>): DynamoDbSpec => ({
  ...single,
  tables: [{ ...games, ...change }],
});

describe('time to live', () => {
  const wanted = (ttlAttribute: string | null, ttl: ObservedTable['ttl']) =>
    plan(withTable({ ttlAttribute }), now({ ttl }));

  it.each<[string, string | null, ObservedTable['ttl'], string[]]>([
    [
      'that goes off is waited for',
      'ttl',
      { status: 'DISABLING', attribute: 'ttl' },
      ['wait: time to live of DynamoDB table shop-dev-games is DISABLING'],
    ],
    ['that goes off as asked is done', null, { status: 'DISABLING', attribute: 'ttl' }, []],
    [
      'that comes on is waited for before it is turned off',
      null,
      { status: 'ENABLING', attribute: 'ttl' },
      ['wait: time to live of DynamoDB table shop-dev-games is ENABLING'],
    ],
    ['that is not told is off', 'ttl', null, ['UpdateTimeToLive eu-west-2']],
    ['that is not told and not wanted is off', null, null, []],
  ])('%s', (_what, attribute, ttl, expected) => {
    expect(brief(wanted(attribute, ttl))).toEqual(expected);
  });

  it('by another attribute is refused with why', () => {
    expect(wanted('ttl', { status: 'ENABLED', attribute: 'other' }).failures).toEqual([
      {
        class: 'Terminal',
        code: 'immutable',
        resource: 'DynamoDB table shop-dev-games',
        pointer: '#/dynamodb/tables',
        message:
          'DynamoDB table shop-dev-games in eu-west-2 already expires items by other, not ttl; AWS changes time to live once an hour. Turn it off first (no ttlAttribute), then ask for the new attribute an hour later.',
      },
    ]);
  });
});

describe('a table of somebody else', () => {
  it.each<[string, Partial<ObservedTable>]>([
    ['that is there and has no tags', { tags: {} }],
    ['that is being made and has other tags', { status: 'CREATING', tags: { owner: 'x' } }],
  ])('is one %s', (_what, change) => {
    const [failure] = plan(single, now({ ours: false, ...change })).failures;
    expect(failure).toMatchObject({
      code: 'not-ours',
      resource: 'DynamoDB table shop-dev-games in eu-west-2',
    });
  });

  it('is named with its region also where it stands in the second one', () => {
    const theirs = { primary: null, secondary: observedTable(global, games, DUBLIN, { ours: false }) };
    expect(plan(global, theirs).failures).toMatchObject([
      { code: 'not-ours', resource: 'DynamoDB table shop-dev-games in eu-west-1' },
    ]);
  });

  it('stays where only it is left of a name', () => {
    const theirs = { primary: null, secondary: observedTable(global, games, DUBLIN, { ours: false }) };
    expect(brief(planDynamoDb(null, observedAll(global, theirs), { discard: true }))).toEqual([]);
  });
});

it('a protected table that goes already is only waited for', () => {
  const going = now({ status: 'DELETING', deletionProtection: true });
  expect(brief(planDynamoDb(null, observedAll(single, going)))).toEqual([
    'wait: DynamoDB table shop-dev-games in eu-west-2 is DELETING',
  ]);
});

it('a table of ours in the second region that is no replica is refused with what to do', () => {
  const alone = {
    primary: observedTable(global, games, LONDON, { replicas: [] }),
    secondary: observedTable(global, games, DUBLIN),
  };
  expect(plan(global, alone).failures[0]?.message).toBe(
    'DynamoDB table shop-dev-games exists in eu-west-1 on its own, not as a replica of eu-west-2; AWS cannot join them. Save its data if it is needed, delete it, then retry the operation.',
  );
});

it.each([{ readCapacityUnits: 1 }, { writeCapacityUnits: 1 }])(
  'provisioned capacity is changed where %j of an index differs',
  (units) => {
    const provisioned = { readCapacityUnits: 5, writeCapacityUnits: 3 };
    const spec: DynamoDbSpec = { ...single, billingMode: 'PROVISIONED', provisioned };
    const change = { indexes: [index({ ...provisioned, ...units })] };
    expect(plan(spec, now(change, spec)).actions).toMatchObject([
      {
        input: {
          GlobalSecondaryIndexUpdates: [
            {
              Update: {
                IndexName: 'by-player',
                ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 3 },
              },
            },
          ],
        },
      },
    ]);
    expect(brief(plan(spec, now({ indexes: [index(provisioned)] }, spec)))).toEqual([]);
  },
);

it('tables that are protected keep the environment from being deleted, and say what to do', () => {
  const [failure] = planDynamoDb(null, observedAll({ ...single, deletionProtection: true })).failures;
  expect(failure).toEqual({
    class: 'Blocked',
    code: 'unusable',
    resource: 'DynamoDB table shop-dev-games',
    pointer: '#/dynamodb/deletionProtection',
    message:
      'DynamoDB table shop-dev-games in eu-west-2 is protected from deletion. Turn its deletion protection off in AWS, then retry the operation.',
  });
});

it('provisioned global tables are refused with why', () => {
  const provisioned = { readCapacityUnits: 5, writeCapacityUnits: 5 };
  const [failure] = plan({ ...global, billingMode: 'PROVISIONED', provisioned }, {}).failures;
  expect(failure).toMatchObject({
    resource: 'DynamoDB tables',
    pointer: '#/dynamodb/billingMode',
    message: expect.stringMatching(/need auto scaling .* Ask for PAY_PER_REQUEST/),
  });
});
