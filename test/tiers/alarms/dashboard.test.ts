import {
  CloudWatchClient,
  GetDashboardCommand,
  ListDashboardsCommand,
  PutDashboardCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Alarm } from '../../../core/tier.ts';
import { dashboardBody, dashboardName, deleteDashboard, putDashboard } from '../../../tiers/alarms/index.ts';
import { auroraTier } from '../../../tiers/aurora/index.ts';
import { nothing, production } from '../aurora/fixtures.ts';
import { alarmSettings, identity } from '../shared/fixtures.ts';
import { type LocalAws, landing, localAws } from '../shared/local.ts';
import { cpu, throttles } from './fixtures.ts';

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  // biome-ignore lint/suspicious/noExplicitAny: properties differ by type
  readonly properties: any;
}
const widgetsOf = (alarms: readonly Alarm[], arns: Record<string, string[]> = {}): Widget[] =>
  JSON.parse(dashboardBody(identity, alarms, arns)).widgets;
const aurora = auroraTier.alarms(production, alarmSettings, nothing(production));
const everything = [...aurora, throttles];

describe('the body of the dashboard', () => {
  const widgets = widgetsOf(everything, { 'eu-west-2': ['arn:a'], 'eu-west-1': ['arn:b'] });
  const charts = widgets.filter(({ type }) => type === 'metric');
  const chart = (title: string) => charts.find(({ properties }) => properties.title === title);

  it('has widgets within the grid that do not overlap', () => {
    const taken = new Set<string>();
    for (const { x, y, width, height } of widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column++) {
        for (let row = y; row < y + height; row++) {
          expect(taken.has(`${column},${row}`)).toBe(false);
          taken.add(`${column},${row}`);
        }
      }
    }
    expect(widgets.length).toBeLessThanOrEqual(500);
  });

  it('has a section for each engine that has something to show', () => {
    const titles = widgets.filter(({ type }) => type === 'text').map(({ properties }) => properties.markdown);
    expect(titles.map((title: string) => title.split('\n')[0])).toEqual([
      '# shop / dev',
      '## Aurora PostgreSQL',
      '## DynamoDB',
    ]);
  });

  it('draws a metric once per region, with a line for each instance and the threshold', () => {
    expect(chart('CPUUtilization (eu-west-2)')?.properties).toMatchObject({
      region: 'eu-west-2',
      metrics: [1, 2, 3].map((number) => [
        ...['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', `shop-dev-aurora-euw2-${number}`],
      ]),
      annotations: { horizontal: [{ label: 'warning', value: 80 }] },
    });
    expect(chart('CPUUtilization (eu-west-1)')?.properties.metrics).toHaveLength(1);
  });

  it('draws metric math with ids of its own and hides what goes into it', () => {
    const other = { ...throttles, name: 'shop-dev-other' };
    const [drawn] = widgetsOf([throttles, other]).filter(({ type }) => type === 'metric');
    expect(drawn?.properties.metrics).toEqual([
      [{ expression: 'FILL(a0m1, 0) + FILL(a0m2, 0)', label: 'games throttle events', id: 'e0' }],
      [
        'AWS/DynamoDB',
        'ReadThrottleEvents',
        'TableName',
        'shop-dev-games',
        { stat: 'Sum', id: 'a0m1', visible: false },
      ],
      [
        'AWS/DynamoDB',
        'WriteThrottleEvents',
        'TableName',
        'shop-dev-games',
        { stat: 'Sum', id: 'a0m2', visible: false },
      ],
      [{ expression: 'FILL(a1m1, 0) + FILL(a1m2, 0)', label: 'games throttle events', id: 'e1' }],
      [
        'AWS/DynamoDB',
        'ReadThrottleEvents',
        'TableName',
        'shop-dev-games',
        { stat: 'Sum', id: 'a1m1', visible: false },
      ],
      [
        'AWS/DynamoDB',
        'WriteThrottleEvents',
        'TableName',
        'shop-dev-games',
        { stat: 'Sum', id: 'a1m2', visible: false },
      ],
    ]);
  });

  it('gives every chart what CloudWatch demands of one', () => {
    for (const { properties } of charts) {
      expect(properties.region).toMatch(/^eu-west-[12]$/);
      expect(properties.metrics.length).toBeGreaterThan(0);
      expect(properties.metrics.length).toBeLessThanOrEqual(500);
      for (const row of properties.metrics) expect(Array.isArray(row)).toBe(true);
    }
  });

  it('adds throughput, for which there is no alarm', () => {
    expect(chart('CommitThroughput (eu-west-2)')?.properties.metrics).toHaveLength(3);
    expect(chart('ConsumedReadCapacityUnits (eu-west-1)')?.properties.metrics).toHaveLength(1);
  });

  it('shows the state of alarms by region, at most 100 in a panel', () => {
    const arns = Array.from({ length: 130 }, (_, index) => `arn:${index}`);
    const panels = widgetsOf([cpu], { 'eu-west-2': arns }).filter(({ type }) => type === 'alarm');
    expect(panels.map(({ properties }) => [properties.title, properties.alarms.length])).toEqual([
      ['Alarms in eu-west-2 (1 of 2)', 100],
      ['Alarms in eu-west-2 (2 of 2)', 30],
    ]);
  });

  it('is the same for the same alarms', () => {
    expect(dashboardBody(identity, everything, {})).toBe(dashboardBody(identity, everything, {}));
  });
});

describe('putting the dashboard', () => {
  let aws: LocalAws;
  const topicArns = {
    'eu-west-2': landing('eu-west-2').topicArns,
    'eu-west-1': landing('eu-west-1').topicArns,
  };
  const put = (alarms: readonly Alarm[]) =>
    putDashboard({ clients: aws.clients, identity, region: 'eu-west-2', alarms, topicArns });
  const remove = () => deleteDashboard({ clients: aws.clients, identity, region: 'eu-west-2' });
  const client = () => aws.clients.get(CloudWatchClient, 'eu-west-2');
  const body = async () => {
    const command = new GetDashboardCommand({ DashboardName: dashboardName(identity) });
    return (await client().send(command)).DashboardBody ?? '';
  };
  beforeEach(async () => {
    aws = await localAws();
  });
  afterEach(() => aws.close());

  it('makes it, and replaces it when the alarms change', async () => {
    expect(await put([cpu])).toEqual({ name: 'shop-dev-database' });
    expect(await body()).toContain(`:eu-west-2:000000000000:alarm:${cpu.name}`);
    await put([cpu, throttles]);
    expect(await body()).toContain('ReadThrottleEvents');
  });

  it('leaves a dashboard of somebody else alone', async () => {
    const DashboardBody = '{"widgets":[]}';
    const command = new PutDashboardCommand({ DashboardName: dashboardName(identity), DashboardBody });
    await client().send(command);
    await expect(put([cpu])).rejects.toMatchObject({ name: 'Terminal' });
    await remove();
    expect(await body()).toBe(DashboardBody);
  });

  it('is undone by deleting it, also twice', async () => {
    await put([cpu]);
    await remove();
    await remove();
    expect((await client().send(new ListDashboardsCommand({}))).DashboardEntries).toEqual([]);
  });
});
