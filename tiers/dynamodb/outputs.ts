import type { DynamoDbOutputs, TableOutputs } from '../../core/outputs.ts';
import type { DynamoDbObserved, ObservedTable } from './observe.ts';

export function dynamoDbOutputs(observed: DynamoDbObserved): DynamoDbOutputs {
  const tables: Record<string, TableOutputs> = {};
  for (const [logicalName, pair] of Object.entries(observed.tables)) {
    const regional = [pair.primary, pair.secondary].filter((table) => table !== null);
    tables[logicalName] = {
      name: pair.tableName,
      arns: byRegion(regional, (table) => table.arn),
      streamArns: byRegion(regional, (table) => table.streamArn),
    };
  }
  return { tables };
}

function byRegion(
  tables: readonly ObservedTable[],
  pick: (table: ObservedTable) => string | null,
): Record<string, string> {
  return Object.fromEntries(
    tables.flatMap((table) => {
      const value = pick(table);
      return value ? [[table.region, value]] : [];
    }),
  );
}
