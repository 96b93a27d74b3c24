import {
  CloudWatchClient,
  GetDashboardCommand,
  type GetDashboardCommandOutput,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { resourceName } from '../../core/naming.ts';
import type { AlarmsSpec, Identity, Tags } from '../../core/spec.ts';
import { type Alarm, type Clients, isOurs } from '../../core/tier.ts';
import { tagRecord } from '../shared/ownership.ts';
import { dashboardBody } from './dashboard-body.ts';

export interface WantedDashboard {
  readonly clients: Clients;
  readonly identity: Identity;
  /** The primary region: dashboards are global, so this is only whose endpoint is called. */
  readonly region: string;
  readonly alarms: readonly Alarm[];
  /** For the account's number in alarm ARNs; without it there is no panel of alarm states. */
  readonly topicArns?: AlarmsSpec['topicArns'];
}

export function dashboardName({ slug }: Identity): string {
  return resourceName('dashboard', slug, 'database');
}

/** What the dashboard should be, and what it is: null when there is none. Reads only. */
export async function lookAtDashboard(request: WantedDashboard) {
  const { clients, identity, region, alarms } = request;
  const name = dashboardName(identity);
  const client = clients.get(CloudWatchClient, region);
  const found = await orMissing(client.send(new GetDashboardCommand({ DashboardName: name })));
  return { client, name, found, body: dashboardBody(identity, alarms, alarmArns(request)) };
}

export async function orMissing<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    // The modelled name, and the wire's (client-cloudwatch, DashboardNotFoundError).
    if (/^(DashboardNotFoundError|ResourceNotFound)$/.test((error as Error).name)) return null;
    throw error;
  }
}

export async function isOwnDashboard(
  client: CloudWatchClient,
  identity: Identity,
  found: GetDashboardCommandOutput,
): Promise<boolean> {
  return isOurs(identity, await dashboardTags(client, found));
}

export async function dashboardTags(
  client: CloudWatchClient,
  { DashboardArn }: GetDashboardCommandOutput,
): Promise<Tags> {
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: DashboardArn }));
  return tagRecord(Tags);
}

/** `arn:aws:sns:region:account:topic` has the account that the alarm is in too. */
function alarmArns({ alarms, topicArns = {} }: WantedDashboard): Record<string, string[]> {
  const arns: Record<string, string[]> = {};
  for (const { region, severity, name } of alarms) {
    const [, partition, , , account] = topicArns[region]?.[severity]?.split(':') ?? [];
    if (!account) continue;
    arns[region] ??= [];
    arns[region].push(`arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`);
  }
  return arns;
}
