import type { Identity } from '../../core/spec.ts';
import type { Alarm } from '../../core/tier.ts';
import { type Chart, chartsOf, type Source } from './charts.ts';

/** Grid units of CloudWatch: a dashboard is 24 wide. */
const GRID = { width: 24, chartWidth: 8, chartHeight: 6, headerHeight: 2, alarmsHeight: 4 } as const;
/** An alarm widget shows up to 100 alarms (CloudWatch, "Dashboard body structure"). */
const ALARMS_PER_WIDGET = 100;

interface Widget {
  readonly type: 'text' | 'metric' | 'alarm';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A widget before its place on the dashboard is known. */
type Block = Pick<Widget, 'type' | 'width' | 'height' | 'properties'>;

/** Sections in this order; a namespace that is not listed comes last, under its own name. */
const SECTIONS: Readonly<Record<string, string>> = {
  'AWS/RDS': 'Aurora PostgreSQL',
  'AWS/DynamoDB': 'DynamoDB',
  'AWS/ElastiCache': 'Redis',
  'AWS/DAX': 'DAX',
};

/**
 * The dashboard as CloudWatch wants it. Pure: the state of every alarm on top, then a section per engine with a
 * chart per metric and region, so that the alarm's threshold can be seen on it.
 *
 * @param alarmArns by region.
 */
export function dashboardBody(
  identity: Identity,
  alarms: readonly Alarm[],
  alarmArns: Readonly<Record<string, readonly string[]>>,
): string {
  const charts = chartsOf(alarms);
  const namespaces = [...new Set([...Object.keys(SECTIONS), ...charts.map((chart) => chart.namespace)])];
  const sections = namespaces
    .map((namespace) => ({ namespace, own: charts.filter((chart) => chart.namespace === namespace) }))
    .filter(({ own }) => own.length > 0);
  const blocks = [
    header(`# ${identity.project} / ${identity.environment}`, 'Database layer, made by Plinth.'),
    ...alarmBlocks(alarmArns),
    ...sections.flatMap(({ namespace, own }) => [
      header(`## ${SECTIONS[namespace] ?? namespace}`, regionsOf(own)),
      ...own.map(chartBlock),
    ]),
  ];
  return JSON.stringify({ start: '-PT3H', periodOverride: 'inherit', widgets: place(blocks) });
}

/** From left to right; a full-width block and the first after it begin a row. */
function place(blocks: readonly Block[]): Widget[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return blocks.map((block) => {
    if (x + block.width > GRID.width) {
      y += rowHeight;
      x = 0;
      rowHeight = 0;
    }
    const widget = { ...block, x, y };
    x += block.width;
    rowHeight = Math.max(rowHeight, block.height);
    return widget;
  });
}

function header(title: string, text: string): Block {
  const properties = { markdown: `${title}\n\n${text}` };
  return { type: 'text', width: GRID.width, height: GRID.headerHeight, properties };
}

function regionsOf(charts: readonly Chart[]): string {
  return [...new Set(charts.map((chart) => chart.region))].join(', ');
}

function alarmBlocks(alarmArns: Readonly<Record<string, readonly string[]>>): Block[] {
  return Object.entries(alarmArns).flatMap(([region, arns]) => {
    const parts = Math.ceil(arns.length / ALARMS_PER_WIDGET);
    return Array.from({ length: parts }, (_, part): Block => {
      const shown = arns.slice(part * ALARMS_PER_WIDGET, (part + 1) * ALARMS_PER_WIDGET);
      const title = `Alarms in ${region}${parts > 1 ? ` (${part + 1} of ${parts})` : ''}`;
      const properties = { title, alarms: shown };
      return { type: 'alarm', width: GRID.width, height: GRID.alarmsHeight, properties };
    });
  });
}

function chartBlock(chart: Chart): Block {
  const properties = {
    title: `${chart.title} (${chart.region})`,
    region: chart.region,
    view: 'timeSeries',
    stacked: false,
    stat: chart.statistic,
    period: chart.periodSeconds,
    metrics: chart.sources.map(metricRow),
    yAxis: { left: { min: 0 } },
    ...(chart.thresholds.length > 0 && { annotations: { horizontal: chart.thresholds } }),
  };
  return { type: 'metric', width: GRID.chartWidth, height: GRID.chartHeight, properties };
}

/** `[namespace, name, dimension, value, …, options]`, or `[{ expression, … }]`. */
function metricRow(source: Source): unknown[] {
  if ('expression' in source) return [source];
  const { namespace, name, dimensions, ...options } = source;
  const pairs = Object.entries(dimensions).flat();
  return [namespace, name, ...pairs, ...(Object.keys(options).length > 0 ? [options] : [])];
}
