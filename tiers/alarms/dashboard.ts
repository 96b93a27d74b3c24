import {
  CloudWatchClient,
  DeleteDashboardsCommand,
  GetDashboardCommand,
  PutDashboardCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { toPlinthError } from '../../core/classify.ts';
import { Terminal } from '../../core/errors.ts';
import type { Tags } from '../../core/spec.ts';
import { isOurs, ownershipTags } from '../../core/tier.ts';
import { missingTags, tagList } from '../shared/ownership.ts';
import {
  dashboardName,
  dashboardTags,
  isOwnDashboard,
  lookAtDashboard,
  orMissing,
  type WantedDashboard,
} from './dashboard-look.ts';

export interface DashboardRequest extends WantedDashboard {
  readonly tags?: Tags;
}

/**
 * Puts the environment's one dashboard, with charts of all its regions.
 *
 * @throws Throttled, OutcomeUnknown: call again. Terminal: the name is taken by a dashboard of somebody else.
 */
export async function putDashboard(request: DashboardRequest): Promise<{ name: string }> {
  const { identity } = request;
  try {
    const { client, name, found, body: DashboardBody } = await lookAtDashboard(request);
    const tags = { ...request.tags, ...ownershipTags(identity) };
    const input = { DashboardName: name, DashboardBody };
    if (!found) {
      await client.send(new PutDashboardCommand({ ...input, Tags: tagList(tags) }));
      return { name };
    }
    const has = await dashboardTags(client, found);
    if (!isOurs(identity, has)) {
      throw new Terminal(
        `CloudWatch dashboard ${name} exists already and does not belong to environment ${identity.project}/${identity.environment}. ` +
          'Choose another environment name, or remove that dashboard.',
      );
    }
    if (found.DashboardBody !== DashboardBody) await client.send(new PutDashboardCommand(input));
    // Tags are only taken with a new dashboard.
    const missing = missingTags(tags, has);
    if (Object.keys(missing).length > 0)
      await client.send(new TagResourceCommand({ ResourceARN: found.DashboardArn, Tags: tagList(missing) }));
    return { name };
  } catch (error) {
    throw toPlinthError(error, `put dashboard ${dashboardName(identity)}`);
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
    const found = await orMissing(client.send(new GetDashboardCommand({ DashboardName: name })));
    if (!found || !(await isOwnDashboard(client, identity, found))) return;
    await orMissing(client.send(new DeleteDashboardsCommand({ DashboardNames: [name] })));
  } catch (error) {
    throw toPlinthError(error, `delete dashboard ${name}`);
  }
}
