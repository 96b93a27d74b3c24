import type { EnvironmentRequest, PresetValues } from '../generated/api.ts';
import type { DynamoDbSpec } from '../spec.ts';
import type { Faults } from './faults.ts';
import type { Places } from './regions.ts';
import { DEFAULT_TABLES, resolveTables } from './tables.ts';

export type DynamoDbSizes = Omit<DynamoDbSpec, 'identity' | 'tags' | 'primary' | 'secondary'>;

const DEFAULT_PITR_DAYS = 35;

/** The tables and their settings, and everything that is wrong with them on their own. */
export function dynamoDbSizes(
  faults: Faults,
  preset: PresetValues,
  request: EnvironmentRequest,
  slug: string,
): DynamoDbSizes {
  const given = request.dynamodb ?? {};
  const recovery = { ...preset.dynamodb.pointInTimeRecovery, ...given.pointInTimeRecovery };
  const sizes: DynamoDbSizes = {
    tables: resolveTables(faults, slug, given.tables ?? DEFAULT_TABLES),
    billingMode: given.billingMode ?? preset.dynamodb.billingMode ?? 'PAY_PER_REQUEST',
    provisioned: given.provisioned ?? null,
    globalTables: given.globalTables ?? preset.dynamodb.globalTables ?? false,
    pitrDays: recovery.enabled ? (recovery.days ?? DEFAULT_PITR_DAYS) : null,
    streamViewType: 'NEW_AND_OLD_IMAGES',
    deletionProtection: given.deletionProtection ?? preset.dynamodb.deletionProtection ?? false,
  };
  if (given.pointInTimeRecovery?.days !== undefined && !recovery.enabled)
    faults.add(['dynamodb', 'pointInTimeRecovery', 'days'], 'needs pointInTimeRecovery.enabled true.');
  checkBilling(faults, sizes);
  return sizes;
}

function checkBilling(faults: Faults, { billingMode, provisioned, globalTables }: DynamoDbSizes): void {
  if (billingMode === 'PROVISIONED' && provisioned === null)
    faults.add(
      ['dynamodb', 'provisioned'],
      'is missing. Give readCapacityUnits and writeCapacityUnits, or set billingMode PAY_PER_REQUEST.',
    );
  if (billingMode !== 'PROVISIONED' && provisioned !== null)
    faults.add(
      ['dynamodb', 'provisioned'],
      'needs dynamodb.billingMode PROVISIONED. Set it, or remove the capacity.',
    );
  // DynamoDB guide, global tables: a replica needs on-demand capacity or auto scaling of writes, which is not set up here.
  if (billingMode === 'PROVISIONED' && globalTables)
    faults.add(
      ['dynamodb', 'billingMode'],
      'must be PAY_PER_REQUEST with global tables. Set it, or set dynamodb.globalTables false.',
    );
}

/** Completes the sizes with what is known only of the whole environment. */
export function dynamoDbSpec(
  sizes: DynamoDbSizes,
  { primary, secondary }: Places,
  base: Pick<DynamoDbSpec, 'identity' | 'tags'>,
): DynamoDbSpec {
  return {
    ...base,
    ...sizes,
    primary: { region: primary.region, kmsKeyArn: primary.kmsKeyArns.dynamodb },
    secondary:
      sizes.globalTables && secondary
        ? { region: secondary.region, kmsKeyArn: secondary.kmsKeyArns.dynamodb }
        : null,
  };
}
