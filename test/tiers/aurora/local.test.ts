import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateDBSubnetGroupCommand, RDSClient } from '@aws-sdk/client-rds';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { AuroraRegionSpec, AuroraSpec } from '../../../core/spec.ts';
import { compare } from '../../../tiers/aurora/compare.ts';
import { auroraTier, chooseEngineVersion } from '../../../tiers/aurora/index.ts';
import { type LocalAws, landing, localAws } from '../shared/local.ts';
import { development, emptyRegion, production } from './fixtures.ts';

const place = (target: AuroraRegionSpec): AuroraRegionSpec => {
  const { isolatedSubnetIds, securityGroupIds, kmsKeyArns } = landing(target.region);
  return {
    ...target,
    subnetIds: isolatedSubnetIds,
    securityGroupIds: [securityGroupIds.aurora],
    kmsKeyArn: kmsKeyArns.aurora,
  };
};
const locally = (spec: AuroraSpec): AuroraSpec => ({
  ...spec,
  primary: place(spec.primary),
  secondary: spec.secondary && place(spec.secondary),
  secretsKmsKeyArn: landing(spec.primary.region).kmsKeyArns.secrets,
});
const small = locally(development);
const large = locally(production);

describe('the Aurora tier on the local cloud', () => {
  let aws: LocalAws;
  beforeEach(async () => {
    aws = await localAws();
  });
  afterEach(() => aws.close());
  const observe = (spec: AuroraSpec) => auroraTier.observe({ spec, clients: aws.clients });

  it.each([
    ['development', small],
    ['production', large],
  ])('makes a %s database ready, finds nothing left to do, and deletes it', async (_name, spec) => {
    await aws.arrive(auroraTier, spec);
    expect((await aws.arrive(auroraTier, spec)).commands).toEqual([]);
    const open = { ...spec, deletionProtection: false };
    await aws.arrive(auroraTier, open);
    await aws.arrive(auroraTier, open, 'absent');
    const { primary, secondary, globalCluster, monitoringRole } = await observe(open);
    expect([primary.cluster, primary.subnetGroup, primary.instances]).toEqual([null, null, []]);
    expect([secondary?.cluster ?? null, globalCluster, monitoringRole]).toEqual([null, null, null]);
  });

  // The local cloud refuses the second region without a presigned URL.
  it('adds the second region with a presigned URL, and gives both regions their outputs', async () => {
    const { commands } = await aws.arrive(auroraTier, large);
    expect(commands.filter((command) => command.startsWith('CreateDBCluster '))).toEqual([
      'CreateDBCluster eu-west-2',
      'CreateDBCluster eu-west-1',
    ]);
    const outputs = auroraTier.outputs(large, await observe(large));
    expect(outputs).toMatchObject({
      globalClusterIdentifier: 'shop-dev-aurora-global',
      primary: { region: 'eu-west-2', clusterIdentifier: 'shop-dev-aurora-euw2' },
      secondary: { region: 'eu-west-1', clusterIdentifier: 'shop-dev-aurora-euw1', writerEndpoint: null },
    });
    expect(outputs.primary.writerEndpoint).toMatch(/example$/);
    expect(outputs.secondary?.readerEndpoint).toMatch(/example$/);
  });

  it('writes the endpoint into the generated secret, in the shape of RDS rotation', async () => {
    await aws.arrive(auroraTier, small);
    const { secret, primary } = await observe(small);
    const client = aws.clients.get(SecretsManagerClient, 'eu-west-2');
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secret?.arn }));
    expect(JSON.parse(SecretString)).toEqual({
      engine: 'postgres',
      username: 'gameadmin',
      password: expect.stringMatching(/^[^/@" ']{32}$/),
      dbname: 'app',
      host: primary.cluster?.endpoint,
      port: primary.cluster?.port,
      dbClusterIdentifier: 'shop-dev-aurora-euw2',
    });
  });

  it('takes the password from a secret that the request names, and leaves that secret as it is', async () => {
    const client = aws.clients.get(SecretsManagerClient, 'eu-west-2');
    const SecretString = JSON.stringify({ password: 'an-existing-password' });
    const { ARN = '' } = await client.send(new CreateSecretCommand({ Name: 'team-secret', SecretString }));
    const spec = { ...small, masterSecretArn: ARN };
    await aws.arrive(auroraTier, spec);
    expect(await client.send(new GetSecretValueCommand({ SecretId: ARN }))).toMatchObject({ SecretString });
    expect(auroraTier.outputs(spec, await observe(spec)).masterSecretArn).toBe(ARN);
  });

  it('changes in place what can be, one restart at a time', async () => {
    await aws.arrive(auroraTier, large);
    const changed: AuroraSpec = {
      ...large,
      instanceClass: 'db.r6g.2xlarge',
      backupRetentionDays: 21,
      maintenanceWindow: 'tue:04:00-tue:05:00',
      performanceInsightsRetentionDays: 7,
      logExports: ['postgresql', 'instance'],
      tags: { ...large.tags, team: 'billing' },
      clusterParameters: { work_mem: '8192' },
    };
    await aws.arrive(auroraTier, changed);
    const { primary } = await observe(changed);
    expect(primary.cluster).toMatchObject({
      backupRetentionDays: 21,
      logExports: ['instance', 'postgresql'],
    });
    expect(primary.instances.map(({ instanceClass }) => instanceClass)).toEqual(
      Array(3).fill('db.r6g.2xlarge'),
    );
    expect(primary.clusterParameterGroup?.values.work_mem).toBe('8192');
    expect((await aws.arrive(auroraTier, changed)).commands).toEqual([]);
  });

  it('makes a global database of a single one without renaming anything', async () => {
    await aws.arrive(auroraTier, small);
    const before = (await observe(small)).primary.cluster?.arn;
    const wider = { ...small, globalDatabase: true, secondary: large.secondary };
    await aws.arrive(auroraTier, wider);
    const after = await observe(wider);
    expect(after.primary.cluster?.arn).toBe(before);
    expect(after.globalCluster?.members).toHaveLength(2);
  });

  it('takes away what an update no longer asks for, and nothing else', async () => {
    const wide: AuroraSpec = { ...large, deletionProtection: false, clusterParameters: { work_mem: '8192' } };
    await aws.arrive(auroraTier, wide);
    const before = await observe(wide);
    const narrow: AuroraSpec = {
      ...wide,
      globalDatabase: false,
      primary: { ...wide.primary, instanceCount: 1 },
      secondary: null,
      retiredSecondary: { region: 'eu-west-1' },
      clusterParameters: {},
    };
    const { commands } = await aws.arrive(auroraTier, narrow);
    expect(commands.filter((command) => command.startsWith('Create'))).toEqual([]);
    const after = await observe(narrow);
    expect(after.primary.cluster?.resourceId).toBe(before.primary.cluster?.resourceId);
    expect(after.primary.instances.map(({ identifier }) => identifier)).toEqual([
      before.primary.cluster?.writerInstance,
    ]);
    expect(after.primary.clusterParameterGroup?.values).not.toHaveProperty('work_mem');
    expect(after.globalCluster).toBeNull();
    expect(after.retired).toEqual(emptyRegion('eu-west-1'));
    expect(compare(narrow, after).filter(({ state }) => state === 'changed')).toEqual([]);
  });

  it('deletes the log groups that RDS leaves behind, and no other', async () => {
    await aws.arrive(auroraTier, small);
    const client = aws.clients.get(CloudWatchLogsClient, 'eu-west-2');
    const others = [
      '/aws/rds/cluster/shop-dev-aurora-euw22/postgresql',
      '/aws/rds/instance/shop-dev-aurora-euw2-17/x',
    ];
    // The one of the cluster RDS has made by now.
    const ours = '/aws/rds/instance/shop-dev-aurora-euw2-1/x';
    for (const logGroupName of [ours, ...others]) {
      await client.send(new CreateLogGroupCommand({ logGroupName }));
    }
    await aws.arrive(auroraTier, small, 'absent');
    const { logGroups = [] } = await client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/rds/' }),
    );
    expect(logGroups.map(({ logGroupName }) => logGroupName).sort()).toEqual(others);
  });

  it('makes ready what a killed run has left half done', async () => {
    const [first] = auroraTier.plan(small, await observe(small)).actions;
    if (!first) throw new Error('nothing to create');
    await auroraTier.apply({ spec: small, clients: aws.clients }, first);
    const { commands } = await aws.arrive(auroraTier, small);
    expect(commands).not.toContain(`${first.command} ${first.region}`);
  });

  it('touches nothing when a resource of somebody else has a name of ours', async () => {
    const client = aws.clients.get(RDSClient, 'eu-west-1');
    await client.send(
      new CreateDBSubnetGroupCommand({
        DBSubnetGroupName: 'shop-dev-aurora-subnets',
        DBSubnetGroupDescription: 'of another team',
        SubnetIds: [...landing('eu-west-1').isolatedSubnetIds],
      }),
    );
    await expect(aws.arrive(auroraTier, large)).rejects.toThrow(
      /DB subnet group shop-dev-aurora-subnets in eu-west-1 exists already/,
    );
    const { primary, secret, globalCluster } = await observe(large);
    expect([primary.subnetGroup, secret, globalCluster]).toEqual([null, null, null]);
  });

  it('finds the newest orderable version', async () => {
    const regions = ['eu-west-2', 'eu-west-1'];
    const query = { requested: null, instanceClass: 'db.r6g.large', regions, globalDatabase: true };
    expect(await chooseEngineVersion(aws.clients, query)).toEqual({ version: '15.18' });
  });
});
