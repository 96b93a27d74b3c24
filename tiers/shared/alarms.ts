import { resourceName } from '../../core/naming.ts';
import type { Identity, Severity } from '../../core/spec.ts';
import type { Alarm } from '../../core/tier.ts';

/** The parts of an alarm that differ from row to row; a minute five times in a row unless said otherwise. */
export interface AlarmRow {
  readonly part: string;
  readonly severity: Severity;
  readonly description: string;
  readonly metric: Alarm['metric'];
  readonly threshold: number;
  readonly periodSeconds?: number;
  readonly evaluationPeriods?: number;
  readonly treatMissingData?: Alarm['treatMissingData'];
}

export function alarmAbove(identity: Identity, region: string, row: AlarmRow): Alarm {
  return {
    name: resourceName('alarm', identity.slug, row.part),
    region,
    severity: row.severity,
    description: row.description,
    metric: row.metric,
    periodSeconds: row.periodSeconds ?? 60,
    evaluationPeriods: row.evaluationPeriods ?? 5,
    comparison: 'GreaterThanThreshold',
    threshold: row.threshold,
    treatMissingData: row.treatMissingData ?? 'notBreaching',
  };
}
