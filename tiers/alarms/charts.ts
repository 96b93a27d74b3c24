import type { Alarm } from '../../core/tier.ts';

/** One line of a chart, or an input of a line that is computed. */
export type Source =
  | {
      readonly namespace: string;
      readonly name: string;
      readonly dimensions: Readonly<Record<string, string>>;
      readonly stat?: string;
      readonly id?: string;
      readonly visible?: boolean;
    }
  | { readonly expression: string; readonly label: string; readonly id: string };

export interface Chart {
  readonly namespace: string;
  readonly region: string;
  readonly title: string;
  readonly statistic: string;
  readonly periodSeconds: number;
  readonly sources: readonly Source[];
  readonly thresholds: readonly { readonly label: string; readonly value: number }[];
}

/**
 * What is worth a look without being worth an alarm: throughput, and what explains latency. Drawn for every resource
 * that the alarms point at with this dimension.
 */
const COMPANIONS: Readonly<
  Record<string, readonly { dimension: string; name: string; statistic: string }[]>
> = {
  'AWS/RDS': [
    { dimension: 'DBInstanceIdentifier', name: 'CommitThroughput', statistic: 'Average' },
    { dimension: 'DBInstanceIdentifier', name: 'ReadIOPS', statistic: 'Average' },
    { dimension: 'DBInstanceIdentifier', name: 'WriteIOPS', statistic: 'Average' },
    { dimension: 'DBInstanceIdentifier', name: 'NetworkThroughput', statistic: 'Average' },
    { dimension: 'DBInstanceIdentifier', name: 'BufferCacheHitRatio', statistic: 'Average' },
    { dimension: 'DBInstanceIdentifier', name: 'DBLoad', statistic: 'Average' },
  ],
  'AWS/DynamoDB': [
    { dimension: 'TableName', name: 'ConsumedReadCapacityUnits', statistic: 'Sum' },
    { dimension: 'TableName', name: 'ConsumedWriteCapacityUnits', statistic: 'Sum' },
  ],
  'AWS/ElastiCache': [
    { dimension: 'CacheClusterId', name: 'CacheHits', statistic: 'Sum' },
    { dimension: 'CacheClusterId', name: 'CacheMisses', statistic: 'Sum' },
    { dimension: 'CacheClusterId', name: 'NetworkBytesIn', statistic: 'Sum' },
    { dimension: 'CacheClusterId', name: 'NetworkBytesOut', statistic: 'Sum' },
  ],
  'AWS/DAX': [
    { dimension: 'ClusterId', name: 'ItemCacheHits', statistic: 'Sum' },
    { dimension: 'ClusterId', name: 'ItemCacheMisses', statistic: 'Sum' },
    { dimension: 'ClusterId', name: 'QueryCacheHits', statistic: 'Sum' },
    { dimension: 'ClusterId', name: 'TotalRequestCount', statistic: 'Sum' },
  ],
};

/** A chart for each metric in each region, with a line per resource; then the companions of those resources. */
export function chartsOf(alarms: readonly Alarm[]): Chart[] {
  const groups = Map.groupBy(alarms, (alarm) => {
    const { namespace, name } = firstMetric(alarm);
    return [namespace, alarm.region, name].join(' ');
  });
  return [...[...groups.values()].map(chartOf), ...companions(alarms)];
}

function firstMetric({ metric }: Alarm) {
  if (!('expression' in metric)) return metric;
  const [first] = metric.metrics;
  if (!first) throw new Error(`Metric math ${metric.expression} reads no metric.`);
  return first;
}

function chartOf(alarms: Alarm[]): Chart {
  const [first] = alarms as [Alarm, ...Alarm[]];
  const { namespace, name, statistic } = firstMetric(first);
  return {
    namespace,
    region: first.region,
    title: name,
    statistic,
    periodSeconds: first.periodSeconds,
    sources: alarms.flatMap((alarm, index) => sourcesOf(alarm, index)),
    thresholds: thresholdsOf(alarms),
  };
}

/** Ids are unique within a chart, so each alarm's own get its number in front. */
function sourcesOf({ metric }: Alarm, index: number): Source[] {
  if (!('expression' in metric)) {
    const { namespace, name, dimensions } = metric;
    return [{ namespace, name, dimensions }];
  }
  const renamed = new Map(metric.metrics.map(({ id }) => [id, `a${index}${id}`]));
  const expression = metric.expression.replace(/\b[a-z]\w*\b/g, (word) => renamed.get(word) ?? word);
  const inputs = metric.metrics.map(({ id, namespace, name, dimensions, statistic }) => ({
    ...{ namespace, name, dimensions, stat: statistic },
    ...{ id: renamed.get(id) ?? id, visible: false },
  }));
  return [{ expression, label: metric.label, id: `e${index}` }, ...inputs];
}

function thresholdsOf(alarms: readonly Alarm[]): Chart['thresholds'] {
  const byValue = new Map(alarms.map(({ threshold, severity }) => [threshold, severity]));
  return [...byValue].map(([value, severity]) => ({ label: severity, value }));
}

function companions(alarms: readonly Alarm[]): Chart[] {
  const regions = [...new Set(alarms.map((alarm) => alarm.region))];
  return Object.entries(COMPANIONS).flatMap(([namespace, metrics]) =>
    regions.flatMap((region) =>
      metrics.flatMap(({ dimension, name, statistic }) => {
        const resources = resourcesOf(alarms, namespace, region, dimension);
        if (resources.length === 0) return [];
        const sources = resources.map((value) => ({ namespace, name, dimensions: { [dimension]: value } }));
        return [{ namespace, region, title: name, statistic, periodSeconds: 60, sources, thresholds: [] }];
      }),
    ),
  );
}

function resourcesOf(
  alarms: readonly Alarm[],
  namespace: string,
  region: string,
  dimension: string,
): string[] {
  const values = alarms
    .filter((alarm) => alarm.region === region && firstMetric(alarm).namespace === namespace)
    .map((alarm) => firstMetric(alarm).dimensions[dimension]);
  return [...new Set(values.filter((value) => value !== undefined))];
}
