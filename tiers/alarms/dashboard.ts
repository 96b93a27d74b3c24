import {
  CloudWatchClient,
  DeleteDashboardsCommand,
  GetDashboardCommand,
  PutDashboardCommand,
} from '@aws-sdk/client-cloudwatch';
import { toPlinthError } from '../../core/classify.ts';
import { Terminal } from '../../core/errors.ts';
import type { Tags } from '../../core/spec.ts';
import { isOurs, ownershipTags } from '../../core/tier.ts';
import { missingTags, tagList } from '../shared/ownership.ts';
import {
  dashboardName,
  isOwnDashboard,
  lookAtDashboard,
  orMissing,
  type WantedDashboard,
} from './dashboard-look.ts';
import { retag, tagsOf } from './retag.ts';

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
    const observed = found ? await tagsOf(client, found.DashboardArn) : {};
    if (found && !isOurs(identity, observed)) {
      throw new Terminal(
        `CloudWatch dashboard ${name} exists already and does not belong to environment ${identity.project}/${identity.environment}. ` +
          'Choose another environment name, or remove that dashboard.',
      );
    }
    const tags = { ...request.tags, ...ownershipTags(identity) };
    if (found) await retag(client, found.DashboardArn, missingTags(tags, observed));
    if (found?.DashboardBody === DashboardBody) return { name };
    // Tags are only taken with a new dashboard.
    const input = { DashboardName: name, DashboardBody, ...(!found && { Tags: tagList(tags) }) };
    await client.send(new PutDashboardCommand(input));
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
