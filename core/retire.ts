import type { AuroraSpec, Desired, DynamoDbSpec, RedisSpec, TableSpec } from './spec.ts';

/**
 * What an update takes out of the request, written into the desired document: it must not exist any more. So the
 * document alone says what there is to do, also for the operation after one that has failed half-way.
 */
export function retire(next: Desired, previous: Desired): Desired {
  return {
    ...next,
    aurora: retireAurora(next.aurora, previous.aurora),
    dynamodb: retireDynamoDb(next.dynamodb, previous.dynamodb),
    redis: retireRedis(next.redis, previous.redis),
  };
}

function retireAurora(next: AuroraSpec, previous: AuroraSpec): AuroraSpec {
  return { ...next, retiredSecondary: retiredRegion(next, previous) };
}

function retireDynamoDb(next: DynamoDbSpec, previous: DynamoDbSpec): DynamoDbSpec {
  const before = [...(previous.retiredTables ?? []), ...previous.tables];
  const gone = before.filter(
    ({ logicalName }) => !next.tables.some((table) => table.logicalName === logicalName),
  );
  return {
    ...next,
    tables: next.tables.map((table) =>
      retireIndexes(
        table,
        previous.tables.find(({ logicalName }) => logicalName === table.logicalName),
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
  if (next.secondary) return null;
  const region = previous.secondary?.region ?? previous.retiredSecondary?.region;
  return region === undefined ? null : { region };
}

/** Regions that an update has taken out of the environment: alarms may be left there. */
export function retiredRegions({ aurora, dynamodb }: Desired): string[] {
  const retired = [aurora.retiredSecondary, dynamodb.retiredSecondary];
  return [...new Set(retired.flatMap((place) => place?.region ?? []))];
}
