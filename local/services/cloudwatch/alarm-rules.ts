import type * as cw from '@aws-sdk/client-cloudwatch';
import { AwsError, type World } from '../../service.ts';
import { constraint, parseArn } from '../common.ts';

const DAY_SECONDS = 86_400;
const STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'];
const STATIC_COMPARISONS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];
const BAND_COMPARISONS = [
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
];
const MISSING_DATA = ['breaching', 'notBreaching', 'ignore', 'missing'];
/** *documented* (PutMetricAlarm, ExtendedStatistic): percentiles, trimmed means and their like. */
const EXTENDED_STATISTIC =
  /^(?:(?:p|tm|tc|ts|wm)\d{1,3}(?:\.\d{1,10})?|IQM|(?:PR|TC|TM|TS|WM)\([\d.%]*:[\d.%]*\))$/;
/** *documented* (PutMetricAlarm): 1024 characters; five actions of each kind; 30 dimensions. */
const LIMITS = { name: 255, description: 1024, actions: 5, dimensions: 30 };

/** The rules of PutMetricAlarm. *documented* in its reference, the wording of the messages is *assumed*. */
export function checkAlarm(world: World, region: string, input: cw.PutMetricAlarmInput): void {
  checkNotImplemented(input);
  checkTexts(input);
  for (const kind of ['AlarmActions', 'OKActions', 'InsufficientDataActions'] as const) {
    checkActions(world, region, kind, input[kind] ?? []);
  }
  if (input.Metrics !== undefined) checkMetricMath(input, input.Metrics);
  else checkSingleMetric(input);
  checkEvaluation(input);
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

function combination(message: string): AwsError {
  return new AwsError('InvalidParameterCombination', message);
}

function checkNotImplemented(input: cw.PutMetricAlarmInput): void {
  const { EvaluationCriteria, EvaluationWindow, WarmUpConfiguration, ActionConfiguration } = input;
  const given = { EvaluationCriteria, EvaluationWindow, WarmUpConfiguration, ActionConfiguration };
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) throw invalid(`The local cloud does not implement ${name} of PutMetricAlarm.`);
  }
}

function checkTexts(input: cw.PutMetricAlarmInput): void {
  const name = input.AlarmName ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: AWS excludes exactly these
  if (name === '' || name.length > LIMITS.name || /[\u0000-\u001f\u007f]/.test(name)) {
    throw constraint(
      'ValidationError',
      name,
      'alarmName',
      'Member must have 1 to 255 characters, none of them control characters',
    );
  }
  if ((input.AlarmDescription ?? '').length > LIMITS.description) {
    throw invalid(`The description of alarm ${name} is longer than ${LIMITS.description} characters.`);
  }
}

function checkActions(world: World, region: string, kind: string, actions: readonly string[]): void {
  if (actions.length > LIMITS.actions)
    throw invalid(`${kind} has ${actions.length} actions; the most is ${LIMITS.actions}.`);
  for (const action of actions) {
    const arn = parseArn(action);
    if (!arn) throw invalid(`Invalid arn syntax: ${action}`);
    // *assumed*: a topic must be of the alarm's own region, and AWS looks whether it is there.
    if (arn.service === 'sns' && arn.region !== region) {
      throw invalid(`Invalid region ${arn.region} specified. Only ${region} is supported.`);
    }
    if (arn.service === 'sns' && !world.directory.topicExists(action)) {
      throw invalid(`${kind}: the topic ${action} does not exist.`);
    }
  }
}

function checkSingleMetric(input: cw.PutMetricAlarmInput): void {
  const { MetricName, Namespace, Period, Statistic, ExtendedStatistic } = input;
  if (MetricName === undefined)
    throw new AwsError('MissingParameter', 'The request must contain MetricName or Metrics.');
  if (Namespace === undefined)
    throw new AwsError('MissingParameter', 'The request must contain the parameter Namespace.');
  if (Namespace === '' || Namespace.startsWith(':'))
    throw invalid(`The namespace ${Namespace} must not be empty or start with a colon.`);
  if ((Statistic === undefined) === (ExtendedStatistic === undefined)) {
    throw combination('Exactly one of Statistic and ExtendedStatistic must be given.');
  }
  checkDimensions(input.Dimensions ?? []);
  checkStatistic(Statistic ?? ExtendedStatistic ?? '', Statistic === undefined);
  checkPeriod(Period);
}

function checkStatistic(statistic: string, extended: boolean): void {
  if (extended ? EXTENDED_STATISTIC.test(statistic) : STATISTICS.includes(statistic)) return;
  const name = extended ? 'extendedStatistic' : 'statistic';
  const rule = extended
    ? 'Member must be a percentile or trimmed statistic'
    : `Member must satisfy enum value set: [${STATISTICS.join(', ')}]`;
  throw constraint('ValidationError', statistic, name, rule);
}

function checkDimensions(dimensions: readonly cw.Dimension[]): void {
  if (dimensions.length > LIMITS.dimensions) {
    throw invalid(`The metric has ${dimensions.length} dimensions; the most is ${LIMITS.dimensions}.`);
  }
  const names = dimensions.map((dimension) => dimension.Name);
  if (new Set(names).size < names.length) throw invalid('A dimension is given twice.');
  if (dimensions.some(({ Name, Value }) => !Name || !Value))
    throw invalid('A dimension has an empty name or value.');
}

function checkPeriod(period: number | undefined): void {
  if (period === undefined)
    throw new AwsError('MissingParameter', 'The request must contain the parameter Period.');
  if ([10, 20, 30].includes(period) || (period > 0 && period % 60 === 0)) return;
  throw invalid(`Metric period must be 10, 20, 30 or a multiple of 60 seconds, not ${period}.`);
}

function checkMetricMath(input: cw.PutMetricAlarmInput, queries: readonly cw.MetricDataQuery[]): void {
  const { MetricName, Namespace, Dimensions, Period, Unit, Statistic, ExtendedStatistic } = input;
  const single = { MetricName, Namespace, Dimensions, Period, Unit, Statistic, ExtendedStatistic };
  for (const [name, value] of Object.entries(single)) {
    if (value !== undefined) throw combination(`${name} must not be given together with Metrics.`);
  }
  const ids = queries.map((query) => query.Id ?? '');
  if (queries.length === 0) throw invalid('Metrics must not be empty.');
  if (new Set(ids).size < ids.length) throw invalid('The ids of Metrics must differ.');
  for (const query of queries) checkQuery(query, ids);
  // *documented* (MetricDataQuery): exactly one of an alarm's queries returns data.
  const watched = queries.filter((query) => query.ReturnData ?? true);
  if (watched.length !== 1) {
    throw invalid(`Exactly one element of Metrics must have ReturnData true, not ${watched.length}.`);
  }
}

function checkQuery(query: cw.MetricDataQuery, ids: readonly string[]): void {
  const { Id: id = '', Expression: expression, MetricStat: stat } = query;
  // *documented* (MetricDataQuery): starts with a lower-case letter, then letters, digits and underscores.
  if (!/^[a-z]\w{0,254}$/.test(id))
    throw invalid(
      `The id ${id} of Metrics must start with a lower-case letter and hold letters, digits and _ only.`,
    );
  if ((expression === undefined) === (stat === undefined)) {
    throw invalid(`Exactly one of Expression and MetricStat must be given in Metrics element ${id}.`);
  }
  if (stat) {
    checkPeriod(stat.Period);
    checkDimensions(stat.Metric?.Dimensions ?? []);
    checkStatistic(stat.Stat ?? '', !STATISTICS.includes(stat.Stat ?? ''));
  }
  // Functions are upper case and metric ids lower, so every lower-case word must be an id.
  const words = (expression ?? '').replace(/"[^"]*"|'[^']*'/g, '').match(/\b[a-z]\w*\b/g) ?? [];
  const unknown = expression?.startsWith('SELECT') ? undefined : words.find((word) => !ids.includes(word));
  if (unknown !== undefined) throw invalid(`Error in expression '${id}': Unknown identifier: ${unknown}`);
}

function checkEvaluation(input: cw.PutMetricAlarmInput): void {
  const { EvaluationPeriods: periods, DatapointsToAlarm: points, TreatMissingData: missing } = input;
  if (periods === undefined)
    throw new AwsError('MissingParameter', 'The request must contain the parameter EvaluationPeriods.');
  if (!Number.isInteger(periods) || periods < 1)
    throw invalid(`EvaluationPeriods must be at least 1, not ${periods}.`);
  if (points !== undefined && (points < 1 || points > periods)) {
    throw invalid(`DatapointsToAlarm must be 1 to EvaluationPeriods (${periods}), not ${points}.`);
  }
  checkThreshold(input);
  if (missing !== undefined && !MISSING_DATA.includes(missing)) {
    throw constraint(
      'ValidationError',
      missing,
      'treatMissingData',
      `Member must be one of [${MISSING_DATA.join(', ')}]`,
    );
  }
  const period = Math.max(
    input.Period ?? 0,
    ...(input.Metrics ?? []).map((query) => query.MetricStat?.Period ?? 0),
  );
  // *documented* (Period): one day for periods under an hour, else seven days.
  const mostDays = period < 3600 ? 1 : 7;
  if (period * periods > mostDays * DAY_SECONDS) {
    throw invalid(
      `Metrics cannot be checked across more than ${mostDays} day(s): EvaluationPeriods * Period must be at most ${mostDays * DAY_SECONDS}.`,
    );
  }
}

function checkThreshold({
  ComparisonOperator: operator,
  Threshold,
  ThresholdMetricId,
}: cw.PutMetricAlarmInput): void {
  if (operator === undefined)
    throw new AwsError('MissingParameter', 'The request must contain the parameter ComparisonOperator.');
  if ((Threshold === undefined) === (ThresholdMetricId === undefined)) {
    throw combination('Exactly one of Threshold and ThresholdMetricId must be given.');
  }
  const legal = ThresholdMetricId === undefined ? STATIC_COMPARISONS : BAND_COMPARISONS;
  if (legal.includes(operator)) return;
  throw constraint(
    'ValidationError',
    operator,
    'comparisonOperator',
    `Member must satisfy enum value set: [${legal.join(', ')}]`,
  );
}
