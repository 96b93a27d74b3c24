import fc from 'fast-check';
import type { AuroraSpec } from '../../../core/spec.ts';
import { compare } from '../../../tiers/aurora/compare.ts';
import type { AuroraObserved, ObservedCluster, ObservedInstance } from '../../../tiers/aurora/observed.ts';
import { plan } from '../../../tiers/aurora/plan/index.ts';
import { arrived } from './arrived.ts';
import { development, production, withCluster, withInstance } from './fixtures.ts';
import { seenWith } from './simulation.ts';
import { following, specs } from './specs.ts';

const three: AuroraSpec = { ...development, primary: { ...development.primary, instanceCount: 3 } };
const ready = arrived(development);
const readyGlobal = arrived(production);
const changed = (spec: AuroraSpec, observed: AuroraObserved) =>
  compare(spec, observed)
    .filter(({ state }) => state === 'changed')
    .map((field) => `${field.resource} ${field.field}: ${field.observed} → ${field.desired}`);

/** Changes that somebody, or AWS, can make to what is there. */
const ofCluster: fc.Arbitrary<Partial<ObservedCluster>> = fc.constantFrom<Partial<ObservedCluster>[]>(
  ...[{ backupRetentionDays: 7 }, { backupRetentionDays: null }, { backupWindow: '09:00-10:00' }],
  ...[{ maintenanceWindow: 'SUN:04:00-SUN:05:00' }, { maintenanceWindow: 'mon:01:00-mon:02:00' }],
  ...[{ deletionProtection: true }, { deletionProtection: false }, { copyTagsToSnapshot: false }],
  ...[{ storageType: 'aurora-iopt1' }, { parameterGroupName: 'default.aurora-postgresql15' }],
  ...[{ securityGroupIds: ['sg-other'] }, { logExports: [] }, { logExports: null }, { tags: {} }],
  ...[{ engineVersion: '15.15' }, { engineVersion: '15.18' }, { engineVersion: '16.9' }],
  ...[{ databaseName: 'other' }, { databaseName: null }, { masterUsername: 'other' }, { port: 6432 }],
  ...[{ kmsKeyArn: 'arn:other' }, { storageEncrypted: false }, { subnetGroupName: 'other' }],
  ...[{ endpoint: 'moved.eu-west-2.rds.amazonaws.com' }, { status: 'stopped' }, { engine: 'aurora-mysql' }],
);
const ofInstance: fc.Arbitrary<Partial<ObservedInstance>> = fc.constantFrom<Partial<ObservedInstance>[]>(
  ...[{ instanceClass: 'db.r6g.4xlarge' }, { maintenanceWindow: 'mon:01:00-mon:02:00' }],
  ...[{ maintenanceWindow: null }, { parameterGroupName: 'other' }, { autoMinorVersionUpgrade: false }],
  ...[{ monitoringIntervalSeconds: 5 }, { monitoringIntervalSeconds: null }, { tags: {} }],
  ...[{ performanceInsightsRetentionDays: 93 }, { performanceInsightsRetentionDays: null }],
  ...[{ parameterStatus: 'pending-reboot' }, { parameterStatus: null }, { status: 'failed' }],
);
type Mutation = (observed: AuroraObserved) => AuroraObserved;
const around: fc.Arbitrary<Mutation> = fc.constantFrom<Mutation[]>(
  (observed) => ({ ...observed, secret: null }),
  (observed) => ({ ...observed, secret: observed.secret && { ...observed.secret, deletionScheduled: true } }),
  (observed) => ({
    ...observed,
    secret: observed.secret && { ...observed.secret, tags: observed.identity && {} },
  }),
  (observed) => ({ ...observed, monitoringRole: null }),
  (observed) => ({
    ...observed,
    monitoringRole: observed.monitoringRole && { ...observed.monitoringRole, policyAttached: false },
  }),
  (observed) => ({
    ...observed,
    globalCluster: observed.globalCluster && { ...observed.globalCluster, deletionProtection: false },
  }),
  (observed) => ({ ...observed, globalCluster: null }),
  (observed) => ({ ...observed, primary: { ...observed.primary, subnetGroup: null } }),
  (observed) => ({
    ...observed,
    primary: {
      ...observed.primary,
      subnetGroup: observed.primary.subnetGroup && {
        ...observed.primary.subnetGroup,
        subnetIds: ['subnet-other'],
      },
    },
  }),
  (observed) => ({
    ...observed,
    primary: {
      ...observed.primary,
      clusterParameterGroup: observed.primary.clusterParameterGroup && {
        ...observed.primary.clusterParameterGroup,
        values: { ...observed.primary.clusterParameterGroup.values, work_mem: '1' },
      },
    },
  }),
  (observed) => ({ ...observed, primary: { ...observed.primary, instanceParameterGroup: null } }),
  (observed) => ({
    ...observed,
    primary: { ...observed.primary, instances: observed.primary.instances.slice(1) },
  }),
  (observed) => ({ ...observed, secondary: observed.secondary && { ...observed.secondary, instances: [] } }),
  (observed) => ({
    ...observed,
    primary: { ...observed.primary, logGroups: ['/aws/rds/cluster/old/postgresql'] },
  }),
  (observed) => ({
    ...observed,
    secondary: observed.secondary && {
      ...observed.secondary,
      cluster: observed.secondary.cluster && {
        ...observed.secondary.cluster,
        tags: {},
        backupRetentionDays: 1,
      },
    },
  }),
);
const mutations: fc.Arbitrary<Mutation> = fc.oneof(
  around,
  ofCluster.map(
    (change): Mutation =>
      (observed) =>
        observed.primary.cluster ? withCluster(observed, change) : observed,
  ),
  fc.tuple(fc.nat(3), ofInstance).map(
    ([index, change]): Mutation =>
      (observed) =>
        withInstance(observed, index, change),
  ),
);

describe('the comparison of the Aurora tier', () => {
  it('finds a difference exactly when the plan has something to do or to say', () => {
    fc.assert(
      fc.property(specs, fc.array(mutations, { maxLength: 3 }), (spec, changes) => {
        const observed = changes.reduce((seen, mutate) => mutate(seen), arrived(spec));
        const { actions, failures } = plan(spec, observed);
        expect(changed(spec, observed).length > 0).toBe(actions.length + failures.length > 0);
      }),
    );
  });

  it('finds a difference before an update exactly when the update has something to do', () => {
    fc.assert(
      fc.property(specs, specs, (first, second) => {
        const spec = following(first, second);
        const observed = seenWith(spec, arrived(first));
        const { actions, failures } = plan(spec, observed);
        expect(failures).toEqual([]);
        expect(changed(spec, observed).length > 0).toBe(actions.length > 0);
      }),
    );
  });

  it.each<[string, AuroraSpec, AuroraObserved, string[]]>([
    [
      'retention',
      development,
      withCluster(ready, { backupRetentionDays: 1 }),
      ['Aurora cluster shop-dev-aurora-euw2 in eu-west-2 aurora.backupRetentionDays: 1 → 3'],
    ],
    [
      'an instance that is gone, and one beyond the count',
      { ...three, primary: { ...three.primary, instanceCount: 2 } },
      (() => {
        const all = arrived(three);
        return {
          ...all,
          primary: { ...all.primary, instances: all.primary.instances.filter((_, index) => index !== 1) },
        };
      })(),
      [
        'Aurora instance shop-dev-aurora-euw2-2 in eu-west-2 exists: false → true',
        'Aurora instance shop-dev-aurora-euw2-3 in eu-west-2 exists: true → false',
      ],
    ],
    [
      'a parameter that somebody has set',
      development,
      (() => {
        const { primary } = ready;
        const group = primary.instanceParameterGroup;
        const values = { ...group?.values, work_mem: '64' };
        return { ...ready, primary: { ...primary, instanceParameterGroup: group && { ...group, values } } };
      })(),
      [
        'DB parameter group shop-dev-aurora-postgresql15-instance in eu-west-2 aurora.instanceParameters: idle_in_transaction_session_timeout=600000,work_mem=64 → idle_in_transaction_session_timeout=600000',
      ],
    ],
    [
      'an older version',
      { ...development, engineVersion: '15.18' },
      ready,
      ['Aurora cluster shop-dev-aurora-euw2 in eu-west-2 aurora.engineVersion: 15.17 → 15.18'],
    ],
  ])('shows %s in the words of the request', (_name, spec, observed, expected) => {
    expect(changed(spec, observed)).toEqual(expected);
  });

  it('takes for desired what AWS changes by itself', () => {
    const moved = withCluster(readyGlobal, {
      ...{ engineVersion: '15.18', status: 'backing-up' },
      writerInstance: 'shop-dev-aurora-euw2-2',
      maintenanceWindow: 'SUN:04:00-SUN:05:00',
    });
    expect(changed(production, moved)).toEqual([]);
  });

  it('knows nothing of what AWS does not say', () => {
    const states = compare(development, withCluster(ready, { logExports: null }));
    expect(states.find(({ field }) => field === 'aurora.logExports')).toMatchObject({
      state: 'unknown',
      observed: null,
      desired: ['postgresql'],
    });
  });

  it('names every resource that a retired region still has', () => {
    const alone = {
      ...production,
      globalDatabase: false,
      secondary: null,
      retiredSecondary: { region: 'eu-west-1' },
    };
    const left = changed(alone, seenWith(alone, readyGlobal));
    expect(left).toEqual([
      'Aurora global cluster shop-dev-aurora-global exists: true → false',
      'Aurora cluster shop-dev-aurora-euw1 in eu-west-1 exists: true → false',
      'Aurora instance shop-dev-aurora-euw1-1 in eu-west-1 exists: true → false',
      'DB subnet group shop-dev-aurora-subnets in eu-west-1 exists: true → false',
      'DB cluster parameter group shop-dev-aurora-postgresql15-cluster in eu-west-1 exists: true → false',
      'DB parameter group shop-dev-aurora-postgresql15-instance in eu-west-1 exists: true → false',
    ]);
  });
});
