import type { AlarmsSpec, RedisSpec } from '../../core/spec.ts';
import type { Alarm } from '../../core/tier.ts';
import { type AlarmRow, alarmAbove } from '../shared/alarms.ts';
import { newMemberIds, nodesPerShard, redisNames } from './names.ts';
import type { RedisObserved } from './observe.ts';

/** A node takes at most 65,000 connections (ElastiCache guide). */
const CONNECTIONS = 50_000;
/** Seconds that a replica is behind its primary. */
const REPLICATION_LAG_SECONDS = 10;
/** Bytes: the ElastiCache guide's limit for swap. */
const SWAP_BYTES = 50 * 1024 * 1024;

/** For each node, of a group that is not there as it will be: ElastiCache reports by member cluster. FreeableMemory is left out: memory is alarmed by percent. */
export function redisAlarms(
  spec: RedisSpec,
  settings: AlarmsSpec,
  { group }: Pick<RedisObserved, 'group'>,
): readonly Alarm[] {
  if (!settings.enabled) return [];
  const id = redisNames(spec).replicationGroup;
  return (group?.memberIds ?? newMemberIds(spec)).flatMap((memberId) => {
    const member = memberId.startsWith(`${id}-`) ? memberId.slice(id.length + 1) : memberId;
    return memberRows(spec, settings, memberId, member).map((row) =>
      alarmAbove(spec.identity, spec.region, row),
    );
  });
}

type Statistic = 'Average' | 'Maximum' | 'Sum';

function memberRows(spec: RedisSpec, settings: AlarmsSpec, memberId: string, member: string): AlarmRow[] {
  const row = (
    name: string,
    statistic: Statistic,
    threshold: number,
    rest: Pick<AlarmRow, 'severity' | 'description'> & Partial<AlarmRow>,
  ): AlarmRow => ({
    part: `redis-${member}-${kebab(name)}`,
    metric: { namespace: 'AWS/ElastiCache', name, dimensions: { CacheClusterId: memberId }, statistic },
    threshold,
    treatMissingData: 'missing',
    ...rest,
  });
  const node = `Redis node ${memberId}`;
  const rows = [
    cpuRow(spec, settings, node, row),
    row('DatabaseMemoryUsagePercentage', 'Average', settings.redisMemoryPercent, {
      severity: 'critical',
      description: `${node} uses more than ${settings.redisMemoryPercent} % of its memory for data.`,
    }),
    row('Evictions', 'Sum', 0, {
      severity: 'warning',
      description: `${node} evicts keys to make room.`,
      treatMissingData: 'notBreaching',
    }),
    row('CurrConnections', 'Average', CONNECTIONS, {
      severity: 'info',
      description: `${node} has more than ${CONNECTIONS} connections; 65,000 are possible.`,
    }),
    row('SwapUsage', 'Average', SWAP_BYTES, {
      severity: 'info',
      description: `${node} swaps more than 50 MB.`,
    }),
    row('AuthenticationFailures', 'Sum', 0, {
      severity: 'info',
      description: `Clients fail to authenticate with ${node}.`,
      treatMissingData: 'notBreaching',
    }),
  ];
  if (nodesPerShard(spec) < 2) return rows;
  // Which node is a replica moves with a failover; a primary reports no lag, and missing is not breaching.
  const lag = row('ReplicationLag', 'Maximum', REPLICATION_LAG_SECONDS, {
    severity: 'warning',
    description: `${node} is more than ${REPLICATION_LAG_SECONDS} seconds behind its primary.`,
    treatMissingData: 'notBreaching',
  });
  return [...rows, lag];
}

/**
 * Redis runs commands on one core. From 4 vCPUs on, EngineCPUUtilization shows that core; with fewer, the
 * host's CPUUtilization does, of which one core is a fraction of 1/vCPU (ElastiCache guide).
 */
function cpuRow(
  spec: RedisSpec,
  settings: AlarmsSpec,
  node: string,
  row: (
    name: string,
    statistic: Statistic,
    threshold: number,
    rest: Pick<AlarmRow, 'severity' | 'description'>,
  ) => AlarmRow,
): AlarmRow {
  const vcpus = vcpusOf(spec.nodeType);
  const description = `${node} uses more than ${settings.cpuPercent} % of its engine's core.`;
  return vcpus >= 4
    ? row('EngineCPUUtilization', 'Average', settings.cpuPercent, { severity: 'warning', description })
    : row('CPUUtilization', 'Average', settings.cpuPercent / vcpus, { severity: 'warning', description });
}

/** Of a node type such as `cache.r7g.xlarge`: 2 up to large, 4 for xlarge, 4 × n for n xlarge; 1 for the small t2. */
export function vcpusOf(nodeType: string): number {
  const [, family = '', size = ''] = nodeType.split('.');
  const times = /^(\d*)xlarge$/.exec(size);
  if (times) return 4 * Number(times[1] || 1);
  return family === 't2' && (size === 'micro' || size === 'small') ? 1 : 2;
}

/** `EngineCPUUtilization` → `Engine-CPU-Utilization`. */
const kebab = (name: string) => name.replace(/([a-z])(?=[A-Z])|(CPU)(?=[A-Z])/g, '$1$2-');
