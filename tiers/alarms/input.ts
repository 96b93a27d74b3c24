import type {
  Dimension,
  MetricAlarm,
  MetricDataQuery,
  PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import type { Identity } from '../../core/spec.ts';
import type { Alarm } from '../../core/tier.ts';
import { ownerDescription } from '../shared/ownership.ts';

/** Id of the expression that alarms, among those of its metrics. Starts with a small letter, as CloudWatch wants. */
const ALARMING = 'alarming';

/** What PutMetricAlarm gets, but for the tags. The description names the owner, as a second mark beside the tag. */
export function alarmInput(identity: Identity, alarm: Alarm, topicArn: string): PutMetricAlarmCommandInput {
  return {
    AlarmName: alarm.name,
    AlarmDescription: ownerDescription(identity, alarm.description),
    ActionsEnabled: true,
    AlarmActions: [topicArn],
    OKActions: [topicArn],
    ...metricInput(alarm),
    EvaluationPeriods: alarm.evaluationPeriods,
    ComparisonOperator: alarm.comparison,
    Threshold: alarm.threshold,
    TreatMissingData: alarm.treatMissingData,
  };
}

/** One metric is written plainly; metric math has its period with each metric instead of the alarm. */
function metricInput({ metric, periodSeconds }: Alarm): Partial<PutMetricAlarmCommandInput> {
  if (!('expression' in metric)) {
    const { namespace, name, dimensions, statistic } = metric;
    return {
      Namespace: namespace,
      MetricName: name,
      Dimensions: toDimensions(dimensions),
      Statistic: statistic,
      Period: periodSeconds,
    };
  }
  const sources = metric.metrics.map(({ id, namespace, name, dimensions, statistic }) => ({
    Id: id,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: name, Dimensions: toDimensions(dimensions) },
      Period: periodSeconds,
      Stat: statistic,
    },
    ReturnData: false,
  }));
  const expression = { Id: ALARMING, Expression: metric.expression, Label: metric.label, ReturnData: true };
  return { Metrics: [...sources, expression] };
}

function toDimensions(dimensions: Readonly<Record<string, string>>): Dimension[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

/** Does the alarm that CloudWatch shows say what the input would make it say? Ignores order and defaults. */
export function isSame(input: PutMetricAlarmCommandInput, found: MetricAlarm): boolean {
  return JSON.stringify(comparable(input)) === JSON.stringify(comparable(found));
}

function comparable(alarm: PutMetricAlarmCommandInput | MetricAlarm) {
  return [
    alarm.AlarmDescription ?? '',
    alarm.ActionsEnabled ?? true,
    [...(alarm.AlarmActions ?? [])].sort(),
    [...(alarm.OKActions ?? [])].sort(),
    alarm.Namespace ?? '',
    alarm.MetricName ?? '',
    comparableDimensions(alarm.Dimensions),
    alarm.Statistic ?? '',
    alarm.Period ?? 0,
    alarm.EvaluationPeriods ?? 0,
    alarm.ComparisonOperator ?? '',
    alarm.Threshold ?? 0,
    alarm.TreatMissingData ?? 'missing',
    (alarm.Metrics ?? []).map(comparableQuery).sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
  ];
}

function comparableQuery({ Id, Expression, Label, MetricStat, ReturnData }: MetricDataQuery) {
  const { Metric, Period, Stat } = MetricStat ?? {};
  return [
    ...[Id ?? '', Expression ?? '', Label ?? '', ReturnData ?? true],
    ...[Metric?.Namespace ?? '', Metric?.MetricName ?? '', comparableDimensions(Metric?.Dimensions)],
    ...[Period ?? 0, Stat ?? ''],
  ];
}

function comparableDimensions(dimensions: readonly Dimension[] | undefined): string[] {
  return (dimensions ?? []).map(({ Name, Value }) => `${Name}=${Value}`).sort();
}
