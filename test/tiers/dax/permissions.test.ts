import { daxCommands } from '../../../tiers/dax/apply.ts';
import { observeDax } from '../../../tiers/dax/observe.ts';
import { daxObservePermissions, daxPermissions } from '../../../tiers/dax/permissions.ts';
import { fakeClients } from '../shared/fake-clients.ts';
import { actionsOfCalls, actionsOfCommands, allowed, unrestricted } from '../shared/permissions.ts';
import { single } from './fixtures.ts';

const answers: Record<string, unknown> = {
  DescribeParameterGroups: { ParameterGroups: [{ ParameterGroupName: 'shop-dev-dax-300000-60000' }] },
  DescribeClusters: { Clusters: [{ ClusterArn: 'arn' }] },
};

describe('permissions of the DAX tier', () => {
  it('are, for looking, exactly the calls that observe makes', async () => {
    const clients = fakeClients(({ command }) => answers[command] ?? {});
    await observeDax({ spec: single, clients });
    const used = new Set(actionsOfCalls(clients.calls));
    expect([...allowed(daxObservePermissions)].sort()).toEqual([...used].sort());
  });

  it('cover every call that apply can make, and passing the role', () => {
    const used = [...actionsOfCommands(daxCommands), 'iam:PassRole'];
    expect([...allowed(daxPermissions)]).toEqual(expect.arrayContaining(used));
  });

  it('name the roles, and hand them to DAX only', () => {
    expect(unrestricted(daxPermissions).filter((action) => action.startsWith('iam:'))).toEqual([]);
    const passing = daxPermissions.find(({ actions }) => actions.includes('iam:PassRole'));
    expect(passing?.conditions).toEqual({ StringEquals: { 'iam:PassedToService': 'dax.amazonaws.com' } });
  });
});
