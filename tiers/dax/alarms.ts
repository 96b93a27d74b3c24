import type { AlarmsSpec, DaxSpec } from '../../core/spec.ts';
import type { Alarm } from '../../core/tier.ts';
import { type AlarmRow, alarmAbove } from '../shared/alarms.ts';
import { daxNames } from './names.ts';

type Statistic = 'Average' | 'Sum';

const CACHE_MEMORY_PERCENT = 80;
/** Bytes evicted in a minute, five times in a row: a cache that turns over a gigabyte a minute is too small. */
const EVICTED_BYTES = 1024 ** 3;
const ERROR_REQUESTS = 10;

/**
 * Of the cluster as a whole. DAX sends metrics only when they are not zero, so missing is never breaching. The
 * dimension is `ClusterId`, and CloudWatch minds the case. ClientConnections has no documented limit to compare with.
 */
export function daxAlarms(spec: DaxSpec, settings: AlarmsSpec): readonly Alarm[] {
  if (!settings.enabled) return [];
  const cluster = daxNames(spec).cluster;
  const row = (
    part: string,
    name: string,
    statistic: Statistic,
    threshold: number,
    rest: Pick<AlarmRow, 'severity' | 'description'>,
  ): Alarm =>
    alarmAbove(spec.identity, spec.region, {
      part: `dax-${part}`,
      metric: { namespace: 'AWS/DAX', name, dimensions: { ClusterId: cluster }, statistic },
      threshold,
      ...rest,
    });
  const what = `DAX cluster ${cluster}`;
  return [
    row('cpu', 'CPUUtilization', 'Average', settings.cpuPercent, {
      severity: 'warning',
      description: `${what} uses more than ${settings.cpuPercent} % of its CPUs.`,
    }),
    row('errors', 'ErrorRequestCount', 'Sum', ERROR_REQUESTS, {
      severity: 'warning',
      description: `${what} answers more than ${ERROR_REQUESTS} requests a minute with an error of the caller.`,
    }),
    row('faults', 'FaultRequestCount', 'Sum', 0, {
      severity: 'critical',
      description: `${what} answers requests with an internal error.`,
    }),
    row('throttles', 'ThrottledRequestCount', 'Sum', 0, {
      severity: 'warning',
      description: `${what} or a table behind it throttles requests.`,
    }),
    row('evictions', 'EvictedSize', 'Sum', EVICTED_BYTES, {
      severity: 'info',
      description: `${what} evicts more than 1 GiB a minute to make room.`,
    }),
    row('memory', 'CacheMemoryUtilization', 'Average', CACHE_MEMORY_PERCENT, {
      severity: 'info',
      description: `${what} uses more than ${CACHE_MEMORY_PERCENT} % of its cache memory.`,
    }),
  ];
}
