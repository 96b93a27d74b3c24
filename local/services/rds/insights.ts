import type { DatabaseInsightsMode } from '@aws-sdk/client-rds';
import { defaultKey, usableKey } from './dependencies.ts';
import { invalidCombination, invalidValue } from './errors.ts';
import type { Rds } from './state.ts';

export interface InsightsInput {
  readonly EnablePerformanceInsights?: boolean | undefined;
  readonly PerformanceInsightsRetentionPeriod?: number | undefined;
  readonly PerformanceInsightsKMSKeyId?: string | undefined;
  readonly DatabaseInsightsMode?: string | undefined;
}

/** As Describe shows it. */
export interface Insights {
  readonly PerformanceInsightsEnabled: boolean;
  readonly PerformanceInsightsRetentionPeriod: number | undefined;
  readonly PerformanceInsightsKMSKeyId: string | undefined;
  readonly DatabaseInsightsMode: DatabaseInsightsMode;
}

export const INSIGHTS_OFF: Insights = {
  PerformanceInsightsEnabled: false,
  PerformanceInsightsRetentionPeriod: undefined,
  PerformanceInsightsKMSKeyId: undefined,
  DatabaseInsightsMode: 'standard',
};

/** *documented* (client-rds d.ts): 7, 731, or whole months of 31 days from 1 to 23. */
function isLegalRetention(days: number): boolean {
  return days === 7 || days === 731 || (days % 31 === 0 && days >= 31 && days <= 23 * 31);
}

/** *documented*: advanced Database Insights wants Performance Insights on and 465 days. */
const ADVANCED_DAYS = 465;

/** What the input asks for over what is set now. */
export function resolveInsights(rds: Rds, region: string, input: InsightsInput, now: Insights): Insights {
  const enabled = input.EnablePerformanceInsights ?? now.PerformanceInsightsEnabled;
  const mode = input.DatabaseInsightsMode ?? now.DatabaseInsightsMode;
  const days = input.PerformanceInsightsRetentionPeriod;
  if (days !== undefined && !isLegalRetention(days)) {
    throw invalidValue(
      `Invalid Performance Insights retention period: ${days}. Valid values are: 7, 731, or a multiple of 31 from 31 to 713.`,
    );
  }
  if (mode !== 'standard' && mode !== 'advanced') throw invalidValue(`Invalid DatabaseInsightsMode: ${mode}`);
  if (!enabled) {
    if (days !== undefined || input.PerformanceInsightsKMSKeyId !== undefined || mode === 'advanced') {
      throw invalidCombination(
        'Performance Insights settings and the advanced mode of Database Insights require EnablePerformanceInsights.',
      );
    }
    return INSIGHTS_OFF;
  }
  const retention = days ?? now.PerformanceInsightsRetentionPeriod ?? 7;
  if (mode === 'advanced' && retention < ADVANCED_DAYS) {
    throw invalidCombination(
      `To enable the advanced mode of Database Insights, set PerformanceInsightsRetentionPeriod to ${ADVANCED_DAYS} days or more, not ${retention}.`,
    );
  }
  return {
    PerformanceInsightsEnabled: true,
    PerformanceInsightsRetentionPeriod: retention,
    PerformanceInsightsKMSKeyId: insightsKey(rds, region, input, now),
    DatabaseInsightsMode: mode,
  };
}

function insightsKey(rds: Rds, region: string, input: InsightsInput, now: Insights): string {
  const asked = input.PerformanceInsightsKMSKeyId;
  if (asked === undefined) return now.PerformanceInsightsKMSKeyId ?? defaultKey(rds, region);
  const key = usableKey(rds, region, asked);
  // *documented*: the key cannot be changed once Performance Insights is on.
  if (now.PerformanceInsightsKMSKeyId !== undefined && now.PerformanceInsightsKMSKeyId !== key) {
    throw invalidCombination('You cannot change your Performance Insights KMS key.');
  }
  return key;
}

/** The settings within what Describe shows of a cluster or an instance. */
export function insightsOf(shown: Partial<Insights>): Insights {
  return {
    PerformanceInsightsEnabled: shown.PerformanceInsightsEnabled ?? false,
    PerformanceInsightsRetentionPeriod: shown.PerformanceInsightsRetentionPeriod,
    PerformanceInsightsKMSKeyId: shown.PerformanceInsightsKMSKeyId,
    DatabaseInsightsMode: shown.DatabaseInsightsMode ?? INSIGHTS_OFF.DatabaseInsightsMode,
  };
}

export function sameInsights(a: Insights, b: Insights): boolean {
  return (Object.keys(INSIGHTS_OFF) as (keyof Insights)[]).every((field) => a[field] === b[field]);
}
