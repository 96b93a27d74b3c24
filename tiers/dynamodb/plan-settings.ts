import type { DynamoDbSpec, TableSpec } from '../../core/spec.ts';
import type { Plan } from '../../core/tier.ts';
import { missingTags } from '../shared/ownership.ts';
import { act, failWith, inOrder, NOTHING, together, waitFor } from '../shared/plan.ts';
import { setProtection, setRecovery, setTimeToLive, tagTable } from './calls.ts';
import type { ObservedTable, TablePair } from './observe.ts';

/** A time-to-live change takes up to an hour, and there is one an hour. */
const TTL_CHANGE_SECONDS = 300;

/**
 * What is set on a table that exists. Time to live is set once and follows to the replicas; recovery, tags and
 * deletion protection belong to each region's table. Protection is an UpdateTable, so it comes last and alone.
 */
export function planSettings(
  desired: DynamoDbSpec,
  table: TableSpec,
  pair: TablePair,
  primary: ObservedTable,
): Plan {
  const everywhere = desired.secondary && pair.secondary ? [primary, pair.secondary] : [primary];
  return inOrder([
    () =>
      together([
        planTimeToLive(table, primary),
        ...everywhere.map((regional) => planRecovery(desired, regional)),
        ...everywhere.map((regional) => planTags(desired, regional)),
      ]),
    () => together(everywhere.map((regional) => planProtection(desired, regional))),
  ]);
}

export function planTimeToLive(table: TableSpec, { ttl, region, tableName }: ObservedTable): Plan {
  const wanted = table.ttlAttribute;
  const status = ttl?.status ?? 'DISABLED';
  if (status === 'DISABLING') {
    return wanted === null
      ? NOTHING
      : waitFor(`time to live of DynamoDB table ${tableName} is DISABLING`, TTL_CHANGE_SECONDS);
  }
  if (status === 'DISABLED') {
    return wanted === null ? NOTHING : act(setTimeToLive(region, tableName, wanted, true));
  }
  const attribute = ttl?.attribute ?? '';
  if (attribute === wanted) return NOTHING; // ENABLING counts: AWS may take an hour, and nothing needs it
  if (wanted === null) {
    return status === 'ENABLED'
      ? act(setTimeToLive(region, tableName, attribute, false))
      : waitFor(`time to live of DynamoDB table ${tableName} is ${status}`, TTL_CHANGE_SECONDS);
  }
  return failWith({
    class: 'Terminal',
    code: 'immutable',
    resource: `DynamoDB table ${tableName}`,
    message:
      `DynamoDB table ${tableName} in ${region} already expires items by ${attribute}, not ${wanted}; AWS changes ` +
      'time to live once an hour. Turn it off first (no ttlAttribute), then ask for the new attribute an hour later.',
    pointer: '#/dynamodb/tables',
  });
}

export function planRecovery({ pitrDays }: DynamoDbSpec, { pitr, region, tableName }: ObservedTable): Plan {
  if (pitrDays === null) return pitr?.enabled ? act(setRecovery(region, tableName, null)) : NOTHING;
  const done = pitr?.enabled && (pitr.days === null || pitr.days === pitrDays);
  return done ? NOTHING : act(setRecovery(region, tableName, pitrDays));
}

export function planTags(desired: DynamoDbSpec, { tags, region, arn, tableName }: ObservedTable): Plan {
  const missing = missingTags(desired.tags, tags);
  return Object.keys(missing).length === 0 ? NOTHING : act(tagTable(region, arn, tableName, missing));
}

export function planProtection(desired: DynamoDbSpec, observed: ObservedTable): Plan {
  const wanted = desired.deletionProtection;
  if (observed.deletionProtection === wanted) return NOTHING;
  return act(setProtection(observed.region, observed.tableName, wanted));
}
