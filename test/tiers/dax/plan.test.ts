import type { DaxSpec } from '../../../core/spec.ts';
import { daxNames } from '../../../tiers/dax/names.ts';
import type { DaxObserved, ObservedCluster } from '../../../tiers/dax/observe.ts';
import { planDax } from '../../../tiers/dax/plan.ts';
import { brief } from '../shared/fixtures.ts';
import { nothing, observed, observedCluster, roleArn, single, three } from './fixtures.ts';

const CLUSTER = 'DAX cluster shop-dev-dax in eu-west-2';
const cluster = (change: Partial<ObservedCluster>, spec = single) => ({
  cluster: observedCluster(spec, change),
});
const role = (change: object) => ({ role: { ...observed(single).role, ...change } as DaxObserved['role'] });
const GROUP = 'shop-dev-dax-300000-60000';
const emptyGroup = { parameterGroups: [{ name: GROUP, ours: true, values: {} }] };

describe('plan of a DAX cluster that is wanted', () => {
  const cases: [string, DaxSpec, Partial<DaxObserved>, string[]][] = [
    [
      'creates role and groups side by side',
      single,
      nothing,
      ['CreateRole eu-west-2', 'CreateSubnetGroup eu-west-2', 'CreateParameterGroup eu-west-2'],
    ],
    [
      'writes the policy when the role is there',
      single,
      { cluster: null, ...role({ policy: null }) },
      ['PutRolePolicy eu-west-2'],
    ],
    [
      'rewrites a policy that differs',
      { ...single, tableNames: ['shop-dev-games'] },
      { role: observed(single).role },
      ['PutRolePolicy eu-west-2'],
    ],
    [
      'sets the times to live before a cluster uses them',
      single,
      { cluster: null, ...emptyGroup },
      ['UpdateParameterGroup eu-west-2'],
    ],
    ['refuses to change times to live in use', single, emptyGroup, ['Terminal immutable']],
    [
      'makes a second group for other times to live',
      { ...single, recordTtlMs: 1_000 },
      { parameterGroups: observed(single).parameterGroups, ...cluster({}) },
      ['CreateParameterGroup eu-west-2'],
    ],
    [
      'gives the cluster the second group',
      { ...single, recordTtlMs: 1_000 },
      cluster({}),
      ['UpdateCluster eu-west-2'],
    ],
    [
      'reboots one node after another',
      three,
      cluster(
        { nodes: (observed(three).cluster?.nodes ?? []).map((node) => ({ ...node, pendingReboot: true })) },
        three,
      ),
      ['RebootNode eu-west-2'],
    ],
    [
      'keeps a group of another name whose values are right',
      single,
      {
        parameterGroups: [{ ...observed(single).parameterGroups[0], name: 'shop-dev-dax' } as never],
        ...cluster({ parameterGroup: 'shop-dev-dax' }),
      },
      [],
    ],
    [
      'changes security groups',
      { ...single, securityGroupIds: ['sg-new'] },
      cluster({}),
      ['UpdateCluster eu-west-2'],
    ],
    ['creates the cluster last', single, { cluster: null }, ['CreateCluster eu-west-2']],
    ['has nothing to do for one ready node', single, {}, []],
    ['has nothing to do for three ready nodes', three, {}, []],
    [
      'waits for creation',
      single,
      cluster({ status: 'creating', tags: null, nodes: [] }),
      [`wait: ${CLUSTER} is creating`],
    ],
    [
      'waits for every node',
      single,
      cluster({ nodes: [{ id: 'a', status: 'creating', pendingReboot: false }] }),
      [`wait: node a of ${CLUSTER} is creating`],
    ],
    [
      'waits until all nodes are shown',
      three,
      cluster({ nodes: [{ id: 'a', status: 'available', pendingReboot: false }] }, three),
      [`wait: ${CLUSTER} shows 1 of 3 nodes`],
    ],
    ['adds nodes', three, cluster({}), ['IncreaseReplicationFactor eu-west-2']],
    ['removes nodes', single, cluster({}, three), ['DecreaseReplicationFactor eu-west-2']],
    [
      'moves the maintenance window',
      { ...single, maintenanceWindow: 'mon:04:00-mon:05:00' },
      cluster({}),
      ['UpdateCluster eu-west-2'],
    ],
    ['adds a missing tag', single, cluster({ tags: {} }), ['TagResource eu-west-2']],
    [
      'fails on another node type',
      { ...single, nodeType: 'dax.r4.xlarge' },
      cluster({}),
      ['Terminal immutable'],
    ],
    [
      'fails on a cluster without encryption',
      single,
      cluster({ encryption: 'DISABLED' }),
      ['Terminal immutable'],
    ],
    [
      'fails on a cluster without TLS',
      single,
      cluster({ endpointEncryption: 'NONE' }),
      ['Terminal immutable'],
    ],
    [
      'fails on incompatible parameters',
      single,
      cluster({ status: 'incompatible-parameters' }),
      ['Terminal failed-state'],
    ],
    [
      'is blocked by an incompatible network',
      single,
      cluster({ status: 'incompatible-network' }),
      ['Blocked failed-state'],
    ],
    [
      'fails on a role of somebody else',
      single,
      { ...nothing, ...role({ ours: false }) },
      ['Terminal not-ours'],
    ],
    [
      'names every clash at once',
      single,
      { subnetGroup: { name: 'a', ours: false, subnetIds: [] }, ...cluster({ ours: false }) },
      ['Terminal not-ours', 'Terminal not-ours'],
    ],
  ];
  it.each(cases)('%s', (_name, desired, change, expected) => {
    expect(brief(planDax(desired, observed(desired, change)))).toEqual(expected);
  });
});

describe('calls', () => {
  const first = (spec: DaxSpec, change: Partial<DaxObserved>) =>
    planDax(spec, observed(spec, change)).actions[0]?.input;

  it('creates an encrypted cluster with TLS', () => {
    expect(first(three, { cluster: null })).toEqual({
      ClusterName: 'shop-dev-dax',
      Description: 'DAX of plinth:environment=shop/dev',
      NodeType: 'dax.r4.large',
      ReplicationFactor: 3,
      IamRoleArn: roleArn,
      SubnetGroupName: 'shop-dev-dax',
      SecurityGroupIds: ['sg-dax'],
      ParameterGroupName: GROUP,
      PreferredMaintenanceWindow: 'sun:04:00-sun:05:00',
      SSESpecification: { Enabled: true },
      ClusterEndpointEncryptionType: 'TLS',
      Tags: expect.arrayContaining([{ Key: 'plinth:environment', Value: 'shop/dev' }]),
    });
  });

  it('lets the role use exactly the tables, their indexes and their key', () => {
    const input = first(single, { cluster: null, ...role({ policy: null }) });
    const [tables, key] = JSON.parse(String(input?.PolicyDocument)).Statement;
    expect(tables.Resource).toEqual([
      'arn:aws:dynamodb:eu-west-2:123456789012:table/shop-dev-games',
      'arn:aws:dynamodb:eu-west-2:123456789012:table/shop-dev-games/index/*',
      'arn:aws:dynamodb:eu-west-2:123456789012:table/shop-dev-game-moves',
      'arn:aws:dynamodb:eu-west-2:123456789012:table/shop-dev-game-moves/index/*',
    ]);
    expect(key).toMatchObject({ Action: 'kms:Decrypt', Resource: single.tablesKmsKeyArn });
  });

  it('lets only DAX assume the role, which lies under our path', () => {
    const input = first(single, nothing);
    expect(input).toMatchObject({ RoleName: 'shop-dev-dax', Path: '/plinth/' });
    expect(JSON.parse(String(input?.AssumeRolePolicyDocument)).Statement[0].Principal).toEqual({
      Service: 'dax.amazonaws.com',
    });
  });
});

describe('names', () => {
  it('keep the limits of DAX and IAM for the longest slug', () => {
    const slug = `${'global-gaming-platform'.repeat(2)}-production`;
    const names = daxNames({ ...single, identity: { ...single.identity, slug } });
    expect(names.cluster.length).toBeLessThanOrEqual(20);
    expect(names.role.length).toBeLessThanOrEqual(64);
  });
});

describe('plan of a DAX cluster that must not exist', () => {
  const cases: [string, Partial<DaxObserved>, string[]][] = [
    ['has nothing to do when all is gone', nothing, []],
    ['deletes the cluster first', {}, ['DeleteCluster eu-west-2']],
    ['deletes a broken cluster', cluster({ status: 'incompatible-network' }), ['DeleteCluster eu-west-2']],
    [
      'waits until the cluster can be deleted',
      cluster({ status: 'creating' }),
      [`wait: ${CLUSTER} is creating`],
    ],
    ['waits for the cluster to go', cluster({ status: 'deleting' }), [`wait: ${CLUSTER} is deleting`]],
    [
      'deletes groups and the policy of the role side by side',
      { cluster: null },
      ['DeleteParameterGroup eu-west-2', 'DeleteSubnetGroup eu-west-2', 'DeleteRolePolicy eu-west-2'],
    ],
    [
      'deletes the role after its policy',
      { ...nothing, ...role({ policy: null }) },
      ['DeleteRole eu-west-2'],
    ],
    [
      'does not touch what is not ours',
      { ...nothing, ...role({ ours: false }), ...cluster({ ours: false }) },
      [],
    ],
  ];
  it.each(cases)('%s', (_name, change, expected) => {
    expect(brief(planDax(null, observed(single, change)))).toEqual(expected);
  });
});

it('all that is not ours stops a create, each by its kind and name, and outlives a delete', () => {
  const foreign: DaxObserved = {
    ...nothing,
    ...role({ ours: false }),
    subnetGroup: { name: 'subnets', ours: false, subnetIds: [] },
    parameterGroups: [{ name: GROUP, ours: false, values: {} }],
    ...cluster({ ours: false }),
  };
  const { actions, failures } = planDax(single, foreign);
  expect(actions).toEqual([]);
  expect(failures.map(({ resource }) => resource)).toEqual([
    'IAM role shop-dev-dax in eu-west-2',
    'DAX subnet group subnets in eu-west-2',
    `DAX parameter group ${GROUP} in eu-west-2`,
    'DAX cluster shop-dev-dax in eu-west-2',
  ]);
  expect(brief(planDax(null, foreign))).toEqual([]);
});
