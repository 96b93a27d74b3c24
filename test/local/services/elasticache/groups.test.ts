import type { CacheParameterGroupDetails, CacheParameterGroupsMessage } from '@aws-sdk/client-elasticache';
import { call, DUBLIN, errorOf, LONDON } from '../dynamodb/world.ts';
import { elastiCache, redis } from './fixtures.ts';

const parameterGroup = (name = 'own', family = 'redis7') => ({
  CacheParameterGroupName: name,
  CacheParameterGroupFamily: family,
  Description: 'ours',
});
const parameter = (ParameterName: string, ParameterValue: string) => ({ ParameterName, ParameterValue });

describe('a cache subnet group', () => {
  it('is stored in lower case, with its VPC and zones, in its region only', async () => {
    const { service } = await elastiCache();
    const input = { CacheSubnetGroupName: 'SUBNETS' };
    expect(await call(service, LONDON, 'DescribeCacheSubnetGroups', input)).toMatchObject({
      CacheSubnetGroups: [
        {
          CacheSubnetGroupName: 'subnets',
          VpcId: 'vpc-1',
          Subnets: [
            { SubnetIdentifier: 'subnet-a', SubnetAvailabilityZone: { Name: 'eu-west-2a' } },
            { SubnetIdentifier: 'subnet-b' },
            { SubnetIdentifier: 'subnet-c' },
          ],
        },
      ],
    });
    expect(await errorOf(call(service, DUBLIN, 'DescribeCacheSubnetGroups', input))).toContain(
      'CacheSubnetGroupNotFoundFault: ',
    );
  });

  it.each([
    ['a name that is taken', { CacheSubnetGroupName: 'subnets' }, 'CacheSubnetGroupAlreadyExistsFault'],
    ['a bad name', { CacheSubnetGroupName: 'a_b' }, 'InvalidParameterValueException'],
    ['a subnet that does not exist', { SubnetIds: ['other'] }, 'InvalidSubnet'],
    ['subnets of two VPCs', { SubnetIds: ['subnet-a', 'subnet-far-b'] }, 'InvalidSubnet'],
    ['more than 20 subnets', { SubnetIds: Array(21).fill('subnet-a') }, 'CacheSubnetQuotaExceededFault'],
  ])('refuses %s', async (_case, changes, expected) => {
    const { service } = await elastiCache();
    const input = {
      CacheSubnetGroupName: 'more',
      CacheSubnetGroupDescription: 'd',
      SubnetIds: ['subnet-a'],
      ...changes,
    };
    expect(await errorOf(call(service, LONDON, 'CreateCacheSubnetGroup', input))).toContain(`${expected}: `);
  });

  it('cannot be deleted while a replication group is in it', async () => {
    const { world, service } = await elastiCache();
    await call(service, LONDON, 'CreateReplicationGroup', redis());
    await world.settle();
    const remove = () =>
      errorOf(call(service, LONDON, 'DeleteCacheSubnetGroup', { CacheSubnetGroupName: 'subnets' }));
    expect(await remove()).toBe(
      'CacheSubnetGroupInUse: Cache subnet group subnets is currently in use by a cache cluster.',
    );
    await call(service, LONDON, 'DeleteReplicationGroup', { ReplicationGroupId: 'shop-redis' });
    await world.settle();
    expect(await remove()).toBe('no error');
  });
});

describe('a cache parameter group', () => {
  it.each(['default.redis7', 'default.redis7.cluster.on', 'default.valkey8'])('%s is there', async (name) => {
    const { service } = await elastiCache();
    const { CacheParameterGroups } = await call<CacheParameterGroupsMessage>(
      service,
      LONDON,
      'DescribeCacheParameterGroups',
      { CacheParameterGroupName: name },
    );
    expect(CacheParameterGroups).toHaveLength(1);
  });

  it('begins with the defaults and takes changes', async () => {
    const { service } = await elastiCache();
    await call(service, LONDON, 'CreateCacheParameterGroup', parameterGroup());
    const policy = async () => {
      const { Parameters = [] } = await call<CacheParameterGroupDetails>(
        service,
        LONDON,
        'DescribeCacheParameters',
        {
          CacheParameterGroupName: 'own',
        },
      );
      const found = Parameters.find((one) => one.ParameterName === 'maxmemory-policy');
      return [found?.ParameterValue, found?.Source];
    };
    expect(await policy()).toEqual(['volatile-lru', 'system']);
    await call(service, LONDON, 'ModifyCacheParameterGroup', {
      CacheParameterGroupName: 'own',
      ParameterNameValues: [parameter('maxmemory-policy', 'allkeys-lru')],
    });
    expect(await policy()).toEqual(['allkeys-lru', 'user']);
  });

  it('refuses an unknown family', async () => {
    const { service } = await elastiCache();
    const outcome = call(service, LONDON, 'CreateCacheParameterGroup', parameterGroup('other', 'redis99'));
    expect(await errorOf(outcome)).toContain(
      'InvalidParameterValueException: CacheParameterGroupFamily redis99',
    );
  });

  it.each([
    ['an unknown parameter', [parameter('nope', '1')], 'InvalidParameterValueException'],
    ['one that cannot be modified', [parameter('appendonly', 'yes')], 'InvalidParameterValueException'],
    [
      'a value that is not allowed',
      [parameter('maxmemory-policy', 'best')],
      'InvalidParameterValueException',
    ],
    [
      'a number out of range',
      [parameter('reserved-memory-percent', '101')],
      'InvalidParameterValueException',
    ],
    ['more than 20 at a time', Array(21).fill(parameter('timeout', '1')), 'InvalidParameterValueException'],
  ])('refuses %s', async (_case, ParameterNameValues, expected) => {
    const { service } = await elastiCache();
    await call(service, LONDON, 'CreateCacheParameterGroup', parameterGroup());
    const input = { CacheParameterGroupName: 'own', ParameterNameValues };
    expect(await errorOf(call(service, LONDON, 'ModifyCacheParameterGroup', input))).toContain(
      `${expected}: `,
    );
  });

  it('stays while it is used or a default', async () => {
    const { world, service } = await elastiCache();
    await call(service, LONDON, 'CreateCacheParameterGroup', parameterGroup());
    await call(service, LONDON, 'CreateReplicationGroup', redis({ CacheParameterGroupName: 'own' }));
    await world.settle();
    for (const CacheParameterGroupName of ['own', 'default.redis7']) {
      const outcome = call(service, LONDON, 'DeleteCacheParameterGroup', { CacheParameterGroupName });
      expect(await errorOf(outcome)).toContain('InvalidCacheParameterGroupStateFault: ');
    }
  });
});
