import type { DynamoDbSpec, TableSpec } from '../../core/spec.ts';
import { type FieldState, OWNER_TAG } from '../../core/tier.ts';
import { isEmpty, NOTHING, unknownWhile } from '../shared/plan.ts';
import { by, type Field } from './field.ts';
import { regionFields, tableFields } from './fields.ts';
import type { DynamoDbObserved, TablePair } from './observe.ts';
import { checkBilling, checkOwner, checkSettled, planRetired, planTable } from './plan.ts';

type Listed = readonly [resource: string, fields: readonly Field[]];

/** Field by field; one is `changed` exactly when there is something to do, or something wrong. */
export function compare(desired: DynamoDbSpec, observed: DynamoDbObserved): readonly FieldState[] {
  const impossible: Listed = [
    'DynamoDB tables',
    isEmpty(checkBilling(desired))
      ? []
      : [by(checkBilling(desired), 'dynamodb.billingMode', 'PROVISIONED', 'PROVISIONED, global')],
  ];
  const listed: readonly Listed[] = [
    impossible,
    ...desired.tables.flatMap((table) => {
      const pair = observed.tables[table.logicalName];
      if (!pair) return [];
      const plan = planTable(desired, table, pair);
      return ofTable(desired, table, pair).map(
        ([resource, fields]): Listed => [resource, unknownWhile(plan, fields)],
      );
    }),
    ...Object.values(observed.retiredTables).map((pair) => ofRetired(desired, pair)),
  ];
  return listed.flatMap(([resource, fields]) => fields.map((one) => ({ resource, ...one })));
}

const exists = (desired: boolean, observed: boolean): Field => ({
  field: 'exists',
  desired,
  observed,
  state: desired === observed ? 'as-desired' : 'changed',
});

const nameOf = (tableName: string, region: string) => `DynamoDB table ${tableName} in ${region}`;

function ofTable(desired: DynamoDbSpec, table: TableSpec, pair: TablePair): readonly Listed[] {
  const { primary, secondary, primaryRegion, secondaryRegion, retiredRegion, tableName } = pair;
  const resource = nameOf(tableName, primaryRegion);
  if (!primary) return [[resource, [exists(true, false)]]];
  const owner = `${desired.identity.project}/${desired.identity.environment}`;
  const clash = checkOwner(desired, pair);
  if (!isEmpty(clash)) {
    const where = primary.ours ? nameOf(tableName, secondaryRegion ?? '') : resource;
    return [[where, [by(clash, OWNER_TAG, owner, 'another owner, or none')]]];
  }
  const settled = checkSettled(desired, pair, primary);
  const isMember = primary.replicas.some(({ region }) => region === secondaryRegion);
  const isLeft = primary.replicas.some(({ region }) => region === retiredRegion);
  const replica: readonly Field[] =
    secondary && isMember && desired.secondary
      ? regionFields(desired, secondary, desired.secondary)
      : [exists(true, isMember)];
  return [
    [
      resource,
      [
        by(settled, 'status', 'ACTIVE', isEmpty(settled) ? 'ACTIVE' : 'in transition'),
        ...tableFields(desired, table, pair, primary),
        ...regionFields(desired, primary, desired.primary),
      ],
    ],
    ...(secondaryRegion ? [[nameOf(tableName, secondaryRegion), replica] as const] : []),
    ...(isLeft ? [[nameOf(tableName, retiredRegion ?? ''), [exists(false, true)]] as const] : []),
  ];
}

/** One that is somebody else's is left alone, so nothing is wrong with it. */
function ofRetired(desired: DynamoDbSpec, pair: TablePair): Listed {
  const isThere = pair.primary !== null || pair.secondary !== null || pair.retired !== null;
  const plan = isThere ? planRetired(desired, pair) : NOTHING;
  return [nameOf(pair.tableName, pair.primaryRegion), [by(plan, 'exists', false, !isEmpty(plan))]];
}
