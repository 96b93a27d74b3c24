import type { AuroraSpec } from '../../../core/spec.ts';
import { effectOf } from '../../../core/tier.ts';
import type { AuroraObserved, ObservedRegion } from '../../../tiers/aurora/observed.ts';
import { plan } from '../../../tiers/aurora/plan/index.ts';
import { brief } from '../shared/fixtures.ts';
import { arrived, preview } from './arrived.ts';
import { development, emptyRegion, production, withCluster, withInstance } from './fixtures.ts';
import { SimulatedAurora, seenWith } from './simulation.ts';

const three: AuroraSpec = { ...development, primary: { ...development.primary, instanceCount: 3 } };
const ready = arrived(development);
const readyThree = arrived(three);
const readyGlobal = arrived(production);
const alone: AuroraSpec = {
  ...production,
  globalDatabase: false,
  secondary: null,
  retiredSecondary: { region: 'eu-west-1' },
};
const leaving = seenWith(alone, readyGlobal);
const planned = (spec: AuroraSpec, from: AuroraObserved) =>
  preview(spec, from, (observed) => plan(spec, observed)).actions.map(
    (action) =>
      `${action.command} ${action.region.slice(-6)} ${effectOf(action)}: ${Object.keys(action.input).slice(1).join(', ')}`,
  );
const targets = (spec: AuroraSpec, from: AuroraObserved, command: string) =>
  preview(spec, from, (observed) => plan(spec, observed))
    .actions.filter((action) => action.command === command)
    .map(({ input }) => input.DBInstanceIdentifier ?? input.DBClusterIdentifier);

describe('a change of one field is one call with that field', () => {
  it.each<[string, Partial<AuroraSpec>, string[]]>([
    [
      'retention',
      { backupRetentionDays: 9 },
      ['ModifyDBCluster west-2 in-place: BackupRetentionPeriod, ApplyImmediately'],
    ],
    [
      'the backup window',
      { backupWindow: '05:00-06:00' },
      ['ModifyDBCluster west-2 in-place: PreferredBackupWindow, ApplyImmediately'],
    ],
    [
      'the maintenance window, of cluster and instance',
      { maintenanceWindow: 'tue:04:00-tue:05:00' },
      [
        'ModifyDBCluster west-2 in-place: PreferredMaintenanceWindow, ApplyImmediately',
        'ModifyDBInstance west-2 in-place: PreferredMaintenanceWindow, ApplyImmediately',
      ],
    ],
    [
      'protection',
      { deletionProtection: true },
      ['ModifyDBCluster west-2 in-place: DeletionProtection, ApplyImmediately'],
    ],
    [
      'storage',
      { storageType: 'aurora-iopt1' },
      ['ModifyDBCluster west-2 in-place: StorageType, ApplyImmediately'],
    ],
    [
      'log exports',
      { logExports: ['postgresql', 'instance'] },
      ['ModifyDBCluster west-2 in-place: CloudwatchLogsExportConfiguration, ApplyImmediately'],
    ],
    [
      'Performance Insights',
      { performanceInsightsRetentionDays: 7 },
      [
        'ModifyDBCluster west-2 in-place: EnablePerformanceInsights, PerformanceInsightsRetentionPeriod, PerformanceInsightsKMSKeyId, ApplyImmediately',
      ],
    ],
    [
      'Enhanced Monitoring, after its role',
      { monitoringIntervalSeconds: 30 },
      [
        'CreateRole west-2 create: Path, AssumeRolePolicyDocument, Description, Tags',
        'AttachRolePolicy west-2 in-place: PolicyArn',
        'ModifyDBInstance west-2 in-place: MonitoringInterval, MonitoringRoleArn, ApplyImmediately',
      ],
    ],
    [
      'the class',
      { instanceClass: 'db.r6g.xlarge' },
      ['ModifyDBInstance west-2 restart: DBInstanceClass, ApplyImmediately'],
    ],
    [
      'a newer minor version',
      { engineVersion: '15.18' },
      ['ModifyDBCluster west-2 restart: EngineVersion, ApplyImmediately'],
    ],
    ['an older minor version: AWS has upgraded', { engineVersion: '15.15' }, []],
    [
      'a dynamic parameter',
      { clusterParameters: { work_mem: '8192' } },
      ['ModifyDBClusterParameterGroup west-2 in-place: Parameters'],
    ],
    [
      'a static parameter',
      { instanceParameters: { max_connections: '500' } },
      ['ModifyDBParameterGroup west-2 in-place: Parameters', 'RebootDBInstance west-2 restart: '],
    ],
  ])('%s', (_name, change, expected) => {
    expect(planned({ ...development, ...change }, ready)).toEqual(expected);
  });

  it('keeps a change for later while a backup runs, instead of forgetting it', () => {
    const busy = withCluster(ready, { status: 'backing-up' });
    expect(brief(plan({ ...development, backupRetentionDays: 9 }, busy))).toEqual([
      'wait: Aurora cluster shop-dev-aurora-euw2 in eu-west-2 cannot be changed now',
    ]);
    const optimising = withInstance(ready, 0, { status: 'storage-optimization' });
    expect(brief(plan({ ...development, instanceClass: 'db.r6g.xlarge' }, optimising))).toEqual([
      'wait: Aurora instance shop-dev-aurora-euw2-1 in eu-west-2 cannot be changed now',
    ]);
  });
});

describe('parameters', () => {
  it('that are not asked for any more go back to the default, and our own stay', () => {
    const before = arrived({ ...development, clusterParameters: { work_mem: '8192', log_lock_waits: '0' } });
    const { actions, observed } = preview(development, before, (seen) => plan(development, seen));
    expect(actions.map(({ command, input }) => [command, input.Parameters])).toEqual([
      [
        'ModifyDBClusterParameterGroup',
        [{ ParameterName: 'log_lock_waits', ParameterValue: '1', ApplyMethod: 'immediate' }],
      ],
      ['ResetDBClusterParameterGroup', [{ ParameterName: 'work_mem', ApplyMethod: 'immediate' }]],
    ]);
    expect(observed.primary.clusterParameterGroup?.values).toEqual(
      ready.primary.clusterParameterGroup?.values,
    );
  });

  it('that need a restart get it, one instance at a time, the writer last', () => {
    const spec = { ...three, clusterParameters: { max_connections: '500' } };
    expect(targets(spec, readyThree, 'RebootDBInstance')).toEqual([
      'shop-dev-aurora-euw2-2',
      'shop-dev-aurora-euw2-3',
      'shop-dev-aurora-euw2-1',
    ]);
  });

  it('count after an upgrade without another restart', () => {
    const spec = { ...development, engineVersion: '15.18', clusterParameters: { max_connections: '500' } };
    expect(planned(spec, ready).filter((call) => call.includes('restart'))).toEqual([
      'ModifyDBCluster west-2 restart: EngineVersion, ApplyImmediately',
    ]);
  });

  it('are waited for while AWS applies them', () => {
    expect(brief(plan(development, withInstance(ready, 0, { parameterStatus: 'applying' })))).toEqual([
      'wait: Aurora instance shop-dev-aurora-euw2-1 in eu-west-2 is applying its parameters',
    ]);
  });
});

describe('instances beyond the count', () => {
  it('go, readers all at once', () => {
    expect(planned(development, readyThree)).toEqual([
      'DeleteDBInstance west-2 delete: SkipFinalSnapshot',
      'DeleteDBInstance west-2 delete: SkipFinalSnapshot',
    ]);
    expect(targets(development, readyThree, 'DeleteDBInstance')).toEqual([
      'shop-dev-aurora-euw2-2',
      'shop-dev-aurora-euw2-3',
    ]);
  });

  it('hand over first when one of them is the writer', () => {
    const moved = withCluster(readyThree, { writerInstance: 'shop-dev-aurora-euw2-3' });
    const { actions } = preview(development, moved, (observed) => plan(development, observed));
    expect(
      actions.map(({ command, input }) => [
        command,
        input.DBInstanceIdentifier ?? input.TargetDBInstanceIdentifier,
      ]),
    ).toEqual([
      ['DeleteDBInstance', 'shop-dev-aurora-euw2-2'],
      ['FailoverDBCluster', 'shop-dev-aurora-euw2-1'],
      ['DeleteDBInstance', 'shop-dev-aurora-euw2-3'],
    ]);
    expect(actions.map(effectOf)).toEqual(['delete', 'restart', 'delete']);
  });

  it('stay until all that is to stay serves', () => {
    const busy = withInstance(readyThree, 0, { status: 'rebooting' });
    expect(brief(plan(development, busy)).filter((line) => !line.startsWith('wait'))).toEqual([]);
    const lost = {
      ...readyThree,
      primary: { ...readyThree.primary, instances: readyThree.primary.instances.slice(1) },
    };
    expect(brief(plan(development, lost)).filter((line) => !line.startsWith('wait'))).toEqual([
      'CreateDBInstance eu-west-2',
    ]);
  });

  it('go in the second region too', () => {
    const more = {
      ...production,
      secondary: production.secondary && { ...production.secondary, instanceCount: 2 },
    };
    expect(targets(production, arrived(more), 'DeleteDBInstance')).toEqual(['shop-dev-aurora-euw1-2']);
  });

  it('are not those that somebody has added under another name', () => {
    const [first] = ready.primary.instances;
    if (!first) throw new Error('no instance');
    const added = { ...first, identifier: 'reporting', arn: 'arn:reporting' };
    const seen = { ...ready, primary: { ...ready.primary, instances: [first, added] } };
    expect(brief(plan(development, seen))).toEqual([]);
  });
});

describe('an upgrade of a global database', () => {
  const newer = { ...production, engineVersion: '15.18' };
  it('begins with the region that follows', () => {
    expect(targets(newer, readyGlobal, 'ModifyDBCluster')).toEqual([
      'shop-dev-aurora-euw1',
      'shop-dev-aurora-euw2',
    ]);
  });

  it('goes by which region writes, not by which is called primary', () => {
    const { globalCluster } = readyGlobal;
    if (!globalCluster) throw new Error('no global cluster');
    const members = globalCluster.members.map((each) => ({ ...each, isWriter: !each.isWriter }));
    const switched = { ...readyGlobal, globalCluster: { ...globalCluster, members } };
    expect(targets(newer, switched, 'ModifyDBCluster')).toEqual([
      'shop-dev-aurora-euw2',
      'shop-dev-aurora-euw1',
    ]);
  });

  it('comes before a second region is added', () => {
    const single = arrived({ ...development, instanceClass: 'db.r6g.xlarge' });
    const wider = {
      ...development,
      engineVersion: '15.18',
      instanceClass: 'db.r6g.xlarge',
      globalDatabase: true,
      secondary: production.secondary,
    };
    const calls = planned(wider, seenWith(wider, single));
    const order = ['CreateGlobalCluster', 'ModifyDBCluster west-2 restart', 'CreateDBCluster west-1'];
    expect(order.map((call) => calls.findIndex((each) => each.startsWith(call)))).toEqual(
      [...order.map((call) => calls.findIndex((each) => each.startsWith(call)))].sort((a, b) => a - b),
    );
    expect(calls.filter((call) => call.includes('EngineVersion, Apply'))).toHaveLength(1);
  });
});

describe('a second region that leaves', () => {
  it('is unprotected, taken out and deleted; the global database goes and the primary cluster stays', () => {
    const { actions, observed } = preview(alone, leaving, (seen) => plan(alone, seen));
    expect(actions.map((action) => `${action.command} ${action.region} ${effectOf(action)}`)).toEqual([
      'ModifyGlobalCluster eu-west-2 in-place',
      'ModifyDBCluster eu-west-1 in-place',
      'RemoveFromGlobalCluster eu-west-2 delete',
      'RemoveFromGlobalCluster eu-west-2 in-place',
      'DeleteDBInstance eu-west-1 delete',
      'DeleteGlobalCluster eu-west-2 delete',
      'DeleteDBCluster eu-west-1 delete',
      'DeleteDBSubnetGroup eu-west-1 delete',
      'DeleteDBClusterParameterGroup eu-west-1 delete',
      'DeleteDBParameterGroup eu-west-1 delete',
      'DeleteLogGroup eu-west-1 delete',
    ]);
    expect(observed.globalCluster).toBeNull();
    expect(observed.retired).toEqual(emptyRegion('eu-west-1'));
    expect(observed.primary.cluster).toEqual({
      ...readyGlobal.primary.cluster,
      globalClusterIdentifier: null,
    });
    expect(observed.primary.instances).toEqual(readyGlobal.primary.instances);
  });

  it('makes room for another one, and the global database stays', () => {
    const moved = {
      ...production,
      secondary: production.secondary && { ...production.secondary, region: 'eu-central-1' },
      retiredSecondary: { region: 'eu-west-1' },
    };
    const { observed } = preview(moved, seenWith(moved, readyGlobal), (seen) => plan(moved, seen));
    expect(observed.globalCluster?.members.map(({ clusterArn }) => clusterArn.split(':')[3])).toEqual([
      'eu-west-2',
      'eu-central-1',
    ]);
    expect(observed.retired).toEqual(emptyRegion('eu-west-1'));
  });

  it('does not leave while it is the one that writes', () => {
    const { globalCluster } = leaving;
    if (!globalCluster) throw new Error('no global cluster');
    const members = globalCluster.members.map((each) => ({ ...each, isWriter: !each.isWriter }));
    const result = plan(alone, { ...leaving, globalCluster: { ...globalCluster, members } });
    expect(brief(result)).toEqual(['Blocked unusable']);
    expect(result.failures[0]?.message).toContain('Switch over to eu-west-2 first');
  });

  it('comes back only as a new one, and only when its replacement is allowed', () => {
    const simulation = new SimulatedAurora(alone, leaving);
    for (let round = 0; round < 2; round++) {
      for (const action of plan(alone, simulation.observed()).actions) simulation.apply(action);
      simulation.tick();
    }
    simulation.look(production);
    const left = simulation.observed();
    expect(left.globalCluster?.members).toHaveLength(1);
    expect(brief(plan(production, left))).toEqual(['Terminal immutable']);
    const { actions, observed } = preview(production, left, (seen) =>
      plan(production, seen, { allowReplacement: true }),
    );
    const destroying = actions.filter(({ command }) => command.startsWith('Delete'));
    // What was written to the cluster since it left goes with it.
    expect(destroying.map(({ command, effect }) => `${command}: ${effect}`)).toEqual([
      'DeleteDBInstance: replace',
      'DeleteDBCluster: data-loss',
    ]);
    expect(observed.globalCluster?.members).toHaveLength(2);
  });

  it('is replaced also when the global database has gone, and nothing is made in it before', () => {
    const standing = ({ cluster, ...place }: ObservedRegion): ObservedRegion => ({
      ...place,
      cluster: cluster && { ...cluster, globalClusterIdentifier: null },
    });
    const { primary, secondary } = readyGlobal;
    const left: AuroraObserved = {
      ...readyGlobal,
      globalCluster: null,
      primary: standing(primary),
      secondary: secondary && { ...standing(secondary), instances: [] },
    };
    expect(brief(plan(production, left))).toEqual(['Terminal immutable']);
    const { actions, observed } = preview(production, left, (seen) =>
      plan(production, seen, { allowReplacement: true }),
    );
    const made = actions.filter(({ command }) => command === 'CreateDBInstance');
    expect(made).toHaveLength(production.secondary?.instanceCount ?? 0);
    expect(observed.globalCluster?.members).toHaveLength(2);
  });
});

describe('what AWS cannot change', () => {
  it('is never replaced, because a database holds what cannot be read again', () => {
    const other = { ...development, databaseName: 'other' };
    const result = plan(other, ready, { allowReplacement: true });
    expect(brief(result)).toEqual(['Terminal immutable']);
    expect(result.failures[0]).toMatchObject({ pointer: '#/aurora/databaseName' });
    expect(result.failures[0]?.message).toContain('make another environment and move the data');
  });
});
