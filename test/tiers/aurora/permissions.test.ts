import { commands } from '../../../tiers/aurora/apply.ts';
import { auroraTier, chooseEngineVersion, versionPermissions } from '../../../tiers/aurora/index.ts';
import { type Call, fakeClients } from '../shared/fake-clients.ts';
import { actionsOfCommands, allowed, unrestricted } from '../shared/permissions.ts';
import { production } from './fixtures.ts';

const SERVICES: Record<string, string> = {
  RDSClient: 'rds',
  IAMClient: 'iam',
  SecretsManagerClient: 'secretsmanager',
  CloudWatchLogsClient: 'logs',
};
const full = ({ command }: Call) => {
  const found: Record<string, unknown> = {
    GetRole: { Role: { Arn: 'arn' } },
    DescribeDBSubnetGroups: { DBSubnetGroups: [{}] },
    DescribeDBClusterParameterGroups: { DBClusterParameterGroups: [{}] },
    DescribeDBParameterGroups: { DBParameterGroups: [{}] },
    DescribeDBClusters: { DBClusters: [{}] },
  };
  return found[command] ?? {};
};

describe('permissions of the Aurora tier', () => {
  const used = (calls: readonly Call[]) =>
    [...new Set(calls.map(({ client, command }) => `${SERVICES[client]}:${command}`))].sort();

  it('are, for looking, exactly the calls that observe makes', async () => {
    const clients = fakeClients(full);
    await auroraTier.observe({ spec: production, clients });
    // What a cluster leaves behind is looked for when it is gone.
    const gone = fakeClients((call) => (call.command === 'DescribeDBClusters' ? {} : full(call)));
    await auroraTier.observe({ spec: production, clients: gone });
    clients.calls.push(...gone.calls);
    expect([...allowed(auroraTier.observePermissions)].sort()).toEqual(used(clients.calls));
  });

  it('are, for the choice of a version, exactly the calls that it makes', async () => {
    const clients = fakeClients(full);
    const query = {
      requested: null,
      instanceClass: 'db.r6g.large',
      regions: ['eu-west-2'],
      globalDatabase: true,
    };
    await chooseEngineVersion(clients, query);
    expect([...allowed(versionPermissions)]).toEqual(used(clients.calls));
  });

  it('cover every call that apply can make', () => {
    expect([...allowed(auroraTier.permissions)]).toEqual(expect.arrayContaining(actionsOfCommands(commands)));
  });

  it('name resources for everything that changes something', () => {
    const changing = unrestricted(auroraTier.permissions).filter(
      (action) => !/^(rds|logs):Describe/.test(action),
    );
    expect(changing).toEqual(['secretsmanager:GetRandomPassword']);
  });

  it('pass a role to Enhanced Monitoring only, and keys to the services that use them', () => {
    const conditionsOf = (action: string) =>
      auroraTier.permissions
        .filter(({ actions }) => actions.includes(action))
        .map(({ conditions }) => conditions);
    expect(conditionsOf('iam:PassRole')).toEqual([
      { StringEquals: { 'iam:PassedToService': 'monitoring.rds.amazonaws.com' } },
    ]);
    for (const conditions of conditionsOf('kms:Decrypt')) {
      expect(conditions).toHaveProperty(['StringLike', 'kms:ViaService']);
    }
  });
});
