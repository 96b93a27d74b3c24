import type { DescribeParametersResponse } from '@aws-sdk/client-dax';
import { call, DUBLIN, errorOf, LONDON } from '../dynamodb/world.ts';
import { cluster, dax, type Made } from './fixtures.ts';

const parameters = async ({ service }: Made) => {
  const { Parameters = [] } = await call<DescribeParametersResponse>(service, LONDON, 'DescribeParameters', {
    ParameterGroupName: 'own',
  });
  return Object.fromEntries(
    Parameters.map((one) => [one.ParameterName, `${one.ParameterValue} ${one.Source}`]),
  );
};
const update = ({ service }: Made, ParameterName: string, ParameterValue: string) =>
  call(service, LONDON, 'UpdateParameterGroup', {
    ParameterGroupName: 'own',
    ParameterNameValues: [{ ParameterName, ParameterValue }],
  });

describe('a subnet group', () => {
  it('shows its VPC and zones, in its region only', async () => {
    const { service } = await dax();
    const input = { SubnetGroupNames: ['subnets'] };
    expect(await call(service, LONDON, 'DescribeSubnetGroups', input)).toMatchObject({
      SubnetGroups: [
        {
          SubnetGroupName: 'subnets',
          VpcId: 'vpc-1',
          Subnets: [{ SubnetIdentifier: 'subnet-a', SubnetAvailabilityZone: 'eu-west-2a' }, {}, {}],
        },
      ],
    });
    expect(await errorOf(call(service, DUBLIN, 'DescribeSubnetGroups', input))).toContain(
      'SubnetGroupNotFoundFault: ',
    );
  });

  it.each([
    ['a name that is taken', { SubnetGroupName: 'subnets' }, 'SubnetGroupAlreadyExistsFault'],
    ['a bad name', { SubnetGroupName: '-' }, 'InvalidParameterValueException'],
    ['a subnet that does not exist', { SubnetIds: ['other'] }, 'InvalidSubnet'],
    ['subnets of two VPCs', { SubnetIds: ['subnet-a', 'subnet-far-b'] }, 'InvalidSubnet'],
    ['more than 20 subnets', { SubnetIds: Array(21).fill('subnet-a') }, 'SubnetQuotaExceededFault'],
  ])('refuses %s', async (_case, changes, expected) => {
    const { service } = await dax();
    const input = { SubnetGroupName: 'more', SubnetIds: ['subnet-a'], ...changes };
    expect(await errorOf(call(service, LONDON, 'CreateSubnetGroup', input))).toContain(`${expected}: `);
  });

  it('cannot be deleted while a cluster is in it', async () => {
    const { world, service } = await dax();
    await call(service, LONDON, 'CreateCluster', cluster());
    await world.settle();
    const remove = () => errorOf(call(service, LONDON, 'DeleteSubnetGroup', { SubnetGroupName: 'subnets' }));
    expect(await remove()).toContain('SubnetGroupInUseFault: ');
    await call(service, LONDON, 'DeleteCluster', { ClusterName: 'shop-dax' });
    await world.settle();
    expect(await remove()).toBe('no error');
  });
});

describe('a parameter group', () => {
  it('begins with five minutes for both caches and takes changes', async () => {
    const made = await dax();
    await call(made.service, LONDON, 'CreateParameterGroup', { ParameterGroupName: 'own' });
    await update(made, 'record-ttl-millis', '60000');
    expect(await parameters(made)).toEqual({
      'query-ttl-millis': '300000 system',
      'record-ttl-millis': '60000 user',
    });
  });

  it.each([
    ['an unknown parameter', 'ttl', '1'],
    ['what is not a number of milliseconds', 'query-ttl-millis', '-1'],
  ])('refuses %s', async (_case, name, text) => {
    const made = await dax();
    await call(made.service, LONDON, 'CreateParameterGroup', { ParameterGroupName: 'own' });
    expect(await errorOf(update(made, name, text))).toContain('InvalidParameterValueException: ');
  });

  it('can neither change nor go while a cluster uses it', async () => {
    const made = await dax();
    const { world, service } = made;
    await call(service, LONDON, 'CreateParameterGroup', { ParameterGroupName: 'own' });
    await call(service, LONDON, 'CreateCluster', cluster({ ParameterGroupName: 'own' }));
    await world.settle();
    const remove = call(service, LONDON, 'DeleteParameterGroup', { ParameterGroupName: 'own' });
    expect(await errorOf(update(made, 'query-ttl-millis', '1'))).toContain(
      'InvalidParameterGroupStateFault: ',
    );
    expect(await errorOf(remove)).toContain('InvalidParameterGroupStateFault: ');
  });

  it('of the name default.dax1.0 is there and stays as it is', async () => {
    const { service } = await dax();
    const input = { ParameterGroupName: 'default.dax1.0' };
    expect(await errorOf(call(service, LONDON, 'DeleteParameterGroup', input))).toContain(
      'InvalidParameterGroupStateFault: ',
    );
    expect(await call(service, LONDON, 'DescribeParameterGroups')).toMatchObject({
      ParameterGroups: [input],
    });
  });
});
