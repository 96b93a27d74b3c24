import { anywhere, creating, type RuleCall, type Rules, tagsOf, type Want } from '../rule.ts';

/**
 * Resource types per action: *documented* (Service Authorization Reference, Amazon CloudWatch). TagResource on a
 * create with tags: *documented* (client-cloudwatch, PutMetricAlarmInput.Tags).
 */

const alarmArn = ({ region, known }: RuleCall, name: string) =>
  `arn:aws:cloudwatch:${region}:${known.account}:alarm:${name}`;
/** Dashboards are of the account: their ARN has no region. */
const dashboardArn = ({ known }: RuleCall, name: string) =>
  `arn:aws:cloudwatch::${known.account}:dashboard/${name}`;

function putMetricAlarm(call: RuleCall): Want[] {
  const { AlarmName, Tags, AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = call.input;
  const actions = [...new Set<string>([...AlarmActions, ...OKActions, ...InsufficientDataActions])];
  const [put, ...tag] = creating(
    'cloudwatch:PutMetricAlarm',
    'cloudwatch:TagResource',
    alarmArn(call, AlarmName),
    tagsOf(Tags),
  );
  return [{ ...(put as Want), context: { 'cloudwatch:AlarmActions': actions } }, ...tag];
}

/** An ARN that an alarm's names make: a list of many is asked about one by one. */
const each = (action: string, names: readonly string[] | undefined, arn: (name: string) => string): Want[] =>
  (names ?? []).map((name) => ({ action, resource: arn(name) }));

export const cloudwatch: Rules = {
  PutMetricAlarm: putMetricAlarm,
  DescribeAlarms: (call) => {
    const names: string[] = call.input.AlarmNames?.length ? call.input.AlarmNames : ['*'];
    return each('cloudwatch:DescribeAlarms', names, (name) => alarmArn(call, name));
  },
  DeleteAlarms: (call) =>
    each('cloudwatch:DeleteAlarms', call.input.AlarmNames, (name) => alarmArn(call, name)),
  PutDashboard: (call) =>
    creating(
      'cloudwatch:PutDashboard',
      'cloudwatch:TagResource',
      dashboardArn(call, call.input.DashboardName),
      tagsOf(call.input.Tags),
    ),
  GetDashboard: (call) => [
    { action: 'cloudwatch:GetDashboard', resource: dashboardArn(call, call.input.DashboardName) },
  ],
  ListDashboards: anywhere('cloudwatch:ListDashboards'),
  DeleteDashboards: (call) =>
    each('cloudwatch:DeleteDashboards', call.input.DashboardNames, (name) => dashboardArn(call, name)),
  ListTagsForResource: ({ input }) => [
    { action: 'cloudwatch:ListTagsForResource', resource: input.ResourceARN },
  ],
  TagResource: ({ input }) => [
    { action: 'cloudwatch:TagResource', resource: input.ResourceARN, requestTags: tagsOf(input.Tags) },
  ],
  UntagResource: ({ input }) => [
    { action: 'cloudwatch:UntagResource', resource: input.ResourceARN, tagKeys: input.TagKeys },
  ],
};
