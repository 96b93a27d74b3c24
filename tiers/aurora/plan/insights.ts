import type { AuroraRegionSpec, AuroraSpec } from '../../../core/spec.ts';
import type { ObservedRegion } from '../observed.ts';

/** Do all instances that serve have Performance Insights as desired? A new one has to match the others. */
export function isInsightsRight(spec: AuroraSpec, { instances }: ObservedRegion): boolean {
  return instances.every(
    ({ performanceInsightsRetentionDays: days }) => days === spec.performanceInsightsRetentionDays,
  );
}

/**
 * What ModifyDBCluster needs to make it right. All instances of a cluster share these settings, so they are changed
 * for the cluster as a whole, when all of them can take it. AWS may reset them when a cluster joins a global database.
 */
export function changedInsights(spec: AuroraSpec, target: AuroraRegionSpec, place: ObservedRegion) {
  const wanted = spec.performanceInsightsRetentionDays;
  if (isInsightsRight(spec, place)) return {};
  if (!place.instances.every((instance) => instance.status === 'available')) return {};
  if (wanted === null) return { EnablePerformanceInsights: false };
  const off = place.instances.every((instance) => instance.performanceInsightsRetentionDays === null);
  return {
    EnablePerformanceInsights: true,
    PerformanceInsightsRetentionPeriod: wanted,
    // The key cannot be changed once Performance Insights is on (client-rds, ModifyDBInstance).
    ...(off && { PerformanceInsightsKMSKeyId: target.kmsKeyArn }),
  };
}
