import type {
  Dimension,
  MetricAlarm,
  MetricDataQuery,
  PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import type { Identity } from '../../core/spec.ts';
import type { Alarm, FieldValue } from '../../core/tier.ts';
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
  return alarmFields(input, found).every(({ desired, observed }) => isEqual(desired, observed));
}

export const isEqual = (a: FieldValue, b: FieldValue): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What Plinth sets of an alarm, under CloudWatch's names, as it should be and as it is. */
export function alarmFields(input: PutMetricAlarmCommandInput, found: MetricAlarm) {
  const [desired, observed] = [comparable(input), comparable(found)];
  return (Object.keys(desired) as (keyof typeof desired)[]).map((field) => ({
    field,
    desired: desired[field],
    observed: observed[field],
  }));
}

/** A metric on its own has the first group of fields, metric math the last one; the others are null. */
function comparable(alarm: PutMetricAlarmCommandInput | MetricAlarm) {
  const value = <T>(given: T | undefined) => given ?? null;
  return {
    Namespace: value(alarm.Namespace),
    MetricName: value(alarm.MetricName),
    Dimensions: comparableDimensions(alarm.Dimensions),
    Statistic: value(alarm.Statistic),
    Period: value(alarm.Period),
    Metrics: (alarm.Metrics ?? []).map(comparableQuery).sort(),
    EvaluationPeriods: value(alarm.EvaluationPeriods),
    ComparisonOperator: value(alarm.ComparisonOperator),
    Threshold: value(alarm.Threshold),
    TreatMissingData: alarm.TreatMissingData ?? 'missing',
    AlarmActions: [...(alarm.AlarmActions ?? [])].sort(),
    OKActions: [...(alarm.OKActions ?? [])].sort(),
    ActionsEnabled: alarm.ActionsEnabled ?? true,
    AlarmDescription: value(alarm.AlarmDescription),
  } satisfies Record<string, FieldValue>;
}

/** Its parts in a fixed order, as one text. */
function comparableQuery({ Id, Expression, Label, MetricStat, ReturnData }: MetricDataQuery): string {
  const { Metric, Period, Stat } = MetricStat ?? {};
  return JSON.stringify([
    ...[Id ?? '', Expression ?? '', Label ?? '', ReturnData ?? true],
    ...[Metric?.Namespace ?? '', Metric?.MetricName ?? '', comparableDimensions(Metric?.Dimensions)],
    ...[Period ?? 0, Stat ?? ''],
  ]);
}

function comparableDimensions(dimensions: readonly Dimension[] | undefined): string[] {
  return (dimensions ?? []).map(({ Name, Value }) => `${Name}=${Value}`).sort();
}
