import fc from 'fast-check';
import type { DynamoDbRequest, TableRequest } from '../../../core/generated/api.ts';
import { maybe, some, together } from './parts.ts';

const KEYS = ['gameId', 'playerId', 'score', '_at', 'a.b-c'] as const;
const types = fc.array(fc.constantFrom('S' as const, 'N' as const, 'B' as const), {
  minLength: KEYS.length,
  maxLength: KEYS.length,
});
const keys = fc
  .shuffledSubarray([...KEYS], { minLength: 1, maxLength: 2 })
  .map(([partitionKey = '', sortKey]) => (sortKey ? { partitionKey, sortKey } : { partitionKey }));

const indexes = fc.uniqueArray(
  together(
    together(fc.record({ name: fc.constantFrom('by-player', 'By.Score', 'one', 'n'.repeat(255)) }), keys),
    some({ projection: fc.constantFrom('ALL', 'KEYS_ONLY') }),
  ),
  { selector: ({ name }) => name, maxLength: 3 },
);

/** Declares exactly the attributes that keys name. */
const table: fc.Arbitrary<TableRequest> = fc
  .record({
    name: fc.constantFrom(
      'games',
      'game_moves',
      'game-moves',
      'leaderboard',
      'sessions-of-users',
      't'.repeat(64),
    ),
    own: keys,
    indexes,
    types,
    more: some({ ttlAttribute: fc.constantFrom('ttl', 'expires') }),
  })
  .map(({ name, own, indexes: others, types: typeOf, more }): TableRequest => {
    const all: readonly { partitionKey: string; sortKey?: string }[] = [own, ...others];
    const used = new Set(all.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]));
    const attributes = KEYS.flatMap((key, at) =>
      used.has(key) ? [{ name: key, type: typeOf[at] ?? ('S' as const) }] : [],
    );
    return { name, attributes, ...own, indexes: others as TableRequest['indexes'], ...more } as TableRequest;
  });

const units = fc.constantFrom(1, 5, 40_000);

/** Provisioned capacity goes without global tables, which presets may have. */
const capacity = fc
  .record({ readCapacityUnits: units, writeCapacityUnits: units })
  .map((provisioned) => ({ billingMode: 'PROVISIONED', provisioned, globalTables: false }));

export const dynamoDbRequests = together(
  some({
    globalTables: fc.boolean(),
    pointInTimeRecovery: fc.constantFrom({ enabled: false }, { enabled: true }, { enabled: true, days: 7 }),
    deletionProtection: fc.boolean(),
    // In AWS's names an underscore is a hyphen.
    tables: fc.uniqueArray(table, {
      selector: ({ name }) => name.replaceAll('_', '-'),
      minLength: 1,
      maxLength: 3,
    }),
  }),
  maybe(capacity),
) as fc.Arbitrary<DynamoDbRequest>;
