import type * as cw from '@aws-sdk/client-cloudwatch';
import { AwsError, type Service, type World } from '../../service.ts';
import { checkTags, page, tagMap } from '../common.ts';
import { invalid } from './alarm-rules.ts';

export interface Dashboard {
  readonly name: string;
  readonly arn: string;
  readonly body: string;
  readonly modifiedAtMs: number;
  tags: Map<string, string>;
}

/** By name. *documented* (PutDashboard): "all dashboards in your account are global, not region-specific". */
export type Dashboards = Map<string, Dashboard>;

const WIDGET_TYPES = ['alarm', 'custom', 'explorer', 'log', 'metric', 'text'];
/** *documented* (ListDashboards): pages of 1000. */
const PAGE = 1000;

export function dashboardOperations(world: World, dashboards: Dashboards): Service['operations'] {
  return {
    PutDashboard(input: cw.PutDashboardInput): cw.PutDashboardOutput {
      const name = String(input.DashboardName);
      // *documented* (PutDashboard): A–Z, a–z, 0–9, - and _, at most 255.
      if (!/^[\w-]{1,255}$/.test(name)) {
        throw invalidInput([
          { Message: `The dashboard name ${name} must be 1 to 255 letters, digits, - or _.` },
        ]);
      }
      const body = String(input.DashboardBody);
      const messages = findProblems(body);
      if (messages.length > 0) throw invalidInput(messages);
      const tags = tagMap(input.Tags);
      checkTags(tags, invalid);
      const arn = `arn:aws:cloudwatch::${world.account}:dashboard/${name}`;
      const kept = dashboards.get(name)?.tags ?? tags;
      dashboards.set(name, { name, arn, body, modifiedAtMs: world.clock.now(), tags: kept });
      return { DashboardValidationMessages: [] };
    },
    GetDashboard(input: cw.GetDashboardInput): cw.GetDashboardOutput {
      const dashboard = dashboards.get(String(input.DashboardName));
      if (!dashboard) throw notFound([String(input.DashboardName)]);
      return { DashboardName: dashboard.name, DashboardArn: dashboard.arn, DashboardBody: dashboard.body };
    },
    ListDashboards(input: cw.ListDashboardsInput): cw.ListDashboardsOutput {
      const all = [...dashboards.values()].filter(({ name }) =>
        name.startsWith(input.DashboardNamePrefix ?? ''),
      );
      all.sort((a, b) => (a.name < b.name ? -1 : 1));
      const bad = new AwsError(
        'InvalidParameterValue',
        'The NextToken is not one that this operation returned.',
      );
      const { items, next } = page(all, input.NextToken, PAGE, bad);
      return { DashboardEntries: items.map(entry), NextToken: next };
    },
    DeleteDashboards(input: cw.DeleteDashboardsInput) {
      // *documented*: deletes as many as possible, even if some fail.
      const missing = (input.DashboardNames ?? []).filter((name) => !dashboards.delete(name));
      if (missing.length > 0) throw notFound(missing);
    },
  };
}

function entry(dashboard: Dashboard): cw.DashboardEntry {
  return {
    DashboardName: dashboard.name,
    DashboardArn: dashboard.arn,
    LastModified: new Date(dashboard.modifiedAtMs),
    Size: Buffer.byteLength(dashboard.body),
  };
}

/** *documented* (Dashboard body structure): a JSON object whose widgets each have a type and properties. */
function findProblems(body: string): cw.DashboardValidationMessage[] {
  const parsed = parse(body);
  if (parsed === undefined) return [{ DataPath: '/', Message: 'The dashboard body is not valid JSON.' }];
  const widgets = (parsed as { widgets?: unknown } | null)?.widgets;
  if (!Array.isArray(widgets))
    return [{ DataPath: '/widgets', Message: 'The field widgets must be a list.' }];
  if (widgets.length > 500)
    return [{ DataPath: '/widgets', Message: 'A dashboard has at most 500 widgets.' }];
  return widgets.flatMap((widget, index) => widgetProblems(widget, `/widgets/${index}`));
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function widgetProblems(widget: unknown, path: string): cw.DashboardValidationMessage[] {
  const { type, properties, x, y, width, height } = (widget ?? {}) as Record<string, unknown>;
  const problems: cw.DashboardValidationMessage[] = [];
  const add = (field: string, Message: string) => problems.push({ DataPath: `${path}/${field}`, Message });
  if (!WIDGET_TYPES.includes(String(type))) add('type', `Should be one of ${WIDGET_TYPES.join(', ')}`);
  if (typeof properties !== 'object' || properties === null) add('properties', 'Should be an object');
  // *documented*: a grid 24 wide; height at most 1000; x and y from 0.
  if (width !== undefined && !isWithin(width, 1, 24)) add('width', 'Should be 1 to 24');
  if (height !== undefined && !isWithin(height, 1, 1000)) add('height', 'Should be 1 to 1000');
  if (x !== undefined && !isWithin(x, 0, 23)) add('x', 'Should be 0 to 23');
  if (y !== undefined && !isWithin(y, 0, Number.MAX_SAFE_INTEGER)) add('y', 'Should be 0 or more');
  return problems;
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

function invalidInput(messages: cw.DashboardValidationMessage[]): AwsError {
  const summary = messages.map(({ DataPath, Message }) => (DataPath ? `${DataPath}: ${Message}` : Message));
  const text = `The field DashboardBody is not valid: ${summary.join('; ')}`;
  return new AwsError('DashboardInvalidInputError', text, {
    members: { dashboardValidationMessages: messages },
  });
}

function notFound(names: readonly string[]): AwsError {
  return new AwsError('DashboardNotFoundError', `Dashboard ${names.join(', ')} does not exist`);
}
