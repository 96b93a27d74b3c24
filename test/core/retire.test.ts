import { retire, retiredRegions, stillRetired } from '../../core/retire.ts';
import type { Desired } from '../../core/spec.ts';
import { resolveBody } from './sample.ts';

const table = (name: string, indexes: readonly string[] = []) => ({
  name,
  partitionKey: 'id',
  attributes: [{ name: 'id', type: 'S' }, ...indexes.map((index) => ({ name: index, type: 'S' }))],
  indexes: indexes.map((index) => ({ name: `by-${index}`, partitionKey: index })),
});

const with_ = (change: object): Promise<Desired> =>
  resolveBody({ environment: 'dev', preset: 'development', ...change });
const tables = (...list: readonly object[]) => with_({ dynamodb: { tables: list } });
const global = (is: boolean) =>
  with_({ aurora: { globalDatabase: is }, dynamodb: { globalTables: is }, secondaryRegion: 'eu-west-1' });

/** The document with another second region: the landing zone of these tests has two regions only. */
const movedTo = (region: string, { aurora, dynamodb, ...rest }: Desired): Desired => ({
  ...rest,
  aurora: { ...aurora, secondary: aurora.secondary && { ...aurora.secondary, region } },
  dynamodb: { ...dynamodb, secondary: dynamodb.secondary && { ...dynamodb.secondary, region } },
});

/** Each document retired against the one before it, whose operation has not succeeded. */
const through = (...documents: readonly Desired[]): Desired =>
  documents.reduce((previous, next) => retire(next, previous, false));

const logicalNames = ({ dynamodb }: Desired) => dynamodb.retiredTables?.map(({ logicalName }) => logicalName);
const indexesOf = ({ dynamodb }: Desired) => dynamodb.tables[0]?.retiredIndexes;

describe('a table that is taken out', () => {
  it('is retired by both of its names, and stays so', async () => {
    const [both, one] = [await tables(table('games'), table('moves')), await tables(table('games'))];

    const next = through(both, one, one);

    expect(next.dynamodb.retiredTables).toEqual([
      { logicalName: 'moves', tableName: both.dynamodb.tables[1]?.tableName },
    ]);
  });

  it('is not retired any more when it comes back', async () => {
    const [both, one] = [await tables(table('games'), table('moves')), await tables(table('games'))];
    expect(logicalNames(through(both, one, both))).toEqual([]);
  });
});

it('a table or its indexes do not go when the request writes its name another way that is the same in AWS', async () => {
  const [before, after] = [
    await tables(table('game_moves', ['a', 'b'])),
    await tables(table('game-moves', ['a'])),
  ];

  const next = through(before, after);

  expect(logicalNames(next)).toEqual([]);
  expect(indexesOf(next)).toEqual(['by-b']);
});

describe('the same request again', () => {
  it('still takes away what was retired, unless it has come back', async () => {
    const [both, one] = [
      await tables(table('games', ['a', 'b']), table('moves')),
      await tables(table('games', ['a'])),
    ];
    const before = through(both, one);

    const next = stillRetired(one, before);

    expect({ tables: logicalNames(next), indexes: indexesOf(next) }).toEqual({
      tables: ['moves'],
      indexes: ['by-b'],
    });
    expect(logicalNames(stillRetired(both, before))).toEqual([]);
  });

  it('still leaves a second region and another family of parameters, where earlier updates have', async () => {
    const old = await with_({
      aurora: { globalDatabase: true },
      dynamodb: { globalTables: true },
      secondaryRegion: 'eu-west-1',
      redis: { engineVersion: '6.2' },
    });
    const next = stillRetired(await with_({}), through(old, await with_({})));
    expect(next.aurora.retiredSecondary).toEqual({ region: 'eu-west-1' });
    expect(next.dynamodb.retiredSecondary).toEqual({ region: 'eu-west-1' });
    expect(next.redis.retiredParameterGroupFamilies).toEqual(['redis6.x']);
  });

  it('is as it was where nothing has been retired', async () => {
    const desired = await tables(table('games'), table('moves', ['a']));
    const next = stillRetired(desired, desired);
    expect(next.aurora.retiredSecondary).toBeNull();
    expect(next.dynamodb.retiredSecondary).toBeNull();
    expect(next.dynamodb.retiredTables).toEqual([]);
    expect(next.dynamodb.tables.map(({ retiredIndexes }) => retiredIndexes)).toEqual([[], []]);
    expect(next.redis.retiredParameterGroupFamilies).toEqual([]);
  });

  it('keeps what is retired of one table from the others', async () => {
    const [two, one] = [
      await tables(table('games', ['a']), table('moves', ['a', 'b'])),
      await tables(table('games', ['a']), table('moves', ['a'])),
    ];
    const next = stillRetired(one, through(two, one));
    expect(next.dynamodb.tables.map(({ retiredIndexes }) => retiredIndexes)).toEqual([[], ['by-b']]);
  });

  it('takes nothing away that nobody has asked to be taken out, such as by another default', async () => {
    const [both, one] = [await tables(table('games'), table('moves')), await tables(table('games'))];
    expect(logicalNames(stillRetired(one, both))).toEqual([]);
  });
});

describe('an index that is taken out', () => {
  it('is retired on its table, and stays so', async () => {
    const [two, one] = [await tables(table('games', ['a', 'b'])), await tables(table('games', ['a']))];
    expect(indexesOf(through(two, one, one))).toEqual(['by-b']);
  });

  it('is not retired any more when it comes back', async () => {
    const [two, one] = [await tables(table('games', ['a', 'b'])), await tables(table('games', ['a']))];
    expect(indexesOf(through(two, one, two))).toEqual([]);
  });
});

describe('a second region that is taken out', () => {
  it('is retired in Aurora and DynamoDB, and stays so', async () => {
    const [two, one] = [await global(true), await global(false)];
    const next = through(two, one, one);
    expect([next.aurora.retiredSecondary, next.dynamodb.retiredSecondary]).toEqual([
      { region: 'eu-west-1' },
      { region: 'eu-west-1' },
    ]);
  });

  it('is not retired any more when it comes back', async () => {
    const [two, one] = [await global(true), await global(false)];
    const next = through(two, one, two);
    expect([next.aurora.retiredSecondary, next.dynamodb.retiredSecondary]).toEqual([null, null]);
  });
});

describe('another second region', () => {
  it('takes the place of the one before it', async () => {
    const two = await global(true);
    const next = through(two, movedTo('eu-west-3', two));
    expect(next.aurora.retiredSecondary).toEqual({ region: 'eu-west-1' });
    expect(retiredRegions(next)).toEqual(['eu-west-1']);
  });

  it('is refused while the one before it has not gone', async () => {
    const two = await global(true);
    const before = through(two, movedTo('eu-west-3', two));
    expect(() => retire(movedTo('eu-central-1', two), before, false)).toThrow(
      expect.objectContaining({
        problem: 'validation',
        errors: [
          {
            pointer: '#/secondaryRegion',
            detail:
              'The environment has not left eu-west-1 yet. Let its last operation succeed first (retry it), then take eu-west-3 away.',
          },
        ],
      }),
    );
    expect(retiredRegions(retire(movedTo('eu-central-1', two), before, true))).toEqual(['eu-west-3']);
  });

  it('is told once for all tiers that have left it, and not at all where none has', async () => {
    const [two, one] = [await global(true), await global(false)];
    expect(retiredRegions(through(two, one))).toEqual(['eu-west-1']);
    expect(retiredRegions(one)).toEqual([]);
  });
});

it("a parameter group of another version's family is retired, once, and not the one in use", async () => {
  const [old, new_] = [
    await with_({ redis: { engineVersion: '6.2' } }),
    await with_({ redis: { engineVersion: '7.1' } }),
  ];
  expect(through(old, new_, new_).redis.retiredParameterGroupFamilies).toEqual(['redis6.x']);
  expect(through(old, new_, old).redis.retiredParameterGroupFamilies).toEqual(['redis7']);
});

it('nothing is retired by a document that stays as it is', async () => {
  const desired = await with_({});
  const next = retire(desired, desired, false);
  expect(logicalNames(next)).toEqual([]);
  expect(next.aurora.retiredSecondary).toBeNull();
  expect(next.redis.retiredParameterGroupFamilies).toEqual([]);
});

it('what has been retired is forgotten once the environment is as the document says', async () => {
  const [both, one] = [await tables(table('games'), table('moves')), await tables(table('games'))];
  const retired = through(both, one);
  expect(logicalNames(retired)).toEqual(['moves']);
  expect(logicalNames(retire(one, retired, true))).toEqual([]);

  const [old, next] = [
    await with_({
      ...{ aurora: { globalDatabase: true }, dynamodb: { globalTables: true }, secondaryRegion: 'eu-west-1' },
      redis: { engineVersion: '6.2' },
    }),
    await with_({}),
  ];
  const settled = retire(next, through(old, next), true);
  expect(retiredRegions(settled)).toEqual([]);
  expect(settled.redis.retiredParameterGroupFamilies).toEqual([]);

  const [two, fewer] = [await tables(table('games', ['a', 'b'])), await tables(table('games', ['a']))];
  expect(indexesOf(retire(fewer, through(two, fewer), true))).toEqual([]);
});
