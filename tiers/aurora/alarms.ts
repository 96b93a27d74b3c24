import { resourceName } from '../../core/naming.ts';
import type { AlarmsSpec, AuroraRegionSpec, AuroraSpec, Severity } from '../../core/spec.ts';
import type { Alarm } from '../../core/tier.ts';
import { maxConnections, memoryGiB } from './instance-classes.ts';
import { instanceNames, names, regionsOf } from './names.ts';
import { clusterParameters, instanceParameters } from './parameters.ts';

const GIB = 1024 ** 3;
/** Temporary files and logs live on local storage; below 5 GiB queries that sort on disk begin to fail. */
const LEAST_LOCAL_STORAGE_BYTES = 5 * GIB;
/** Of the class's memory. */
const LEAST_FREEABLE_MEMORY = 0.1;
/** PostgreSQL stops taking writes near 2^31 transaction ids without vacuum; autovacuum should act at 200 million. */
const MOST_TRANSACTION_IDS = 1e9;

/** One row of the alarm list, before it is bound to an instance or a cluster. Periods in seconds. */
interface Row {
  readonly metric: string;
  readonly severity: Severity;
  readonly statistic: 'Average' | 'Maximum' | 'Minimum';
  readonly comparison: 'GreaterThanThreshold' | 'LessThanThreshold';
  readonly threshold: number;
  readonly missing: Alarm['treatMissingData'];
  readonly meaning: string;
  readonly period?: number;
  readonly evaluations?: number;
}

/** Pure. Every alarm is in the region of its metric. None depends on which instance writes now. */
export function alarms(spec: AuroraSpec, settings: AlarmsSpec): readonly Alarm[] {
  if (!settings.enabled) return [];
  return regionsOf(spec).flatMap((target) => [
    ...instanceAlarms(spec, settings, target),
    ...(target === spec.secondary ? globalAlarms(spec, settings, target) : []),
  ]);
}

function instanceAlarms(spec: AuroraSpec, settings: AlarmsSpec, target: AuroraRegionSpec): Alarm[] {
  const rows = [
    ...loadRows(spec, settings),
    ...capacityRows(spec),
    ...readerRows(settings, target),
    ...(target === spec.primary ? writerRows(settings, target) : []),
  ];
  return instanceNames(spec.identity, target.region, target.instanceCount).flatMap((instance) =>
    rows.map((row) => toAlarm(spec, target.region, row, instance, { DBInstanceIdentifier: instance })),
  );
}

function loadRows(spec: AuroraSpec, settings: AlarmsSpec): Row[] {
  const latencySeconds = settings.latencyMs / 1000;
  const parameter = instanceParameters(spec).max_connections ?? clusterParameters(spec).max_connections;
  const connections = Math.floor(
    (settings.connectionsPercent / 100) * maxConnections(spec.instanceClass, parameter),
  );
  return [
    above(
      'CPUUtilization',
      'warning',
      'Average',
      settings.cpuPercent,
      'missing',
      `CPU over ${settings.cpuPercent} %`,
    ),
    above(
      ...(['DatabaseConnections', 'warning', 'Maximum', connections, 'missing'] as const),
      `more than ${settings.connectionsPercent} % of the connections that ${spec.instanceClass} takes`,
    ),
    // Read and write latency are in seconds, commit latency in milliseconds (Aurora user guide).
    above(
      ...(['ReadLatency', 'warning', 'Average', latencySeconds, 'notBreaching'] as const),
      `reads take over ${settings.latencyMs} ms`,
    ),
    above(
      ...(['CommitLatency', 'info', 'Average', settings.latencyMs, 'notBreaching'] as const),
      `commits take over ${settings.latencyMs} ms`,
    ),
    above('Deadlocks', 'info', 'Average', 1, 'notBreaching', 'more than one deadlock a second'),
  ];
}

function capacityRows(spec: AuroraSpec): Row[] {
  const memory = memoryGiB(spec.instanceClass);
  const below = (metric: string, statistic: Row['statistic'], threshold: number, meaning: string): Row => ({
    ...{ metric, statistic, threshold, meaning, severity: 'warning', missing: 'missing' },
    ...{ comparison: 'LessThanThreshold', evaluations: 10 },
  });
  return [
    ...(memory === undefined
      ? []
      : [
          below(
            'FreeableMemory',
            'Average',
            memory * GIB * LEAST_FREEABLE_MEMORY,
            'under 10 % of the memory is free',
          ),
        ]),
    below('FreeLocalStorage', 'Minimum', LEAST_LOCAL_STORAGE_BYTES, 'under 5 GiB of local storage is free'),
  ];
}

/**
 * On every instance of a cluster that has readers: the writer reports no lag of its own, and after a failover it is a
 * reader. A cluster of one has nothing that could lag.
 */
function readerRows({ replicaLagMs }: AlarmsSpec, { instanceCount }: AuroraRegionSpec): Row[] {
  if (instanceCount < 2) return [];
  return [
    above(
      ...(['AuroraReplicaLag', 'warning', 'Maximum', replicaLagMs, 'notBreaching'] as const),
      `the reader is over ${replicaLagMs} ms behind the writer`,
    ),
  ];
}

/**
 * On every instance of the primary region: a failover makes any of them the writer, and nobody is there then to move an
 * alarm. A reader reports none of it.
 */
function writerRows({ latencyMs, replicaLagMs }: AlarmsSpec, { instanceCount }: AuroraRegionSpec): Row[] {
  const lagMs = replicaLagMs * 2;
  return [
    above(
      ...(['WriteLatency', 'warning', 'Average', latencyMs / 1000, 'notBreaching'] as const),
      `writes take over ${latencyMs} ms`,
    ),
    {
      ...above(
        ...([
          'MaximumUsedTransactionIDs',
          'critical',
          'Maximum',
          MOST_TRANSACTION_IDS,
          'notBreaching',
        ] as const),
        'vacuum does not keep up: PostgreSQL stops writing when transaction ids run out',
      ),
      ...{ period: 300, evaluations: 3 },
    },
    ...(instanceCount > 1
      ? [
          above(
            ...(['AuroraReplicaLagMaximum', 'info', 'Maximum', lagMs, 'notBreaching'] as const),
            `a reader is over ${lagMs} ms behind the writer`,
          ),
        ]
      : []),
  ];
}

/** CloudWatch has these in the secondary region, by cluster and source region (Aurora global database workshop). */
function globalAlarms(spec: AuroraSpec, { replicaLagMs }: AlarmsSpec, target: AuroraRegionSpec): Alarm[] {
  const cluster = names.cluster(spec.identity, target.region);
  const dimensions = { DBClusterIdentifier: cluster, SourceRegion: spec.primary.region };
  const lag = (metric: string, severity: Severity, factor: number, missing: Row['missing']) =>
    above(
      ...([metric, severity, 'Maximum', replicaLagMs * factor, missing] as const),
      `the secondary region is over ${replicaLagMs * factor} ms behind`,
    );
  return [
    // No data means no replication.
    lag('AuroraGlobalDBReplicationLag', 'critical', 5, 'breaching'),
    lag('AuroraGlobalDBRPOLag', 'warning', 10, 'notBreaching'),
    lag('AuroraGlobalDBProgressLag', 'warning', 10, 'notBreaching'),
  ].map((row) => toAlarm(spec, target.region, row, cluster, dimensions));
}

function above(
  metric: string,
  severity: Severity,
  statistic: Row['statistic'],
  threshold: number,
  missing: Row['missing'],
  meaning: string,
): Row {
  return { metric, severity, statistic, threshold, missing, meaning, comparison: 'GreaterThanThreshold' };
}

function toAlarm(
  spec: AuroraSpec,
  region: string,
  row: Row,
  resource: string,
  dimensions: Readonly<Record<string, string>>,
): Alarm {
  const local = resource.startsWith(`${spec.identity.slug}-`)
    ? resource.slice(spec.identity.slug.length + 1)
    : resource;
  return {
    name: resourceName('alarm', spec.identity.slug, `${local}-${row.metric}`),
    region,
    severity: row.severity,
    description: `Aurora ${resource}: ${row.meaning}.`,
    metric: { namespace: 'AWS/RDS', name: row.metric, dimensions, statistic: row.statistic },
    periodSeconds: row.period ?? 60,
    evaluationPeriods: row.evaluations ?? 5,
    comparison: row.comparison,
    threshold: row.threshold,
    treatMissingData: row.missing,
  };
}
