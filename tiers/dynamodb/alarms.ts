import type { AlarmsSpec, DynamoDbSpec, TableSpec } from '../../core/spec.ts';
import type { Alarm } from '../../core/tier.ts';
import { type AlarmRow, alarmAbove } from '../shared/alarms.ts';

type MathMetric = Extract<Alarm['metric'], { expression: string }>;
type Statistic = MathMetric['metrics'][number]['statistic'];

/** The ten operations that applications call. An alarm's expression may read ten metrics at most. */
const OPERATIONS = [
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'BatchWriteItem',
  'TransactGetItems',
  'TransactWriteItems',
] as const;

/** Milliseconds. Replication between regions usually takes 500 to 2500. */
const REPLICATION_LATENCY_MS = 5000;

/**
 * For each table in each region. All are metric math with FILL(m, 0): a plain alarm on AWS/DynamoDB ignores
 * missing data, so it would stay in ALARM when the traffic stops. UserErrors has no table dimension (it counts the
 * whole account in a region), so it belongs to the platform and not to an environment.
 */
export function dynamoDbAlarms(spec: DynamoDbSpec, settings: AlarmsSpec): readonly Alarm[] {
  if (!settings.enabled) return [];
  const regions = [spec.primary.region, ...(spec.secondary ? [spec.secondary.region] : [])];
  return regions.flatMap((region) => {
    const others = regions.filter((other) => other !== region);
    return spec.tables.flatMap((table) =>
      [
        ...throttleRows(table),
        ...operationRows(table, settings),
        ...others.map((receiver) => replicationRow(table, receiver)),
      ].map((row) => alarmAbove(spec.identity, region, row)),
    );
  });
}

function throttleRows(table: TableSpec): AlarmRow[] {
  const row = (what: string, suffix: string, dimensions: Record<string, string>): AlarmRow => ({
    part: `dynamodb-${table.logicalName}${suffix}-throttles`,
    severity: 'warning',
    description: `Reads or writes of ${what} are throttled.`,
    metric: sum(
      `${what} throttle events`,
      ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) => ({ name, dimensions })),
    ),
    threshold: 0,
  });
  const TableName = table.tableName;
  return [
    row(`table ${TableName}`, '', { TableName }),
    ...table.indexes.map(({ name }) =>
      row(`index ${name} of table ${TableName}`, `-${name}`, { TableName, GlobalSecondaryIndexName: name }),
    ),
  ];
}

function operationRows(table: TableSpec, settings: AlarmsSpec): AlarmRow[] {
  const { tableName, logicalName } = table;
  const perOperation = (name: string) =>
    OPERATIONS.map((Operation) => ({ name, dimensions: { TableName: tableName, Operation } }));
  return [
    {
      part: `dynamodb-${logicalName}-throttled-requests`,
      severity: 'warning',
      description: `Requests to table ${tableName} are throttled.`,
      metric: sum(`${tableName} throttled requests`, perOperation('ThrottledRequests')),
      threshold: 0,
    },
    {
      part: `dynamodb-${logicalName}-system-errors`,
      severity: 'critical',
      description: `DynamoDB answers requests to table ${tableName} with HTTP 500.`,
      metric: sum(`${tableName} system errors`, perOperation('SystemErrors')),
      threshold: 0,
    },
    {
      part: `dynamodb-${logicalName}-latency`,
      severity: 'info',
      description: `The slowest operation on table ${tableName} takes more than ${settings.latencyMs} ms on average.`,
      metric: highest(`${tableName} latency`, perOperation('SuccessfulRequestLatency')),
      threshold: settings.latencyMs,
    },
  ];
}

function replicationRow(table: TableSpec, receiver: string): AlarmRow {
  const { tableName, logicalName } = table;
  const dimensions = { TableName: tableName, ReceivingRegion: receiver };
  return {
    part: `dynamodb-${logicalName}-replication-latency`,
    severity: 'warning',
    description: `Writes to table ${tableName} take more than ${REPLICATION_LATENCY_MS} ms to reach ${receiver}.`,
    metric: highest(`${tableName} to ${receiver}`, [{ name: 'ReplicationLatency', dimensions }]),
    threshold: REPLICATION_LATENCY_MS,
    periodSeconds: 300,
    evaluationPeriods: 3,
  };
}

interface Source {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

function sum(label: string, sources: readonly Source[]): MathMetric {
  return math(label, sources, 'Sum', (filled) => filled.join(' + '));
}

/** The highest of the averages. */
function highest(label: string, sources: readonly Source[]): MathMetric {
  return math(label, sources, 'Average', (filled) =>
    filled.length === 1 ? (filled[0] ?? '') : `MAX([${filled.join(', ')}])`,
  );
}

function math(
  label: string,
  sources: readonly Source[],
  statistic: Statistic,
  combine: (filled: string[]) => string,
): MathMetric {
  const metrics = sources.map((source, index) => ({
    id: `m${index + 1}`,
    namespace: 'AWS/DynamoDB',
    statistic,
    ...source,
  }));
  return { expression: combine(metrics.map(({ id }) => `FILL(${id}, 0)`)), label, metrics };
}
