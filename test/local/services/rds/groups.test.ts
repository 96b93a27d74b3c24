import {
  CreateDBClusterParameterGroupCommand,
  CreateDBParameterGroupCommand,
  CreateDBSubnetGroupCommand,
  type CreateDBSubnetGroupMessage,
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBClusterParametersCommand,
  DescribeDBParametersCommand,
  DescribeDBSubnetGroupsCommand,
  ModifyDBClusterParameterGroupCommand,
  ModifyDBParameterGroupCommand,
  ModifyDBSubnetGroupCommand,
  type Parameter,
  paginateDescribeDBClusterParameters,
  type RDSClient,
  ResetDBClusterParameterGroupCommand,
} from '@aws-sdk/client-rds';
import { createGroups, standalone } from './flows.ts';
import { FAMILY, makeCloud, PRIMARY } from './harness.ts';

async function withGroups(): Promise<RDSClient> {
  const client = makeCloud().client(PRIMARY);
  await createGroups(client);
  return client;
}

describe('CreateDBSubnetGroup', () => {
  it('stores the name in lower case and shows the zones of its subnets', async () => {
    const client = makeCloud().client(PRIMARY);
    const { DBSubnetGroup } = await client.send(
      new CreateDBSubnetGroupCommand({
        DBSubnetGroupName: 'Shop.One',
        DBSubnetGroupDescription: 'shop',
        SubnetIds: ['subnet-a', 'subnet-b'],
      }),
    );
    expect(DBSubnetGroup).toMatchObject({
      DBSubnetGroupName: 'shop.one',
      VpcId: 'vpc-1',
      SubnetGroupStatus: 'Complete',
      DBSubnetGroupArn: 'arn:aws:rds:eu-west-2:123456789012:subgrp:shop.one',
      Subnets: [
        { SubnetIdentifier: 'subnet-a', SubnetAvailabilityZone: { Name: 'eu-west-2a' } },
        { SubnetIdentifier: 'subnet-b', SubnetAvailabilityZone: { Name: 'eu-west-2b' } },
      ],
    });
  });

  it.each<[string, Partial<CreateDBSubnetGroupMessage>, string]>([
    ['a subnet that does not exist', { SubnetIds: ['subnet-a', 'subnet-9'] }, 'InvalidSubnet'],
    ['one zone only', { SubnetIds: ['subnet-a', 'subnet-a2'] }, 'DBSubnetGroupDoesNotCoverEnoughAZs'],
    ['subnets of two VPCs', { SubnetIds: ['subnet-a', 'subnet-x'] }, 'InvalidSubnet'],
    ['the name default', { DBSubnetGroupName: 'Default' }, 'InvalidParameterValue'],
    ['a name with a slash', { DBSubnetGroupName: 'a/b' }, 'InvalidParameterValue'],
    ['a name that is taken', { DBSubnetGroupName: 'SHOP' }, 'DBSubnetGroupAlreadyExistsFault'],
    ['no description', { DBSubnetGroupDescription: undefined }, 'MissingParameter'],
  ])('refuses %s', async (_what, input, name) => {
    const client = await withGroups();
    const good = {
      DBSubnetGroupName: 'new',
      DBSubnetGroupDescription: 'new',
      SubnetIds: ['subnet-a', 'subnet-b'],
    };
    await expect(client.send(new CreateDBSubnetGroupCommand({ ...good, ...input }))).rejects.toMatchObject({
      name,
    });
  });
});

it('keeps a subnet that an instance is in', async () => {
  const client = await standalone(makeCloud());
  const change = (SubnetIds: string[]) =>
    client.send(new ModifyDBSubnetGroupCommand({ DBSubnetGroupName: 'shop', SubnetIds }));
  await expect(change(['subnet-b', 'subnet-c'])).rejects.toMatchObject({ name: 'SubnetAlreadyInUse' });
  const { DBSubnetGroup } = await change(['subnet-a', 'subnet-c']);
  expect(DBSubnetGroup?.Subnets?.map((subnet) => subnet.SubnetIdentifier)).toEqual(['subnet-a', 'subnet-c']);
});

describe('a parameter group', () => {
  const modify = (client: RDSClient, Parameters: Parameter[], name = 'shop') =>
    client.send(new ModifyDBClusterParameterGroupCommand({ DBClusterParameterGroupName: name, Parameters }));
  const forceSsl: Parameter = {
    ParameterName: 'rds.force_ssl',
    ParameterValue: '1',
    ApplyMethod: 'immediate',
  };

  it('shows what was set under the source user', async () => {
    const client = await withGroups();
    await modify(client, [
      forceSsl,
      {
        ParameterName: 'shared_preload_libraries',
        ParameterValue: 'pg_stat_statements',
        ApplyMethod: 'pending-reboot',
      },
    ]);
    const { Parameters } = await client.send(
      new DescribeDBClusterParametersCommand({ DBClusterParameterGroupName: 'shop', Source: 'user' }),
    );
    expect(Parameters).toMatchObject([
      { ParameterName: 'rds.force_ssl', ParameterValue: '1', ApplyType: 'dynamic', Source: 'user' },
      {
        ParameterName: 'shared_preload_libraries',
        ParameterValue: 'pg_stat_statements',
        ApplyType: 'static',
      },
    ]);
  });

  it.each<[string, Parameter[], string, string]>([
    [
      'a name it does not know',
      [forceSsl, { ...forceSsl, ParameterName: 'nope' }],
      'InvalidParameterValue',
      'Could not find parameter with name: nope',
    ],
    [
      'a static parameter that is to apply at once',
      [{ ParameterName: 'max_connections', ParameterValue: '500', ApplyMethod: 'immediate' }],
      'InvalidParameterCombination',
      'cannot use immediate apply method for static parameter',
    ],
    [
      'a value out of range',
      [{ ...forceSsl, ParameterValue: 'on' }],
      'InvalidParameterValue',
      'allowed values are: 0,1',
    ],
    [
      'a number out of range',
      [{ ParameterName: 'log_min_duration_statement', ParameterValue: '-2', ApplyMethod: 'immediate' }],
      'InvalidParameterValue',
      'allowed values are: -1-2147483647',
    ],
    ['more than 20 parameters', Array.from({ length: 21 }, () => forceSsl), 'InvalidParameterValue', '20'],
    [
      'a parameter without a value',
      [{ ...forceSsl, ParameterValue: undefined }],
      'MissingParameter',
      'ParameterValue',
    ],
  ])('refuses %s and changes nothing', async (_what, parameters, name, text) => {
    const client = await withGroups();
    await expect(modify(client, parameters)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(text),
    });
    const { Parameters } = await client.send(
      new DescribeDBClusterParametersCommand({ DBClusterParameterGroupName: 'shop', Source: 'user' }),
    );
    expect(Parameters).toEqual([]);
  });

  it('of an instance does not know the parameters of the cluster', async () => {
    const client = await withGroups();
    const set = (ParameterName: string, ParameterValue: string) =>
      client.send(
        new ModifyDBParameterGroupCommand({
          DBParameterGroupName: 'shop',
          Parameters: [{ ParameterName, ParameterValue, ApplyMethod: 'immediate' }],
        }),
      );
    await expect(set('rds.force_ssl', '1')).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    await set('log_min_duration_statement', '1000');
    const { Parameters } = await client.send(
      new DescribeDBParametersCommand({ DBParameterGroupName: 'shop', Source: 'user' }),
    );
    expect(Parameters).toMatchObject([
      { ParameterName: 'log_min_duration_statement', ParameterValue: '1000' },
    ]);
  });

  it('forgets what was set when it is reset', async () => {
    const client = await withGroups();
    await modify(client, [forceSsl]);
    await client.send(
      new ResetDBClusterParameterGroupCommand({
        DBClusterParameterGroupName: 'shop',
        ResetAllParameters: true,
      }),
    );
    const { Parameters } = await client.send(
      new DescribeDBClusterParametersCommand({
        DBClusterParameterGroupName: 'shop',
        Filters: [{ Name: 'parameter-name', Values: ['rds.force_ssl'] }],
      }),
    );
    expect(Parameters).toMatchObject([{ ParameterName: 'rds.force_ssl', Source: 'engine-default' }]);
  });

  it('pages its parameters without losing or repeating one', async () => {
    const client = await withGroups();
    const pages: (string | undefined)[][] = [];
    const request = { DBClusterParameterGroupName: 'shop' };
    for await (const page of paginateDescribeDBClusterParameters({ client, pageSize: 20 }, request)) {
      pages.push((page.Parameters ?? []).map((parameter) => parameter.ParameterName));
    }
    expect(pages.length).toBeGreaterThan(3);
    expect(pages.slice(0, -1).every((page) => page.length === 20)).toBe(true);
    expect(new Set(pages.flat()).size).toBe(pages.flat().length);
  });

  it('of a name that is taken is refused, the same for both kinds', async () => {
    const client = await withGroups();
    const group = { DBParameterGroupFamily: FAMILY, Description: 'shop' };
    const name = 'DBParameterGroupAlreadyExistsFault';
    await expect(
      client.send(
        new CreateDBClusterParameterGroupCommand({ ...group, DBClusterParameterGroupName: 'Shop' }),
      ),
    ).rejects.toMatchObject({ name });
    await expect(
      client.send(new CreateDBParameterGroupCommand({ ...group, DBParameterGroupName: 'Shop' })),
    ).rejects.toMatchObject({ name });
  });

  it('of an unknown family is refused', async () => {
    const client = makeCloud().client(PRIMARY);
    const input = {
      DBClusterParameterGroupName: 'x',
      DBParameterGroupFamily: 'postgres15',
      Description: 'x',
    };
    await expect(client.send(new CreateDBClusterParameterGroupCommand(input))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  it('that is a default exists and cannot be changed', async () => {
    const client = makeCloud().client(PRIMARY);
    const name = `default.${FAMILY}`;
    const { DBClusterParameterGroups } = await client.send(
      new DescribeDBClusterParameterGroupsCommand({ DBClusterParameterGroupName: name }),
    );
    expect(DBClusterParameterGroups).toMatchObject([{ DBParameterGroupFamily: FAMILY }]);
    await expect(modify(client, [forceSsl], name)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});

describe('paging', () => {
  async function manyGroups(): Promise<RDSClient> {
    const client = makeCloud().client(PRIMARY);
    for (let number = 10; number < 35; number++) {
      await client.send(
        new CreateDBSubnetGroupCommand({
          DBSubnetGroupName: `g${number}`,
          DBSubnetGroupDescription: 'g',
          SubnetIds: ['subnet-a', 'subnet-b'],
        }),
      );
    }
    return client;
  }

  it('goes on after the marker', async () => {
    const client = await manyGroups();
    const first = await client.send(new DescribeDBSubnetGroupsCommand({ MaxRecords: 20 }));
    const second = await client.send(
      new DescribeDBSubnetGroupsCommand({ MaxRecords: 20, Marker: first.Marker }),
    );
    expect(first.DBSubnetGroups?.at(-1)?.DBSubnetGroupName).toBe('g29');
    expect(second.DBSubnetGroups?.map((group) => group.DBSubnetGroupName)).toEqual(
      [30, 31, 32, 33, 34].map((number) => `g${number}`),
    );
    expect(second.Marker).toBeUndefined();
  });

  it.each([
    ['19 records', { MaxRecords: 19 }],
    ['101 records', { MaxRecords: 101 }],
    ['a marker it did not give', { Marker: 'nonsense' }],
  ])('refuses %s', async (_what, input) => {
    const client = makeCloud().client(PRIMARY);
    await expect(client.send(new DescribeDBSubnetGroupsCommand(input))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });
});
