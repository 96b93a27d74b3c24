import type { AuroraSpec } from '../../../core/spec.ts';
import type { ObservedRegion } from '../observed.ts';

/** Do all instances have Performance Insights as desired? A new one has to match the others. */
export function isInsightsRight(spec: AuroraSpec, { instances }: ObservedRegion): boolean {
  return instances.every(
    ({ performanceInsightsRetentionDays: days }) => days === spec.performanceInsightsRetentionDays,
  );
}
