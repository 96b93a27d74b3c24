import {
  CloudWatchClient,
  DeleteDashboardsCommand,
  GetDashboardCommand,
  type GetDashboardCommandOutput,
  ListTagsForResourceCommand,
  PutDashboardCommand,
} from '@aws-sdk/client-cloudwatch';
import { toPlinthError } from '../../core/classify.ts';
import { Terminal } from '../../core/errors.ts';
import { resourceName } from '../../core/naming.ts';
import type { AlarmsSpec, Identity, Tags } from '../../core/spec.ts';
import { type Alarm, type Clients, isOurs, ownershipTags } from '../../core/tier.ts';
import { tagList, tagRecord } from '../shared/ownership.ts';
import { dashboardBody } from './dashboard-body.ts';

export interface DashboardRequest {
  readonly clients: Clients;
  readonly identity: Identity;
  /** The primary region: dashboards are global, so this is only whose endpoint is called. */
  readonly region: string;
  readonly alarms: readonly Alarm[];
  /** For the account's number in alarm ARNs; without it there is no panel of alarm states. */
  readonly topicArns?: AlarmsSpec['topicArns'];
  readonly tags?: Tags;
}

export function dashboardName({ slug }: Identity): string {
  return resourceName('dashboard', slug, 'database');
}

/**
 * Puts the environment's one dashboard, with charts of all its regions.
 *
 * @throws Throttled, OutcomeUnknown: call again. Terminal: the name is taken by a dashboard of somebody else.
 */
export async function putDashboard(request: DashboardRequest): Promise<{ name: string }> {
  const { clients, identity, region, alarms } = request;
  const name = dashboardName(identity);
  try {
    const client = clients.get(CloudWatchClient, region);
    const found = await read(client, name);
    if (found) await checkOwner(client, identity, name, found);
    const DashboardBody = dashboardBody(identity, alarms, alarmArns(request));
    if (found?.DashboardBody === DashboardBody) return { name };
    const tags = { ...request.tags, ...ownershipTags(identity) };
    // Tags are only taken with a new dashboard.
    const input = { DashboardName: name, DashboardBody, ...(!found && { Tags: tagList(tags) }) };
    await client.send(new PutDashboardCommand(input));
    return { name };
  } catch (error) {
    throw toPlinthError(error, `put dashboard ${name}`);
  }
}

/**
 * Deletes the environment's dashboard. One that is gone already, or is somebody else's, is no error.
 *
 * @throws Throttled, OutcomeUnknown: call again.
 */
export async function deleteDashboard({
  clients,
  identity,
  region,
}: Pick<DashboardRequest, 'clients' | 'identity' | 'region'>): Promise<void> {
  const name = dashboardName(identity);
  try {
    const client = clients.get(CloudWatchClient, region);
    const found = await read(client, name);
    if (!found || !(await isOwn(client, identity, found))) return;
    await orMissing(client.send(new DeleteDashboardsCommand({ DashboardNames: [name] })));
  } catch (error) {
    throw toPlinthError(error, `delete dashboard ${name}`);
  }
}

async function read(client: CloudWatchClient, name: string): Promise<GetDashboardCommandOutput | null> {
  return orMissing(client.send(new GetDashboardCommand({ DashboardName: name })));
}

async function orMissing<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    // The modelled name, and the wire's (client-cloudwatch, DashboardNotFoundError).
    if (/^(DashboardNotFoundError|ResourceNotFound)$/.test((error as Error).name)) return null;
    throw error;
  }
}

async function isOwn(
  client: CloudWatchClient,
  identity: Identity,
  { DashboardArn }: GetDashboardCommandOutput,
): Promise<boolean> {
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: DashboardArn }));
  return isOurs(identity, tagRecord(Tags));
}

async function checkOwner(
  client: CloudWatchClient,
  identity: Identity,
  name: string,
  found: GetDashboardCommandOutput,
): Promise<void> {
  if (await isOwn(client, identity, found)) return;
  throw new Terminal(
    `CloudWatch dashboard ${name} exists already and does not belong to environment ${identity.project}/${identity.environment}. ` +
      'Choose another environment name, or remove that dashboard.',
  );
}

/** `arn:aws:sns:region:account:topic` has the account that the alarm is in too. */
function alarmArns({ alarms, topicArns = {} }: DashboardRequest): Record<string, string[]> {
  const arns: Record<string, string[]> = {};
  for (const { region, severity, name } of alarms) {
    const [, partition, , , account] = topicArns[region]?.[severity]?.split(':') ?? [];
    if (!account) continue;
    arns[region] ??= [];
    arns[region].push(`arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`);
  }
  return arns;
}
