import { CreateSubnetGroupCommand, DAXClient } from '@aws-sdk/client-dax';
import type { DaxSpec } from '../../../core/spec.ts';
import { daxTier } from '../../../tiers/dax/index.ts';
import { type LocalAws, landing, localAws } from '../shared/local.ts';
import { nothing, single, three } from './fixtures.ts';

const { privateSubnetIds, securityGroupIds, kmsKeyArns } = landing('eu-west-2');
const at = (spec: DaxSpec): DaxSpec => ({
  ...spec,
  subnetIds: privateSubnetIds,
  securityGroupIds: [securityGroupIds.dax],
  tablesKmsKeyArn: kmsKeyArns.dynamodb,
});

describe('the DAX tier on the local cloud', () => {
  let aws: LocalAws;
  beforeEach(async () => {
    aws = await localAws();
  });
  afterEach(() => aws.close());

  it.each([
    ['one node', at(single)],
    ['three nodes', at(three)],
  ])('makes %s ready, finds nothing left to do, and deletes it', async (_name, spec) => {
    await aws.arrive(daxTier, spec);
    expect((await aws.arrive(daxTier, spec)).commands).toEqual([]);
    await aws.arrive(daxTier, spec, 'absent');
    expect(await daxTier.observe({ spec, clients: aws.clients })).toEqual(nothing);
  });

  it('waits while the role is not known everywhere yet', async () => {
    const { commands } = await aws.arrive(daxTier, at(single));
    expect(commands.filter((command) => command.startsWith('CreateCluster')).length).toBeGreaterThan(1);
  });

  it('changes the number of nodes', async () => {
    await aws.arrive(daxTier, at(single));
    expect((await aws.arrive(daxTier, at(three))).commands).toEqual(['IncreaseReplicationFactor eu-west-2']);
    expect((await aws.arrive(daxTier, at(single))).commands).toEqual(['DecreaseReplicationFactor eu-west-2']);
  });

  it('changes times to live by a second group and reboots, and leaves one group', async () => {
    await aws.arrive(daxTier, at(three));
    const spec = { ...at(three), recordTtlMs: 1_000 };
    const { commands } = await aws.arrive(daxTier, spec);
    expect(commands.map((command) => command.split(' ')[0])).toEqual([
      'CreateParameterGroup',
      'UpdateParameterGroup',
      'UpdateCluster',
      'RebootNode',
      'RebootNode',
      'RebootNode',
      'DeleteParameterGroup',
    ]);
    const { parameterGroups, cluster } = await daxTier.observe({ spec, clients: aws.clients });
    expect(parameterGroups).toMatchObject([
      { name: cluster?.parameterGroup, values: { 'record-ttl-millis': '1000' } },
    ]);
  });

  it('does not touch a subnet group of somebody else', async () => {
    await aws.clients.get(DAXClient, 'eu-west-2').send(
      new CreateSubnetGroupCommand({
        SubnetGroupName: 'shop-dev-dax',
        Description: 'theirs',
        SubnetIds: [...privateSubnetIds],
      }),
    );
    await expect(aws.arrive(daxTier, at(single))).rejects.toThrow(
      'DAX subnet group shop-dev-dax in eu-west-2 exists already and is not of shop/dev',
    );
  });
});
