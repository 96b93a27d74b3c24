import type { TableIndexRequest, TableRequest } from '../generated/api.ts';
import { resourceName, sanitise } from '../naming.ts';
import type { Segment } from '../request/pointer.ts';
import type { TableAttribute, TableSpec } from '../spec.ts';
import type { Faults } from './faults.ts';

const S = (name: string) => ({ name, type: 'S' }) as const;
const N = (name: string) => ({ name, type: 'N' }) as const;

/** The tables of the Terraform module, with keys that fit what its items hold. */
export const DEFAULT_TABLES: TableRequest[] = [
  {
    name: 'games',
    attributes: [S('gameId'), N('timestamp'), S('playerId'), S('status')],
    partitionKey: 'gameId',
    sortKey: 'timestamp',
    indexes: [
      { name: 'by-player', partitionKey: 'playerId', sortKey: 'timestamp' },
      { name: 'by-status', partitionKey: 'status', sortKey: 'timestamp' },
    ],
    ttlAttribute: 'ttl',
  },
  {
    name: 'game_moves',
    attributes: [S('gameId'), N('moveNumber'), S('playerId')],
    partitionKey: 'gameId',
    sortKey: 'moveNumber',
    indexes: [{ name: 'by-player', partitionKey: 'playerId', sortKey: 'gameId' }],
  },
  {
    // Keyed by player, ranked by an index: with the score in the key, equal scores would overwrite each other.
    name: 'leaderboard',
    attributes: [S('leaderboardType'), S('playerId'), N('score')],
    partitionKey: 'leaderboardType',
    sortKey: 'playerId',
    indexes: [{ name: 'by-score', partitionKey: 'leaderboardType', sortKey: 'score' }],
  },
  {
    name: 'user_sessions',
    attributes: [S('sessionId'), S('userId')],
    partitionKey: 'sessionId',
    indexes: [{ name: 'by-user', partitionKey: 'userId' }],
    ttlAttribute: 'ttl',
  },
];

/** The tables of an environment. Names of keys are looked up in the table's own list of attributes. */
export function resolveTables(faults: Faults, slug: string, tables: readonly TableRequest[]): TableSpec[] {
  const names = new Map<string, string>();
  return tables.map((table, index) => {
    const path = ['dynamodb', 'tables', index];
    // `game_moves` and `game-moves` would be one table in AWS.
    const twin = names.get(sanitise(table.name));
    if (twin !== undefined)
      faults.add([...path, 'name'], `(${table.name}) is the name of another table (${twin}).`);
    names.set(sanitise(table.name), table.name);
    return new TableResolver(faults, path, table).resolve(slug);
  });
}

class TableResolver {
  readonly #faults: Faults;
  readonly #path: readonly Segment[];
  readonly #table: TableRequest;
  readonly #attributes = new Map<string, TableAttribute>();
  readonly #used = new Set<string>();

  constructor(faults: Faults, path: readonly Segment[], table: TableRequest) {
    this.#faults = faults;
    this.#path = path;
    this.#table = table;
  }

  resolve(slug: string): TableSpec {
    const { name, ttlAttribute } = this.#table;
    this.#declare();
    const spec: TableSpec = {
      logicalName: name,
      tableName: resourceName('table', slug, name),
      ...this.#keys(this.#path, this.#table),
      indexes: this.#indexes(this.#table.indexes ?? []),
      ttlAttribute: ttlAttribute ?? null,
    };
    this.#checkTtl(ttlAttribute);
    this.#checkUnused(ttlAttribute);
    return spec;
  }

  #declare(): void {
    for (const [index, attribute] of this.#table.attributes.entries()) {
      const known = this.#attributes.get(attribute.name);
      const path = [...this.#path, 'attributes', index];
      if (known === undefined) this.#attributes.set(attribute.name, attribute);
      else if (known.type === attribute.type)
        this.#faults.add(path, `declares ${attribute.name} again. Remove it.`);
      else
        this.#faults.add(
          path,
          `declares ${attribute.name} as ${attribute.type}, and it is declared as ${known.type}. Keep one of them.`,
        );
    }
  }

  #keys(
    path: readonly Segment[],
    { partitionKey, sortKey }: { partitionKey: string; sortKey?: string | undefined },
  ): Pick<TableSpec, 'partitionKey' | 'sortKey'> {
    if (sortKey === partitionKey)
      this.#faults.add(
        [...path, 'sortKey'],
        'must differ from the partition key. Name another attribute, or remove it.',
      );
    return {
      partitionKey: this.#key([...path, 'partitionKey'], partitionKey),
      sortKey: sortKey === undefined ? null : this.#key([...path, 'sortKey'], sortKey),
    };
  }

  #key(path: readonly Segment[], name: string): TableAttribute {
    this.#used.add(name);
    const attribute = this.#attributes.get(name);
    if (attribute === undefined) {
      const declared = [...this.#attributes.keys()].join(', ');
      this.#faults.add(
        path,
        `names an attribute that is not declared in attributes of table ${this.#table.name}. Declare it with its type; declared are ${declared}.`,
      );
    }
    return attribute ?? { name, type: 'S' };
  }

  #indexes(indexes: readonly TableIndexRequest[]): TableSpec['indexes'] {
    const names = new Set<string>();
    return indexes.map((index, position) => {
      const path = [...this.#path, 'indexes', position];
      if (names.has(index.name))
        this.#faults.add([...path, 'name'], `(${index.name}) is the name of another index of the table.`);
      names.add(index.name);
      return { name: index.name, ...this.#keys(path, index), projection: index.projection ?? 'ALL' };
    });
  }

  #checkTtl(name: string | undefined): void {
    if (name === undefined) return;
    const type = this.#attributes.get(name)?.type ?? 'N';
    if (type !== 'N')
      this.#faults.add([...this.#path, 'ttlAttribute'], 'must be a number (N), in epoch seconds.');
  }

  /** CreateTable refuses an attribute definition that no key uses. */
  #checkUnused(ttlAttribute: string | undefined): void {
    for (const [index, { name }] of this.#table.attributes.entries())
      if (!this.#used.has(name) && name !== ttlAttribute)
        this.#faults.add(
          [...this.#path, 'attributes', index],
          `declares ${name}, which no key uses. Remove it: DynamoDB items may hold it all the same.`,
        );
  }
}
