// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the deployment fills the placeholders in
import type { IamAction } from '../../core/tier.ts';
import { KEPT_BY_US, MADE_BY_US } from '../shared/permissions.ts';

const ALARMS = 'arn:aws:cloudwatch:${region}:${account}:alarm:${prefix}*';
const DASHBOARDS = 'arn:aws:cloudwatch::${account}:dashboard/${prefix}*';

/** What `compareAlarms` and `compareDashboard` call: reading only. */
export const alarmsObservePermissions: readonly IamAction[] = [
  {
    actions: ['cloudwatch:DescribeAlarms'],
    resources: ['*'],
    reason: 'It lists by prefix, and with a prefix AWS checks it against all alarms.',
  },
  {
    actions: ['cloudwatch:ListTagsForResource'],
    resources: [ALARMS, DASHBOARDS],
    reason: 'Ownership is a tag.',
  },
  { actions: ['cloudwatch:GetDashboard'], resources: [DASHBOARDS] },
];

/** What `attachAlarms`, `putDashboard` and `deleteDashboard` call. */
export const alarmsPermissions: readonly IamAction[] = [
  ...alarmsObservePermissions,
  {
    actions: ['cloudwatch:PutMetricAlarm', 'cloudwatch:PutDashboard', 'cloudwatch:TagResource'],
    resources: [ALARMS, DASHBOARDS],
    conditions: MADE_BY_US,
    reason: 'A new alarm or dashboard comes with its tags, for which CloudWatch asks for TagResource too.',
  },
  {
    actions: [
      'cloudwatch:PutMetricAlarm',
      'cloudwatch:PutDashboard',
      'cloudwatch:TagResource',
      'cloudwatch:DeleteAlarms',
      'cloudwatch:DeleteDashboards',
    ],
    resources: [ALARMS, DASHBOARDS],
    conditions: KEPT_BY_US,
  },
];
