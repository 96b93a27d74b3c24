import * as cw from '@aws-sdk/client-cloudwatch';
import { createCloudWatchService } from '../../../local/services/cloudwatch.ts';
import { ACCOUNT, clientsOf, createWorld } from '../gateway/world.ts';

const TOPIC = `arn:aws:sns:eu-west-2:${ACCOUNT}:critical`;
const BODY = JSON.stringify({
  widgets: [{ type: 'text', width: 24, height: 2, properties: { markdown: 'hi' } }],
});
const CPU: cw.PutMetricAlarmInput = {
  AlarmName: 'cpu',
  Namespace: 'AWS/RDS',
  MetricName: 'CPUUtilization',
  Dimensions: [{ Name: 'DBClusterIdentifier', Value: 'shop' }],
  Statistic: 'Average',
  Period: 300,
  EvaluationPeriods: 3,
  Threshold: 80,
  ComparisonOperator: 'GreaterThanThreshold',
  AlarmActions: [TOPIC],
};
const stat = (MetricName: string) => ({
  Metric: { Namespace: 'AWS/DynamoDB', MetricName },
  Period: 60,
  Stat: 'Sum',
});
const MATH: cw.PutMetricAlarmInput = {
  AlarmName: 'throttles',
  EvaluationPeriods: 1,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
  Metrics: [
    { Id: 'm1', MetricStat: stat('ReadThrottleEvents'), ReturnData: false },
    { Id: 'e1', Expression: 'FILL(m1, 0) * 1e2', ReturnData: true },
  ],
};

function setUp() {
  const { world, clock } = createWorld({ directory: { topicExists: (arn) => arn === TOPIC } });
  const connect = clientsOf([createCloudWatchService(world)]);
  const client = connect(cw.CloudWatchClient);
  const put = (...alarms: cw.PutMetricAlarmInput[]) =>
    Promise.all(alarms.map((alarm) => client.send(new cw.PutMetricAlarmCommand(alarm))));
  const describe = async (input: cw.DescribeAlarmsInput = {}) =>
    client.send(new cw.DescribeAlarmsCommand(input));
  return { client, clock, put, describe, ireland: connect(cw.CloudWatchClient, 'eu-west-1') };
}

const namesOf = ({ MetricAlarms }: cw.DescribeAlarmsOutput) => MetricAlarms?.map((alarm) => alarm.AlarmName);

describe('an alarm', () => {
  it('starts with insufficient data and what it was given', async () => {
    const { put, describe } = setUp();
    await put(CPU);
    const { MetricAlarms, CompositeAlarms } = await describe();
    expect(CompositeAlarms).toEqual([]);
    expect(MetricAlarms).toMatchObject([
      {
        ...CPU,
        AlarmArn: `arn:aws:cloudwatch:eu-west-2:${ACCOUNT}:alarm:cpu`,
        StateValue: 'INSUFFICIENT_DATA',
        ActionsEnabled: true,
        OKActions: [],
      },
    ]);
  });

  it('may be metric math', async () => {
    const { put, describe } = setUp();
    await put(MATH);
    expect((await describe()).MetricAlarms).toMatchObject([
      { AlarmName: 'throttles', Metrics: MATH.Metrics },
    ]);
  });

  it('is replaced by an alarm of the same name, all but its tags', async () => {
    const { client, put, describe } = setUp();
    await put({ ...CPU, AlarmDescription: 'old', Tags: [{ Key: 'a', Value: 'first' }] });
    await put({ ...CPU, Threshold: 90, Tags: [{ Key: 'a', Value: 'second' }] });
    const [alarm] = (await describe()).MetricAlarms ?? [];
    const { Tags } = await client.send(new cw.ListTagsForResourceCommand({ ResourceARN: alarm?.AlarmArn }));
    expect([alarm?.Threshold, alarm?.AlarmDescription, Tags]).toEqual([
      90,
      undefined,
      [{ Key: 'a', Value: 'first' }],
    ]);
  });

  it('is of one region', async () => {
    const { put, ireland } = setUp();
    await put(CPU);
    expect(namesOf(await ireland.send(new cw.DescribeAlarmsCommand({})))).toEqual([]);
  });

  it('is found by name, by prefix and by its topic', async () => {
    const { put, describe } = setUp();
    await put(CPU, { ...CPU, AlarmName: 'cpu-2' }, MATH);
    const answers = await Promise.all([
      describe({ AlarmNames: ['throttles', 'unknown'] }),
      describe({ AlarmNamePrefix: 'cpu' }),
      describe({ ActionPrefix: TOPIC }),
      describe({ AlarmTypes: ['CompositeAlarm'] }),
    ]);
    expect(answers.map(namesOf)).toEqual([['throttles'], ['cpu', 'cpu-2'], ['cpu', 'cpu-2'], []]);
  });

  it('is listed a page at a time', async () => {
    const { put, describe } = setUp();
    await put(...['a', 'b', 'c'].map((AlarmName) => ({ ...CPU, AlarmName })));
    const first = await describe({ MaxRecords: 2 });
    const second = await describe({ MaxRecords: 2, NextToken: first.NextToken });
    expect([namesOf(first), namesOf(second), second.NextToken]).toEqual([['a', 'b'], ['c'], undefined]);
  });

  it('is deleted even when another name in the call is wrong', async () => {
    const { client, put, describe } = setUp();
    await put(CPU);
    const call = client.send(new cw.DeleteAlarmsCommand({ AlarmNames: ['cpu', 'unknown'] }));
    await expect(call).rejects.toMatchObject({ name: 'ResourceNotFound' });
    expect(namesOf(await describe())).toEqual([]);
  });
});

describe('PutMetricAlarm refuses', () => {
  const query = (change: object, index = 1) => {
    const Metrics = MATH.Metrics?.map((one, i) => (i === index ? { ...one, ...change } : one));
    return { ...MATH, Metrics };
  };
  const dimensions = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ Name: `d${i}`, Value: 'v' }));
  it.each<[string, string, cw.PutMetricAlarmInput]>([
    ['no statistic', 'InvalidParameterCombinationException', { ...CPU, Statistic: undefined }],
    ['two statistics', 'InvalidParameterCombinationException', { ...CPU, ExtendedStatistic: 'p90' }],
    [
      'an unknown extended statistic',
      'ValidationException',
      { ...CPU, Statistic: undefined, ExtendedStatistic: 'median' },
    ],
    ['a period of 45 seconds', 'ValidationException', { ...CPU, Period: 45 }],
    ['no period', 'MissingRequiredParameterException', { ...CPU, Period: undefined }],
    ['a window over a day of short periods', 'ValidationException', { ...CPU, EvaluationPeriods: 289 }],
    ['a window over seven days', 'ValidationException', { ...CPU, Period: 3600, EvaluationPeriods: 169 }],
    ['more datapoints than periods', 'ValidationException', { ...CPU, DatapointsToAlarm: 4 }],
    ['no threshold', 'InvalidParameterCombinationException', { ...CPU, Threshold: undefined }],
    ['31 dimensions', 'ValidationException', { ...CPU, Dimensions: dimensions(31) }],
    ['six actions', 'ValidationException', { ...CPU, OKActions: Array(6).fill(TOPIC) }],
    ['an action that is no ARN', 'ValidationException', { ...CPU, AlarmActions: ['critical'] }],
    ['a topic that does not exist', 'ValidationException', { ...CPU, AlarmActions: [`${TOPIC}2`] }],
    [
      'a topic of another region',
      'ValidationException',
      { ...CPU, AlarmActions: [TOPIC.replace('eu-west-2', 'eu-west-1')] },
    ],
    ['an unknown way with missing data', 'ValidationException', { ...CPU, TreatMissingData: 'panic' }],
    ['a name of 256 characters', 'ValidationException', { ...CPU, AlarmName: 'x'.repeat(256) }],
    ['a metric besides metric math', 'InvalidParameterCombinationException', { ...MATH, MetricName: 'm' }],
    ['metric math with two results', 'ValidationException', query({ ReturnData: true }, 0)],
    ['metric math over an unknown id', 'ValidationException', query({ Expression: 'm1 + m2' })],
    ['an id in upper case', 'ValidationException', query({ Id: 'M1' }, 0)],
    [
      'an anomaly band of another kind',
      'ValidationException',
      { ...CPU, Threshold: undefined, ThresholdMetricId: 'e1' },
    ],
  ])('%s', async (_, name, alarm) => {
    await expect(setUp().put(alarm)).rejects.toMatchObject({ name });
  });

  it.each<[string, cw.PutMetricAlarmInput]>([
    ['a window of exactly a day', { ...CPU, EvaluationPeriods: 288 }],
    ['a window of exactly seven days', { ...CPU, Period: 3600, EvaluationPeriods: 168 }],
    ['a percentile', { ...CPU, Statistic: undefined, ExtendedStatistic: 'p99.9' }],
    [
      '30 dimensions and five actions',
      { ...CPU, Dimensions: dimensions(30), OKActions: Array(5).fill(TOPIC) },
    ],
  ])('not %s', async (_, alarm) => {
    await expect(setUp().put(alarm)).resolves.toBeDefined();
  });
});

describe('a dashboard', () => {
  it('is kept as it was given, for all regions', async () => {
    const { client, ireland } = setUp();
    await client.send(new cw.PutDashboardCommand({ DashboardName: 'shop', DashboardBody: BODY }));
    const answer = await ireland.send(new cw.GetDashboardCommand({ DashboardName: 'shop' }));
    expect(answer).toMatchObject({
      DashboardBody: BODY,
      DashboardArn: `arn:aws:cloudwatch::${ACCOUNT}:dashboard/shop`,
    });
  });

  it('is listed by prefix', async () => {
    const { client } = setUp();
    for (const DashboardName of ['shop-dev', 'other', 'shop']) {
      await client.send(new cw.PutDashboardCommand({ DashboardName, DashboardBody: BODY }));
    }
    const { DashboardEntries } = await client.send(
      new cw.ListDashboardsCommand({ DashboardNamePrefix: 'shop' }),
    );
    expect(DashboardEntries?.map((entry) => [entry.DashboardName, entry.Size])).toEqual([
      ['shop', BODY.length],
      ['shop-dev', BODY.length],
    ]);
  });

  it('is gone once it is deleted', async () => {
    const { client } = setUp();
    await client.send(new cw.PutDashboardCommand({ DashboardName: 'shop', DashboardBody: BODY }));
    await client.send(new cw.DeleteDashboardsCommand({ DashboardNames: ['shop'] }));
    await expect(client.send(new cw.GetDashboardCommand({ DashboardName: 'shop' }))).rejects.toMatchObject({
      Error: { Code: 'ResourceNotFound' },
      $metadata: { httpStatusCode: 404 },
    });
  });

  it.each([
    ['that is not JSON', 'no', '/'],
    ['without widgets', '{}', '/widgets'],
    ['with a widget of no known type', '{"widgets":[{"type":"x","properties":{}}]}', '/widgets/0/type'],
    [
      'with a widget wider than the grid',
      '{"widgets":[{"type":"text","properties":{},"width":25}]}',
      '/widgets/0/width',
    ],
  ])('is refused with the place of the fault: one %s', async (_, DashboardBody, DataPath) => {
    const { client } = setUp();
    const error = await client
      .send(new cw.PutDashboardCommand({ DashboardName: 'shop', DashboardBody }))
      .catch((reason) => reason);
    expect(error).toBeInstanceOf(cw.DashboardInvalidInputError);
    expect(error.dashboardValidationMessages).toMatchObject([{ DataPath }]);
  });
});

describe('the tags of a resource of CloudWatch', () => {
  it('are added and removed', async () => {
    const { client, put } = setUp();
    await put(CPU);
    const ResourceARN = `arn:aws:cloudwatch:eu-west-2:${ACCOUNT}:alarm:cpu`;
    const Tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ];
    await client.send(new cw.TagResourceCommand({ ResourceARN, Tags }));
    await client.send(new cw.UntagResourceCommand({ ResourceARN, TagKeys: ['a'] }));
    const answer = await client.send(new cw.ListTagsForResourceCommand({ ResourceARN }));
    expect(answer.Tags).toEqual([{ Key: 'b', Value: '2' }]);
  });

  it('are refused for a resource that does not exist', async () => {
    const { client } = setUp();
    const ResourceARN = `arn:aws:cloudwatch:eu-west-2:${ACCOUNT}:alarm:cpu`;
    await expect(client.send(new cw.ListTagsForResourceCommand({ ResourceARN }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      ResourceId: ResourceARN,
    });
  });
});
