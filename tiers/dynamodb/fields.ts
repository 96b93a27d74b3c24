import type { DynamoDbSpec, TableIndex, TableSpec, Tags } from '../../core/spec.ts';
import { NOTHING } from '../shared/plan.ts';
import { by, type Field, where } from './field.ts';
import type { ObservedIndex, ObservedTable, TablePair } from './observe.ts';
import { planStream, unitsDiffer } from './plan.ts';
import { hasKey, isComparable } from './plan-encryption.ts';
import { planProtection, planRecovery, planTags, planTimeToLive } from './plan-settings.ts';
import { isRetired, sameKeys, sameProjection, typedKeys } from './plan-shape.ts';

/** What all regions of a table have in common. */
export function tableFields(
  desired: DynamoDbSpec,
  table: TableSpec,
  pair: TablePair,
  primary: ObservedTable,
): readonly Field[] {
  const stream = primary.streamViewType ?? 'off';
  const names = new Set([...table.indexes, ...primary.indexes].map(({ name }) => name));
  const encrypting = [primary, pair.secondary].find((one) => /ING$/.test(one?.encryptionStatus ?? ''));
  return [
    where(sameKeys(table, primary.keys), 'dynamodb.tables.key', typedKeys(table), primary.keys),
    where(
      stream === desired.streamViewType && planStream(desired, primary) === NOTHING,
      'StreamViewType',
      desired.streamViewType,
      stream,
    ),
    where(
      primary.billingMode === desired.billingMode,
      'dynamodb.billingMode',
      desired.billingMode,
      primary.billingMode,
    ),
    ...capacity(desired, primary, 'dynamodb.provisioned'),
    by(
      planTimeToLive(table, primary),
      'dynamodb.tables.ttlAttribute',
      table.ttlAttribute ?? 'off',
      primary.ttl?.status === 'DISABLING' ? 'off' : (primary.ttl?.attribute ?? 'off'),
    ),
    ...[...names].flatMap((name) => {
      const wanted = table.indexes.find((index) => index.name === name);
      const found = primary.indexes.find((index) => index.name === name);
      return indexFields(desired, table, name, wanted, found);
    }),
    ...(encrypting
      ? [{ field: 'SSEStatus', desired: 'ENABLED', observed: null, state: 'unknown' as const }]
      : []),
  ];
}

type Units = Pick<ObservedTable, 'readCapacityUnits' | 'writeCapacityUnits'>;

function capacity(desired: DynamoDbSpec, found: Units, name: string): readonly Field[] {
  const text = ({ readCapacityUnits: read, writeCapacityUnits: write }: Units) =>
    `${read} read, ${write} write`;
  const { provisioned } = desired;
  return provisioned ? [where(!unitsDiffer(desired, found), name, text(provisioned), text(found))] : [];
}

function indexFields(
  desired: DynamoDbSpec,
  table: TableSpec,
  name: string,
  wanted: TableIndex | undefined,
  found: ObservedIndex | undefined,
): readonly Field[] {
  const field = `dynamodb.tables.indexes.${name}`;
  if (!found) return [where(false, field, true, false)];
  if (isRetired(table, name)) return [where(false, field, false, true)];
  const units = capacity(desired, found, `${field}.provisioned`);
  if (!wanted) return units;
  return [
    where(sameKeys(wanted, found.keys), `${field}.key`, typedKeys(wanted), found.keys),
    where(sameProjection(wanted, found), `${field}.projection`, wanted.projection, found.projection),
    ...units,
  ];
}

/** What each region has of its own. */
export function regionFields(
  desired: DynamoDbSpec,
  found: ObservedTable,
  { kmsKeyArn }: { readonly kmsKeyArn: string },
): readonly Field[] {
  const { pitr, deletionProtection } = found;
  const wanted = desired.pitrDays === null ? 'off' : `${desired.pitrDays} days`;
  const days = pitr?.days === null ? 'on' : `${pitr?.days} days`;
  return [
    where(
      hasKey(found, kmsKeyArn),
      'KMSMasterKeyId',
      kmsKeyArn,
      isComparable(kmsKeyArn) ? (found.kmsKeyArn ?? 'owned by AWS') : null,
    ),
    by(planRecovery(desired, found), 'dynamodb.pointInTimeRecovery', wanted, pitr?.enabled ? days : 'off'),
    by(planTags(desired, found), 'tags', texts(desired.tags, desired.tags), texts(desired.tags, found.tags)),
    by(
      planProtection(desired, found),
      'dynamodb.deletionProtection',
      desired.deletionProtection,
      deletionProtection,
    ),
  ];
}

/** Of the tags that we set only. */
const texts = (names: Tags, tags: Tags): string[] =>
  Object.keys(names)
    .sort()
    .flatMap((name) => (tags[name] === undefined ? [] : [`${name}=${tags[name]}`]));
