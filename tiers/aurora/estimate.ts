import { costLine } from '../../core/cost.ts';
import { priceOf } from '../../core/pricing.ts';
import type { AuroraRegionSpec, AuroraSpec } from '../../core/spec.ts';
import type { CostLine } from '../../core/tier.ts';
import { regionsOf } from './names.ts';

const USE = 'Without storage, I/O, backups beyond the size of the database, log groups and transfer.';
const IO_OPTIMIZED =
  'Aurora I/O-Optimized has prices of its own, for which there is no list. Without storage, backups, log groups and transfer.';
/** Performance Insights keeps 7 days without a charge (RDS user guide). */
const FREE_INSIGHTS_DAYS = 7;

/** Instances of each region, what is kept of Performance Insights for longer than is free, and the secret. */
export function estimate(desired: AuroraSpec): readonly CostLine[] {
  return [
    ...regionsOf(desired).flatMap((target) => [instances(desired, target), ...insights(desired, target)]),
    ...(desired.masterSecretArn === null ? [secret(desired)] : []),
  ];
}

function instances(
  { instanceClass, storageType }: AuroraSpec,
  { region, instanceCount }: AuroraRegionSpec,
): CostLine {
  const ioOptimized = storageType === 'aurora-iopt1';
  return costLine(
    {
      tier: 'aurora',
      region,
      item: `Aurora instance ${instanceClass}`,
      quantity: instanceCount,
      unit: 'instance',
      note: ioOptimized ? IO_OPTIMIZED : USE,
    },
    ioOptimized ? null : priceOf(instanceClass, region),
  );
}

function insights(desired: AuroraSpec, { region, instanceCount }: AuroraRegionSpec): CostLine[] {
  const days = desired.performanceInsightsRetentionDays ?? 0;
  if (days <= FREE_INSIGHTS_DAYS) return [];
  const item = `Performance Insights kept for ${days} days`;
  return [costLine({ tier: 'aurora', region, item, quantity: instanceCount, unit: 'instance' }, null)];
}

function secret({ primary: { region } }: AuroraSpec): CostLine {
  const item = 'Secret of the master user';
  return costLine(
    { tier: 'aurora', region, item, quantity: 1, unit: 'secret', note: 'Without calls.' },
    priceOf('secret', region),
  );
}
