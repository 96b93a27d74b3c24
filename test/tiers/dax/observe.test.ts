import { observeDax } from '../../../tiers/dax/observe.ts';
import { tablesPolicy } from '../../../tiers/dax/policy.ts';
import { type Call, fakeClients, sdkError } from '../shared/fake-clients.ts';
import { nothing, observed, observedCluster, roleArn, single } from './fixtures.ts';

const Tags = [
  { Key: 'plinth:environment', Value: 'shop/dev' },
  { Key: 'plinth:managed-by', Value: 'plinth' },
  { Key: 'team', Value: 'payments' },
];
const cluster = {
  ClusterName: 'shop-dev-dax',
  Description: 'DAX of plinth:environment=shop/dev',
  ClusterArn: 'arn:aws:dax:eu-west-2:123456789012:cache/shop-dev-dax',
  TotalNodes: 1,
  NodeType: 'dax.r4.large',
  Status: 'available',
  ParameterGroup: { ParameterGroupName: 'shop-dev-dax-300000-60000', NodeIdsToReboot: [] },
  SecurityGroups: [{ SecurityGroupIdentifier: 'sg-dax', Status: 'active' }],
  Nodes: [{ NodeId: 'shop-dev-dax-a', NodeStatus: 'available', NodeCreateTime: new Date(0) }],
  PreferredMaintenanceWindow: 'sun:04:00-sun:05:00',
  ClusterDiscoveryEndpoint: {
    Address: 'shop-dev-dax.dax-clusters.eu-west-2.amazonaws.com',
    Port: 9111,
  },
  SSEDescription: { Status: 'ENABLED' },
  ClusterEndpointEncryptionType: 'TLS',
};

const answers: Record<string, (call: Call) => unknown> = {
  GetRole: () => ({ Role: { Arn: roleArn, Tags } }),
  GetRolePolicy: () => ({
    PolicyDocument: encodeURIComponent(JSON.stringify(tablesPolicy(single, roleArn))),
  }),
  DescribeSubnetGroups: () => ({
    SubnetGroups: [
      {
        Description: 'DAX subnets of plinth:environment=shop/dev',
        Subnets: [{ SubnetIdentifier: 'subnet-b' }, { SubnetIdentifier: 'subnet-a' }],
      },
    ],
  }),
  DescribeParameterGroups: () => ({
    ParameterGroups: [
      {
        ParameterGroupName: 'shop-dev-dax-300000-60000',
        Description: 'DAX parameters of plinth:environment=shop/dev',
      },
      { ParameterGroupName: 'default.dax1.0', Description: 'Default parameter group for dax1.0' },
    ],
  }),
  DescribeParameters: () => ({
    Parameters: [
      { ParameterName: 'query-ttl-millis', ParameterValue: '60000' },
      { ParameterName: 'record-ttl-millis', ParameterValue: '300000' },
    ],
  }),
  DescribeClusters: () => ({ Clusters: [cluster] }),
  ListTags: () => ({ Tags }),
};
const clientsWith = (change: typeof answers = {}) =>
  fakeClients((call) => ({ ...answers, ...change })[call.command]?.(call));
const refuse = (name: string) => () => {
  throw sdkError(name);
};

describe('observe of the DAX tier', () => {
  it('reads role, groups and cluster as plain data', async () => {
    expect(await observeDax({ spec: single, clients: clientsWith() })).toEqual(observed(single));
  });

  it('answers null for what does not exist', async () => {
    const clients = clientsWith({
      GetRole: refuse('NoSuchEntityException'),
      GetRolePolicy: refuse('NoSuchEntityException'),
      DescribeSubnetGroups: refuse('SubnetGroupNotFoundFault'),
      DescribeParameterGroups: refuse('ParameterGroupNotFoundFault'),
      DescribeClusters: refuse('ClusterNotFoundFault'),
    });
    expect(await observeDax({ spec: single, clients })).toEqual(nothing);
  });

  it('knows its cluster by the description while tags cannot be listed', async () => {
    const clients = clientsWith({
      DescribeClusters: () => ({ Clusters: [{ ...cluster, Status: 'creating' }] }),
      ListTags: refuse('InvalidClusterStateFault'),
    });
    const { cluster: seen } = await observeDax({ spec: single, clients });
    expect(seen).toEqual(observedCluster(single, { status: 'creating', tags: null }));
  });

  it.each([
    ['of another environment', 'DAX subnets of plinth:environment=shop/dev2'],
    ['of another project', 'DAX subnets of plinth:environment=old-shop/dev'],
    ['without a description', undefined],
  ])('knows a subnet group %s as not ours', async (_name, Description) => {
    const clients = clientsWith({ DescribeSubnetGroups: () => ({ SubnetGroups: [{ Description }] }) });
    expect((await observeDax({ spec: single, clients })).subnetGroup?.ours).toBe(false);
  });

  it('takes a policy that is no JSON as none of ours', async () => {
    const clients = clientsWith({ GetRolePolicy: () => ({ PolicyDocument: '%7Bbroken' }) });
    expect((await observeDax({ spec: single, clients })).role?.policy).toBeNull();
  });
});
