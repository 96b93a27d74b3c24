import { validationProblem } from './problem.ts';
import type { Desired, DynamoDbSpec, RedisSpec, TableSpec } from './spec.ts';

/**
 * What an update takes out of the request, written into the desired document: it must not exist any more. So the
 * document alone says what there is to do, also for the operation after one that has failed half-way.
 *
 * @param settled the environment is as `previous` says: what that retired is gone
 * @throws ProblemError when a second region would go before the one before it has gone
 */
export function retire(next: Desired, previous: Desired, settled: boolean): Desired {
  const before = settled ? withoutRetired(previous) : previous;
  return {
    ...next,
    aurora: { ...next.aurora, retiredSecondary: retiredRegion(next.aurora, before.aurora) },
    dynamodb: retireDynamoDb(next.dynamodb, before.dynamodb),
    redis: retireRedis(next.redis, before.redis),
  };
}

/**
 * For a request that is the same as before: what earlier updates have taken out, and may not have got to, is still to go.
 * Nothing else is: what a new release leaves out by itself is not what anybody has asked to be deleted.
 */
export function stillRetired(next: Desired, previous: Desired): Desired {
  const { aurora, dynamodb, redis } = previous;
  const indexesOf = (name: string) =>
    dynamodb.tables.find(({ tableName }) => tableName === name)?.retiredIndexes ?? [];
  const left: Desired = {
    ...next,
    aurora: { ...next.aurora, retiredSecondary: aurora.retiredSecondary ?? null },
    dynamodb: {
      ...next.dynamodb,
      tables: next.dynamodb.tables.map((table) => ({
        ...table,
        retiredIndexes: indexesOf(table.tableName),
      })),
      retiredTables: dynamodb.retiredTables ?? [],
      retiredSecondary: dynamodb.retiredSecondary ?? null,
    },
    redis: { ...next.redis, retiredParameterGroupFamilies: redis.retiredParameterGroupFamilies ?? [] },
  };
  return retire(next, left, false);
}

function withoutRetired(desired: Desired): Desired {
  const { aurora, dynamodb, redis } = desired;
  return {
    ...desired,
    aurora: { ...aurora, retiredSecondary: null },
    dynamodb: {
      ...dynamodb,
      tables: dynamodb.tables.map((table) => ({ ...table, retiredIndexes: [] })),
      retiredTables: [],
      retiredSecondary: null,
    },
    redis: { ...redis, retiredParameterGroupFamilies: [] },
  };
}

/** By the names in AWS: `game_moves` and `game-moves` are one table there. */
function retireDynamoDb(next: DynamoDbSpec, previous: DynamoDbSpec): DynamoDbSpec {
  const before = [...(previous.retiredTables ?? []), ...previous.tables];
  const gone = before.filter(({ tableName }) => !next.tables.some((table) => table.tableName === tableName));
  return {
    ...next,
    tables: next.tables.map((table) =>
      retireIndexes(
        table,
        previous.tables.find(({ tableName }) => tableName === table.tableName),
      ),
    ),
    retiredTables: gone.map(({ logicalName, tableName }) => ({ logicalName, tableName })),
    retiredSecondary: retiredRegion(next, previous),
  };
}

function retireIndexes(next: TableSpec, previous: TableSpec | undefined): TableSpec {
  if (!previous) return next;
  const before = [...(previous.retiredIndexes ?? []), ...previous.indexes.map(({ name }) => name)];
  const gone = before.filter((name) => !next.indexes.some((index) => index.name === name));
  return { ...next, retiredIndexes: [...new Set(gone)] };
}

function retireRedis(next: RedisSpec, previous: RedisSpec): RedisSpec {
  const before = [...(previous.retiredParameterGroupFamilies ?? []), previous.parameterGroupFamily];
  const gone = before.filter((family) => family !== next.parameterGroupFamily);
  return { ...next, retiredParameterGroupFamilies: [...new Set(gone)] };
}

interface Regional {
  readonly secondary: { readonly region: string } | null;
  readonly retiredSecondary?: { readonly region: string } | null;
}

function retiredRegion(next: Regional, previous: Regional): { readonly region: string } | null {
  const before = [previous.secondary?.region, previous.retiredSecondary?.region];
  const gone = new Set(before.filter((region) => region !== undefined && region !== next.secondary?.region));
  const [region, another] = [...gone];
  if (another === undefined) return region === undefined ? null : { region };
  throw validationProblem([
    {
      pointer: '#/secondaryRegion',
      detail: `The environment has not left ${another} yet. Let its last operation succeed first (retry it), then take ${region} away.`,
    },
  ]);
}

/** Regions that an update has taken out of the environment: alarms may be left there. */
export function retiredRegions({ aurora, dynamodb }: Desired): string[] {
  const retired = [aurora.retiredSecondary, dynamodb.retiredSecondary];
  return [...new Set(retired.flatMap((place) => place?.region ?? []))];
}
