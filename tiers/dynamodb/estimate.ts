import { costLine } from '../../core/cost.ts';
import { priceOf } from '../../core/pricing.ts';
import type { DynamoDbSpec } from '../../core/spec.ts';
import type { CostLine } from '../../core/tier.ts';

const USE = 'storage, backups, streams and transfer';

/**
 * A table on demand costs nothing by itself. Provisioned capacity is paid for by the hour whatever is used of it: that
 * of every table and every index, in every region.
 */
export function estimate(desired: DynamoDbSpec): readonly CostLine[] {
  const regions = [desired.primary.region, ...(desired.secondary ? [desired.secondary.region] : [])];
  return regions.flatMap((region) =>
    desired.billingMode === 'PAY_PER_REQUEST' ? [onDemand(desired, region)] : provisioned(desired, region),
  );
}

function onDemand({ tables }: DynamoDbSpec, region: string): CostLine {
  return {
    tier: 'dynamodb',
    region,
    item: 'DynamoDB table on demand',
    quantity: tables.length,
    unit: 'table',
    monthlyUsd: 0,
    priceDate: null,
    source: null,
    note: `Paid for by use alone: requests, ${USE}.`,
  };
}

function provisioned({ tables, provisioned: capacity, secondary }: DynamoDbSpec, region: string): CostLine[] {
  const places = tables.reduce((sum, { indexes }) => sum + 1 + indexes.length, 0);
  const line = (item: string, units: number, price: ReturnType<typeof priceOf>) =>
    costLine(
      {
        tier: 'dynamodb',
        region,
        item,
        quantity: units * places,
        unit: 'capacity unit',
        note: `Without ${USE}.`,
      },
      price,
    );
  // Writes of a global table are replicated ones, for which there is no list.
  const write = secondary ? null : priceOf('dynamodb write capacity unit', region);
  const replicated = secondary ? 'replicated write' : 'write';
  return [
    line(
      'DynamoDB provisioned read capacity',
      capacity?.readCapacityUnits ?? 0,
      priceOf('dynamodb read capacity unit', region),
    ),
    line(`DynamoDB provisioned ${replicated} capacity`, capacity?.writeCapacityUnits ?? 0, write),
  ];
}
