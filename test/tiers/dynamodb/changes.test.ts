import type { DynamoDbSpec, TableSpec } from '../../../core/spec.ts';
import type { PlanOptions } from '../../../core/tier.ts';
import type { ObservedIndex, ObservedTable, TablePair } from '../../../tiers/dynamodb/observe.ts';
import { planDynamoDb } from '../../../tiers/dynamodb/plan.ts';
import { brief } from '../shared/fixtures.ts';
import {
  games,
  global,
  index,
  moves,
  now,
  observedAll,
  observedPair,
  observedTable,
  single,
} from './fixtures.ts';

const LONDON = 'eu-west-2';
const DUBLIN = 'eu-west-1';
const REPLACE = { allowReplacement: true };

const plan = (spec: DynamoDbSpec, change: Partial<TablePair>, options?: PlanOptions) =>
  planDynamoDb(spec, observedAll(spec, change), options);
const withTable = (change: Partial<TableSpec>, spec = single): DynamoDbSpec => ({
  ...spec,
  tables: [{ ...games, ...change }],
});

describe('what cannot be changed in place', () => {
  it.each<[string, Partial<ObservedTable>, string]>([
    ['a key', { keys: ['id:S'] }, 'its key is id:S, not gameId:S + timestamp:N.'],
    ['a stream', { streamViewType: 'KEYS_ONLY' }, 'its stream holds KEYS_ONLY, not NEW_AND_OLD_IMAGES.'],
    [
      'the keys of an index',
      { indexes: [index({ keys: ['x:S', 'y:N'] })] },
      'its index by-player is on x:S + y:N, not playerId:S.',
    ],
    [
      'the projection of an index',
      { indexes: [index({ projection: 'KEYS_ONLY' })] },
      'its index by-player projects KEYS_ONLY, not ALL.',
    ],
  ])('is told with what it is and what was asked for: %s', (_what, change, problem) => {
    const { failures, actions } = plan(single, now(change));
    expect(actions).toEqual([]);
    expect(failures).toEqual([
      {
        class: 'Terminal',
        code: 'immutable',
        resource: 'DynamoDB table shop-dev-games',
        pointer: '#/dynamodb/tables',
        message: expect.stringContaining(
          `DynamoDB table shop-dev-games in eu-west-2 cannot become as asked: ${problem} `,
        ),
      },
    ]);
    expect(failures[0]?.message).toMatch(/(another name|made anew|until it is there)\.$/);
  });

  it('is told of all indexes at once', () => {
    const both = withTable({
      indexes: ['a', 'b'].map((name) => ({ ...games.indexes[0], name }) as TableSpec['indexes'][number]),
    });
    const indexes = ['a', 'b'].map((name) => index({ name, projection: 'KEYS_ONLY' }));
    expect(plan(both, now({ indexes })).failures[0]?.message).toContain(
      'its index a projects KEYS_ONLY, not ALL; its index b projects KEYS_ONLY, not ALL.',
    );
  });

  it.each<[string, ObservedIndex[]]>([
    ['whose projection is not told', [index({ projection: null })]],
    ['that nobody asked for', [index(), index({ name: 'other', keys: ['x:S'] })]],
  ])('is not an index %s', (_what, indexes) => {
    expect(brief(plan(single, now({ indexes })))).toEqual([]);
  });

  it('is no index that goes already', () => {
    const going = now({ indexes: [index({ keys: ['x:S'], status: 'DELETING' })] });
    expect(brief(plan(single, going))).toEqual([
      'wait: index by-player of DynamoDB table shop-dev-games in eu-west-2 is DELETING',
    ]);
  });
});

describe('where replacement is allowed', () => {
  it('an index goes, to be built anew', () => {
    const [action] = plan(single, now({ indexes: [index({ keys: ['x:S'] })] }), REPLACE).actions;
    expect(action).toMatchObject({
      command: 'UpdateTable',
      region: LONDON,
      effect: 'replace',
      input: {
        TableName: 'shop-dev-games',
        GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-player' } }],
      },
    });
  });

  it('a table with another key goes, but not where the environment is protected', () => {
    const other = { keys: ['id:S'] };
    expect(brief(plan(single, now(other), REPLACE))).toEqual(['DeleteTable eu-west-2']);
    const refused = plan(
      { ...single, deletionProtection: true },
      now({ ...other, deletionProtection: true }),
      REPLACE,
    );
    expect(refused.actions).toEqual([]);
    expect(refused.failures).toEqual([
      {
        class: 'Terminal',
        code: 'unusable',
        resource: 'DynamoDB table shop-dev-games',
        pointer: '#/dynamodb/deletionProtection',
        message:
          'DynamoDB table shop-dev-games in eu-west-2 is protected from deletion, so its data stays. Turn deletion protection off by an update first (dynamodb.deletionProtection: false), then send this request again.',
      },
    ]);
  });

  it('a table that is protected in AWS only is unprotected first', () => {
    const [action] = plan(single, now({ keys: ['id:S'], deletionProtection: true }), REPLACE).actions;
    expect(action?.input).toEqual({ TableName: 'shop-dev-games', DeletionProtectionEnabled: false });
  });
});

describe('an index', () => {
  it('that an update has taken out goes, one at a time', () => {
    const spec = withTable({ indexes: [], retiredIndexes: ['by-player', 'by-date'] });
    const { actions } = plan(spec, now({ indexes: [index(), index({ name: 'by-date' })] }));
    expect(actions).toHaveLength(1);
    expect(actions[0]).toMatchObject({
      effect: 'delete',
      input: { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-player' } }] },
    });
  });

  it('that has come back stays', () => {
    expect(brief(plan(withTable({ retiredIndexes: ['by-player'] }), now({})))).toEqual([]);
  });

  it('that is missing beside another one is added', () => {
    const { actions } = plan(single, now({ indexes: [index({ name: 'other' })] }));
    expect(actions[0]).toMatchObject({
      effect: 'create',
      input: { GlobalSecondaryIndexUpdates: [{ Create: { IndexName: 'by-player' } }] },
    });
  });
});

describe('a table that an update has taken out', () => {
  const retired = (spec: DynamoDbSpec, change: Partial<ObservedTable> = {}) =>
    planDynamoDb(spec, {
      ...observedAll(spec),
      retiredTables: {
        game_moves: observedPair(spec, moves, { primary: observedTable(spec, moves, LONDON, change) }),
      },
    });

  it('goes with its data', () => {
    expect(retired(single).actions).toMatchObject([
      { command: 'DeleteTable', input: { TableName: 'shop-dev-game-moves' } },
    ]);
  });

  it('stays where the environment is to stay protected', () => {
    expect(brief(retired({ ...single, deletionProtection: true }))).toEqual(['Terminal unusable']);
  });

  it('goes also where only AWS says that it is protected, after that is off', () => {
    expect(retired(single, { deletionProtection: true }).actions[0]?.input).toEqual({
      TableName: 'shop-dev-game-moves',
      DeletionProtectionEnabled: false,
    });
  });
});

describe('a second region that an update has taken out', () => {
  const spec: DynamoDbSpec = { ...single, retiredSecondary: { region: DUBLIN } };
  const left = (change: Partial<ObservedTable>): Partial<TablePair> => ({
    primary: observedTable(global, games, LONDON, { deletionProtection: false }),
    retired: observedTable(global, games, DUBLIN, { deletionProtection: false, ...change }),
  });

  it('is left by deleting the replica', () => {
    expect(plan(spec, left({})).actions).toMatchObject([
      { region: LONDON, input: { ReplicaUpdates: [{ Delete: { RegionName: DUBLIN } }] } },
    ]);
  });

  it('loses its protection first', () => {
    expect(plan(spec, left({ deletionProtection: true })).actions).toMatchObject([
      { region: DUBLIN, input: { DeletionProtectionEnabled: false } },
    ]);
  });

  it('is left when nothing is under way there', () => {
    expect(brief(plan(spec, left({ status: 'UPDATING' })))).toEqual([
      'wait: DynamoDB table shop-dev-games in eu-west-1 is UPDATING',
    ]);
  });

  it('has been left when there is no replica', () => {
    expect(brief(plan(spec, { retired: null }))).toEqual([]);
  });
});
