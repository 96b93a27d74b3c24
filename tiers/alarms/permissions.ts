// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the deployment fills the placeholders in
import type { IamAction } from '../../core/tier.ts';

const ALARMS = 'arn:aws:cloudwatch:${region}:${account}:alarm:${prefix}*';
const DASHBOARDS = 'arn:aws:cloudwatch::${account}:dashboard/${prefix}*';

/** What `attachAlarms`, `putDashboard` and `deleteDashboard` call. */
export const alarmsPermissions: readonly IamAction[] = [
  {
    actions: ['cloudwatch:DescribeAlarms'],
    resources: ['*'],
    reason: 'It lists by prefix, and with a prefix AWS checks it against all alarms.',
  },
  { actions: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'], resources: [ALARMS] },
  {
    actions: ['cloudwatch:ListTagsForResource', 'cloudwatch:TagResource'],
    resources: [ALARMS, DASHBOARDS],
    reason: 'Ownership is a tag; it is given with the alarm or dashboard.',
  },
  {
    actions: ['cloudwatch:GetDashboard', 'cloudwatch:PutDashboard', 'cloudwatch:DeleteDashboards'],
    resources: [DASHBOARDS],
  },
];
