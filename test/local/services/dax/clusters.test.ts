import type { CreateClusterRequest } from '@aws-sdk/client-dax';
import * as schemas from '@aws-sdk/client-dax';
import { realistic } from '../../../../local/delays.ts';
import { call, DUBLIN, errorOf, LONDON } from '../dynamodb/world.ts';
import { cluster, dax, describeCluster, STRANGE_ROLE } from './fixtures.ts';

const ARN = 'arn:aws:dax:eu-west-2:123456789012:cache/shop-dax';
const value = 'InvalidParameterValueException';

async function available(changes: Partial<CreateClusterRequest> = {}) {
  const made = await dax(realistic);
  await call(made.service, LONDON, 'CreateCluster', cluster(changes));
  await made.world.pass(480_000);
  return made;
}

describe('CreateCluster refuses', () => {
  it.each<[string, Partial<CreateClusterRequest>, string]>([
    ['a name of 21 characters', { ClusterName: 'x'.repeat(21) }, value],
    ['a name with two hyphens in a row', { ClusterName: 'a--b' }, value],
    ['a name that begins with a digit', { ClusterName: '1a' }, value],
    ['a name with sudo in it', { ClusterName: 'my-sudo' }, value],
    ['an unknown node type', { NodeType: 'dax.r99.large' }, value],
    ['no nodes', { ReplicationFactor: 0 }, value],
    ['eleven nodes', { ReplicationFactor: 11 }, 'NodeQuotaForClusterExceededFault'],
    ['a subnet group that does not exist', { SubnetGroupName: 'none' }, 'SubnetGroupNotFoundFault'],
    ['a parameter group that does not exist', { ParameterGroupName: 'none' }, 'ParameterGroupNotFoundFault'],
    ['a role that does not exist', { IamRoleArn: 'arn:aws:iam::123456789012:role/none' }, value],
    ['a role that does not trust DAX', { IamRoleArn: STRANGE_ROLE }, value],
    ['a security group that does not exist', { SecurityGroupIds: ['sg-2'] }, value],
    ['fewer zones than nodes', { AvailabilityZones: ['eu-west-2a'] }, 'InvalidParameterCombinationException'],
    ['a zone without subnet', { ReplicationFactor: 1, AvailabilityZones: ['eu-west-2z'] }, value],
    ['a maintenance window of half an hour', { PreferredMaintenanceWindow: 'sun:04:00-sun:04:30' }, value],
    ['a topic that does not exist', { NotificationTopicArn: 'arn:aws:sns:eu-west-2:123456789012:x' }, value],
  ])('%s', async (_case, changes, expected) => {
    const made = await dax();
    expect(await errorOf(call(made.service, LONDON, 'CreateCluster', cluster(changes)))).toContain(
      `${expected}: `,
    );
    expect(Object.keys(schemas)).toContain(expected);
    expect(await call(made.service, LONDON, 'DescribeClusters')).toMatchObject({ Clusters: [] });
  });

  it('a name that is taken, in any case, but not in another region', async () => {
    const { service } = await available();
    const again = call(service, LONDON, 'CreateCluster', cluster({ ClusterName: 'SHOP-dax' }));
    expect(await errorOf(again)).toContain('ClusterAlreadyExistsFault: ');
    expect(await errorOf(call(service, DUBLIN, 'DescribeClusters', { ClusterNames: ['shop-dax'] }))).toBe(
      'ClusterNotFoundFault: Cluster not found: shop-dax',
    );
  });

  it('more nodes than a region may have', async () => {
    const { world, service } = await dax();
    for (const name of ['one', 'two', 'three', 'four', 'five']) {
      await call(service, LONDON, 'CreateCluster', cluster({ ClusterName: name, ReplicationFactor: 10 }));
    }
    await world.settle();
    expect(
      await errorOf(call(service, LONDON, 'CreateCluster', cluster({ ReplicationFactor: 1 }))),
    ).toContain('NodeQuotaForCustomerExceededFault: ');
  });
});

describe('a cluster', () => {
  it('is creating, and then available with nodes in every zone', async () => {
    const made = await dax(realistic);
    await call(made.service, LONDON, 'CreateCluster', cluster());
    await made.world.pass(479_000);
    const early = await describeCluster(made);
    expect(early).toMatchObject({ Status: 'creating', TotalNodes: 3, ActiveNodes: 0 });
    expect(early.ClusterDiscoveryEndpoint).toEqual({ Port: 9111 });
    await made.world.pass(1_000);
    expect(await describeCluster(made)).toMatchObject({
      ClusterArn: ARN,
      Status: 'available',
      TotalNodes: 3,
      ActiveNodes: 3,
      SSEDescription: { Status: 'ENABLED' },
      ClusterEndpointEncryptionType: 'TLS',
      ParameterGroup: { ParameterGroupName: 'default.dax1.0' },
      Nodes: [
        { NodeId: 'shop-dax-a', NodeStatus: 'available', AvailabilityZone: 'eu-west-2a' },
        { NodeId: 'shop-dax-b', NodeStatus: 'available', AvailabilityZone: 'eu-west-2b' },
        { NodeId: 'shop-dax-c', NodeStatus: 'available', AvailabilityZone: 'eu-west-2c' },
      ],
    });
  });

  it.each([
    ['TLS', 9111, /^daxs:\/\/shop-dax\..+\.dax-clusters\.eu-west-2\.amazonaws\.com$/],
    ['NONE', 8111, /^dax:\/\/shop-dax\..+\.dax-clusters\.eu-west-2\.amazonaws\.com$/],
  ] as const)('with endpoint encryption %s listens on %i', async (type, port, url) => {
    const { ClusterDiscoveryEndpoint: endpoint } = await describeCluster(
      await available({ ClusterEndpointEncryptionType: type }),
    );
    expect(endpoint?.Port).toBe(port);
    expect(endpoint?.URL).toMatch(url);
  });

  it('can be changed only when available, and is modifying meanwhile', async () => {
    const made = await available();
    const update = (Description: string) =>
      call(made.service, LONDON, 'UpdateCluster', { ClusterName: 'shop-dax', Description });
    await update('new');
    expect(await describeCluster(made)).toMatchObject({ Status: 'modifying', Description: 'new' });
    expect(await errorOf(update('again'))).toContain('InvalidClusterStateFault: ');
    await made.world.pass(700_000);
    expect(await describeCluster(made)).toMatchObject({ Status: 'available' });
  });

  it('refuses an update that asks for nothing', async () => {
    const { service } = await available();
    expect(await errorOf(call(service, LONDON, 'UpdateCluster', { ClusterName: 'shop-dax' }))).toContain(
      value,
    );
  });

  it('is deleting and then gone', async () => {
    const made = await available();
    await call(made.service, LONDON, 'DeleteCluster', { ClusterName: 'shop-dax' });
    expect(await describeCluster(made)).toMatchObject({ Status: 'deleting', ActiveNodes: 0 });
    expect(await errorOf(call(made.service, LONDON, 'DeleteCluster', { ClusterName: 'shop-dax' }))).toContain(
      'InvalidClusterStateFault: ',
    );
    await made.world.pass(300_000);
    expect(await errorOf(describeCluster(made))).toContain('ClusterNotFoundFault: ');
  });
});

describe('the replication factor', () => {
  const scale = (made: Awaited<ReturnType<typeof available>>, verb: string, input: object) =>
    call(made.service, LONDON, `${verb}ReplicationFactor`, { ClusterName: 'shop-dax', ...input });

  it('grows by new nodes in the next zones', async () => {
    const made = await available();
    await scale(made, 'Increase', { NewReplicationFactor: 5 });
    expect(await describeCluster(made)).toMatchObject({ Status: 'modifying', TotalNodes: 5, ActiveNodes: 3 });
    await made.world.pass(700_000);
    const { Nodes } = await describeCluster(made);
    expect(
      Nodes?.map((node) => `${node.NodeId} ${node.AvailabilityZone} ${node.NodeStatus}`).slice(3),
    ).toEqual(['shop-dax-d eu-west-2a available', 'shop-dax-e eu-west-2b available']);
  });

  it('shrinks by the nodes that are named', async () => {
    const made = await available();
    await scale(made, 'Decrease', { NewReplicationFactor: 2, NodeIdsToRemove: ['shop-dax-b'] });
    expect(await describeCluster(made)).toMatchObject({ NodeIdsToRemove: ['shop-dax-b'] });
    await made.world.pass(700_000);
    const { Nodes } = await describeCluster(made);
    expect(Nodes?.map((node) => node.NodeId)).toEqual(['shop-dax-a', 'shop-dax-c']);
  });

  it.each([
    ['Increase', { NewReplicationFactor: 3 }, value],
    ['Increase', { NewReplicationFactor: 11 }, 'NodeQuotaForClusterExceededFault'],
    ['Decrease', { NewReplicationFactor: 3 }, value],
    ['Decrease', { NewReplicationFactor: 2, NodeIdsToRemove: ['shop-dax-x'] }, 'NodeNotFoundFault'],
    [
      'Decrease',
      { NewReplicationFactor: 1, NodeIdsToRemove: ['shop-dax-b'] },
      'InvalidParameterCombinationException',
    ],
  ])('%s refuses %j', async (verb, input, expected) => {
    const made = await available();
    expect(await errorOf(scale(made, verb, input))).toContain(`${expected}: `);
    expect(await describeCluster(made)).toMatchObject({ Status: 'available', TotalNodes: 3 });
  });
});

describe('tags of a cluster', () => {
  it('are set, replaced and removed by ARN', async () => {
    const { service } = await available({ Tags: [{ Key: 'a', Value: '1' }] });
    const tags = (Key: string, Value: string) => ({ ResourceName: ARN, Tags: [{ Key, Value }] });
    await call(service, LONDON, 'TagResource', tags('a', '2'));
    await call(service, LONDON, 'TagResource', tags('b', '3'));
    await call(service, LONDON, 'UntagResource', { ResourceName: ARN, TagKeys: ['b'] });
    expect(await call(service, LONDON, 'ListTags', { ResourceName: ARN })).toEqual({
      Tags: [{ Key: 'a', Value: '2' }],
    });
  });

  it.each([
    ['no ARN', 'shop-dax', 'InvalidARNFault'],
    ['another region', ARN.replace(LONDON, DUBLIN), 'InvalidARNFault'],
    ['no such cluster', `${ARN}-2`, 'ClusterNotFoundFault'],
  ])('refuse %s', async (_case, ResourceName, expected) => {
    const { service } = await available();
    expect(await errorOf(call(service, LONDON, 'ListTags', { ResourceName }))).toContain(`${expected}: `);
  });
});

describe('another parameter group', () => {
  it('takes effect on a node once it is rebooted, and frees the one from before', async () => {
    const made = await dax();
    const { world, service } = made;
    for (const ParameterGroupName of ['one', 'two']) {
      await call(service, LONDON, 'CreateParameterGroup', { ParameterGroupName });
    }
    await call(
      service,
      LONDON,
      'CreateCluster',
      cluster({ ReplicationFactor: 1, ParameterGroupName: 'one' }),
    );
    await world.settle();
    await call(service, LONDON, 'UpdateCluster', { ClusterName: 'shop-dax', ParameterGroupName: 'two' });
    await world.settle();
    expect((await describeCluster(made)).ParameterGroup).toMatchObject({
      ParameterApplyStatus: 'pending-reboot',
      NodeIdsToReboot: ['shop-dax-a'],
    });
    await call(service, LONDON, 'RebootNode', { ClusterName: 'shop-dax', NodeId: 'shop-dax-a' });
    await world.settle();
    expect((await describeCluster(made)).ParameterGroup).toMatchObject({ NodeIdsToReboot: [] });
    const none = call(service, LONDON, 'RebootNode', { ClusterName: 'shop-dax', NodeId: 'none' });
    expect(await errorOf(none)).toContain('NodeNotFoundFault');
    const used = call(service, LONDON, 'DeleteParameterGroup', { ParameterGroupName: 'two' });
    expect(await errorOf(used)).toContain('InvalidParameterGroupStateFault');
    await call(service, LONDON, 'DeleteParameterGroup', { ParameterGroupName: 'one' });
  });
});

describe('the quota of nodes', () => {
  it('may be lower than the default', async () => {
    const { world, service } = await dax();
    world.quotas.dax = { Nodes: 2 };
    expect(await errorOf(call(service, LONDON, 'CreateCluster', cluster()))).toContain(
      'NodeQuotaForCustomerExceededFault',
    );
  });
});
