import type { AuroraObserved } from '../../../tiers/aurora/observed.ts';
import { plan } from '../../../tiers/aurora/plan/index.ts';
import { brief } from '../shared/fixtures.ts';
import { arrived, preview } from './arrived.ts';
import { production } from './fixtures.ts';

const spec = { ...production, deletionProtection: false };
const [HOME, AWAY] = ['eu-west-2', 'eu-west-1'];
const cluster = (region: string) => `shop-dev-aurora-${region === HOME ? 'euw2' : 'euw1'}`;
const GLOBAL = 'shop-dev-aurora-global';

const leave = (region: string) => [
  `take Aurora cluster ${cluster(region)} in ${region} out of ${GLOBAL} (${region})`,
  `rds:RemoveFromGlobalCluster ${HOME}`,
  {
    GlobalClusterIdentifier: GLOBAL,
    DbClusterIdentifier: `arn:aws:rds:${region}:123456789012:cluster:${cluster(region)}`,
  },
];
const instance = (region: string, number: number) => [
  `delete Aurora instance ${cluster(region)}-${number} in ${region}`,
  `rds:DeleteDBInstance ${region}`,
  { DBInstanceIdentifier: `${cluster(region)}-${number}`, SkipFinalSnapshot: true },
];
const groups = (region: string) => [
  [
    `delete DB subnet group shop-dev-aurora-subnets in ${region}`,
    `rds:DeleteDBSubnetGroup ${region}`,
    { DBSubnetGroupName: 'shop-dev-aurora-subnets' },
  ],
  [
    `delete DB cluster parameter group shop-dev-aurora-postgresql15-cluster in ${region}`,
    `rds:DeleteDBClusterParameterGroup ${region}`,
    { DBClusterParameterGroupName: 'shop-dev-aurora-postgresql15-cluster' },
  ],
  [
    `delete DB parameter group shop-dev-aurora-postgresql15-instance in ${region}`,
    `rds:DeleteDBParameterGroup ${region}`,
    { DBParameterGroupName: 'shop-dev-aurora-postgresql15-instance' },
  ],
  [
    `delete log group /aws/rds/cluster/${cluster(region)}/postgresql in ${region}`,
    `logs:DeleteLogGroup ${region}`,
    { logGroupName: `/aws/rds/cluster/${cluster(region)}/postgresql` },
  ],
];
const RoleName = 'shop-dev-aurora-monitoring';
const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole';

describe('the delete of a global database', () => {
  it('is these calls, in this order', () => {
    const world = arrived(spec);
    const { actions } = preview(spec, world, (observed) => plan(null, observed));
    const secret = world.secret?.arn;
    expect(
      actions.map(({ summary, service, command, region, input }) => [
        summary,
        `${service}:${command} ${region}`,
        input,
      ]),
    ).toEqual([
      leave(AWAY),
      instance(AWAY, 1),
      leave(HOME),
      [
        `delete Aurora cluster ${cluster(AWAY)} in ${AWAY}`,
        `rds:DeleteDBCluster ${AWAY}`,
        { DBClusterIdentifier: cluster(AWAY), SkipFinalSnapshot: true },
      ],
      instance(HOME, 2),
      instance(HOME, 3),
      [
        `delete Aurora global cluster ${GLOBAL}`,
        `rds:DeleteGlobalCluster ${HOME}`,
        { GlobalClusterIdentifier: GLOBAL },
      ],
      instance(HOME, 1),
      ...groups(AWAY),
      [
        `delete Aurora cluster ${cluster(HOME)} in ${HOME} with a final snapshot`,
        `rds:DeleteDBCluster ${HOME}`,
        {
          DBClusterIdentifier: cluster(HOME),
          SkipFinalSnapshot: false,
          FinalDBSnapshotIdentifier: `${cluster(HOME)}-final-clustereuwest2`,
        },
      ],
      ...groups(HOME),
      [
        `detach the Enhanced Monitoring policy from IAM role ${RoleName}`,
        `iam:DetachRolePolicy ${HOME}`,
        { RoleName, PolicyArn },
      ],
      [
        `delete secret ${secret} (it can be restored for 30 days)`,
        `secretsmanager:DeleteSecret ${HOME}`,
        { SecretId: secret, RecoveryWindowInDays: 30 },
      ],
      [`delete IAM role ${RoleName}`, `iam:DeleteRole ${HOME}`, { RoleName }],
    ]);
  });
});

describe('what clusters use', () => {
  const world = arrived(spec);
  const empty = (place: AuroraObserved['primary']) => ({ ...place, cluster: null, instances: [] });
  const shared = /DetachRolePolicy|DeleteRole|DeleteSecret/;
  const planned = (change: Partial<AuroraObserved>) => brief(plan(null, { ...world, ...change }));
  const primary = empty(world.primary);
  const secondary = world.secondary && empty(world.secondary);

  it('goes region by region, and what both regions share goes last', () => {
    const globalCluster = world.globalCluster && { ...world.globalCluster, members: [] };
    const held = planned({ primary, secondary, globalCluster });
    expect(held).toContain(`DeleteDBSubnetGroup ${HOME}`);
    expect(held.join()).not.toMatch(shared);
    expect(planned({ primary, globalCluster: null }).join()).not.toMatch(shared);
    expect(planned({ primary, secondary, globalCluster: null }).join()).toMatch(shared);
  });

  it('stays while an instance is left, though its cluster has gone', () => {
    const left = { ...primary, instances: world.primary.instances.slice(0, 1) };
    const held = planned({ primary: left, secondary, globalCluster: null });
    expect(held).toContain(`DeleteDBSubnetGroup ${AWAY}`);
    expect(held.join()).not.toContain(`Group ${HOME}`);
    expect(held.join()).not.toMatch(shared);
  });

  it('is waited for when it is not at rest', () => {
    const { subnetGroup } = primary;
    const busy = { ...primary, subnetGroup: subnetGroup && { ...subnetGroup, status: 'Modifying' } };
    const { actions, waits } = plan(null, { ...world, primary: busy, secondary, globalCluster: null });
    expect(waits).toEqual([
      {
        what: `DB subnet group shop-dev-aurora-subnets in ${HOME} is Modifying`,
        retryAfterSeconds: 15,
      },
    ]);
    expect(
      actions.filter(({ command, region }) => command === 'DeleteDBSubnetGroup' && region === HOME),
    ).toEqual([]);
  });
});
