import type { EnvironmentRequest, PresetValues } from '../generated/api.ts';
import type { DaxSpec, DynamoDbSpec } from '../spec.ts';
import type { Faults } from './faults.ts';
import type { Places } from './regions.ts';
import { checkWindows } from './windows.ts';

export type DaxSizes = Pick<
  DaxSpec,
  'nodeType' | 'replicationFactor' | 'maintenanceWindow' | 'recordTtlMs' | 'queryTtlMs'
>;

/** DAX's own default for both caches: five minutes. */
const DEFAULT_TTL_MS = 300_000;

/** The sizes of the DAX tier, and everything that is wrong with them on their own. */
export function daxSizes(faults: Faults, preset: PresetValues, request: EnvironmentRequest): DaxSizes {
  const given = request.dax ?? {};
  const sizes: DaxSizes = {
    nodeType: given.nodeType ?? preset.dax.nodeType ?? '',
    replicationFactor: given.replicationFactor ?? preset.dax.replicationFactor ?? 1,
    maintenanceWindow: given.maintenanceWindow ?? 'sun:06:00-sun:07:00',
    recordTtlMs: given.recordTtlMs ?? DEFAULT_TTL_MS,
    queryTtlMs: given.queryTtlMs ?? DEFAULT_TTL_MS,
  };
  checkWindows(faults, {
    tier: 'dax',
    daily: null,
    maintenanceWindow: sizes.maintenanceWindow,
    minimumMinutes: 60,
  });
  return sizes;
}

/** Completes the sizes: DAX reaches the tables of its own region only. */
export function daxSpec(
  sizes: DaxSizes,
  { primary }: Places,
  tables: DynamoDbSpec['tables'],
  base: Pick<DaxSpec, 'identity' | 'tags'>,
): DaxSpec {
  return {
    ...base,
    ...sizes,
    region: primary.region,
    subnetIds: primary.privateSubnetIds,
    securityGroupIds: [primary.securityGroupIds.dax],
    tableNames: tables.map(({ tableName }) => tableName),
    tablesKmsKeyArn: primary.kmsKeyArns.dynamodb,
  };
}
