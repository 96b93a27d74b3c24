import type { Alarm } from '../../../core/tier.ts';

export const cpu: Alarm = {
  name: 'shop-dev-aurora-euw2-1-cpu',
  region: 'eu-west-2',
  severity: 'warning',
  description: 'CPU over 80 %.',
  metric: {
    namespace: 'AWS/RDS',
    name: 'CPUUtilization',
    dimensions: { DBInstanceIdentifier: 'shop-dev-aurora-euw2-1' },
    statistic: 'Average',
  },
  periodSeconds: 60,
  evaluationPeriods: 5,
  comparison: 'GreaterThanThreshold',
  threshold: 80,
  treatMissingData: 'missing',
};

const events = (name: string, id: string) => ({
  ...{ id, namespace: 'AWS/DynamoDB', name },
  ...{ dimensions: { TableName: 'shop-dev-games' }, statistic: 'Sum' as const },
});

/** Metric math, in the second region. */
export const throttles: Alarm = {
  ...cpu,
  name: 'shop-dev-dynamodb-games-throttles',
  region: 'eu-west-1',
  severity: 'critical',
  description: 'Reads or writes are throttled.',
  metric: {
    expression: 'FILL(m1, 0) + FILL(m2, 0)',
    label: 'games throttle events',
    metrics: [events('ReadThrottleEvents', 'm1'), events('WriteThrottleEvents', 'm2')],
  },
  threshold: 0,
  treatMissingData: 'notBreaching',
};
