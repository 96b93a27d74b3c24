import * as schemas from '@aws-sdk/client-cloudwatch';
import type { Service, World } from '../service.ts';
import { type Alarms, alarmOperations } from './cloudwatch/alarms.ts';
import { type Dashboards, dashboardOperations } from './cloudwatch/dashboards.ts';
import { tagOperations } from './cloudwatch/tags.ts';
import { ByRegion } from './common.ts';

/** Alarms are kept and described, not evaluated: the local cloud has no metrics. */
export function createCloudWatchService(world: World): Service {
  const alarms: Alarms = new ByRegion(() => new Map());
  const dashboards: Dashboards = new Map();
  return {
    name: 'monitoring',
    schemas,
    operations: {
      ...alarmOperations(world, alarms),
      ...dashboardOperations(world, dashboards),
      ...tagOperations(world, alarms, dashboards),
    },
  };
}
