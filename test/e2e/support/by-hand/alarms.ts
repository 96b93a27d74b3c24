import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Plinth } from '../plinth.ts';
import type { Round } from './rounds.ts';

export async function alarmAbout({ aws }: Plinth, part: string): Promise<MetricAlarm> {
  const { MetricAlarms = [] } = await aws(CloudWatchClient).send(
    new DescribeAlarmsCommand({ MaxRecords: 100 }),
  );
  const alarm = MetricAlarms.find(({ AlarmName = '' }) => AlarmName.includes(part));
  if (!alarm) throw new Error(`There is no alarm about ${part}.`);
  return alarm;
}

/** An alarm as it is but for this, as somebody puts it by hand. */
export async function putAlarm(
  plinth: Plinth,
  part: string,
  change: Partial<PutMetricAlarmCommand['input']>,
): Promise<void> {
  const alarm = await alarmAbout(plinth, part);
  const { AlarmName, AlarmDescription, ActionsEnabled, AlarmActions, OKActions, Metrics } = alarm;
  const { Namespace, MetricName, Dimensions, Statistic, Period } = alarm;
  const { EvaluationPeriods, ComparisonOperator, Threshold, TreatMissingData } = alarm;
  await plinth.aws(CloudWatchClient).send(
    new PutMetricAlarmCommand({
      ...{ AlarmName, AlarmDescription, ActionsEnabled, AlarmActions, OKActions, Metrics },
      ...{ Namespace, MetricName, Dimensions, Statistic, Period },
      ...{ EvaluationPeriods, ComparisonOperator, Threshold, TreatMissingData },
      ...change,
    }),
  );
}

const OURS = [
  { Key: 'plinth:environment', Value: 'shop/dev' },
  { Key: 'plinth:managed-by', Value: 'plinth' },
];
const ALARM = 'alarms: CloudWatch alarm plinth-shop-dev';
const tags = (team: string) =>
  `[Environment=dev,ManagedBy=plinth,Project=shop${team},plinth:environment=shop/dev,plinth:managed-by=plinth]`;

export const ALARMS: Round = {
  what: 'alarms deleted, loosened, silenced, untagged and added, and the dashboard deleted',
  change: async (plinth) => {
    const cloudwatch = plinth.aws(CloudWatchClient);
    await putAlarm(plinth, 'dax-cpu', { AlarmName: 'plinth-shop-dev-dax-cpu-copy', Tags: OURS });
    await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['plinth-shop-dev-dax-cpu'] }));
    await putAlarm(plinth, 'dax-memory', { Threshold: 99, EvaluationPeriods: 9 });
    await putAlarm(plinth, 'dax-errors', { AlarmActions: [] });
    const { AlarmArn } = await alarmAbout(plinth, 'dax-faults');
    await cloudwatch.send(new UntagResourceCommand({ ResourceARN: AlarmArn, TagKeys: ['Team'] }));
    await cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: ['plinth-shop-dev-database'] }));
  },
  expected: [
    `${ALARM}-dax-cpu in eu-west-2 exists: false → true`,
    `${ALARM}-dax-cpu-copy in eu-west-2 exists: true → false`,
    `${ALARM}-dax-memory in eu-west-2 Threshold: 99 → 80`,
    `${ALARM}-dax-memory in eu-west-2 EvaluationPeriods: 9 → 5`,
    `${ALARM}-dax-errors in eu-west-2 AlarmActions: [] → [arn:aws:sns:eu-west-2:000000000000:plinth-warning]`,
    `${ALARM}-dax-faults in eu-west-2 tags: ${tags('')} → ${tags(',Team=blue')}`,
    'alarms: CloudWatch dashboard plinth-shop-dev-database exists: false → true',
  ],
};
