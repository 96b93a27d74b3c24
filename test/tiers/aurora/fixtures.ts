import type { AuroraRegionSpec, AuroraSpec } from '../../../core/spec.ts';
import type {
  AuroraObserved,
  ObservedCluster,
  ObservedInstance,
  ObservedRegion,
} from '../../../tiers/aurora/observed.ts';
import { base, identity, keyArn } from '../shared/fixtures.ts';

const regionSpec = (region: string, instanceCount: number): AuroraRegionSpec => ({
  region,
  subnetIds: [`subnet-${region}-a`, `subnet-${region}-b`],
  securityGroupIds: [`sg-${region}`],
  kmsKeyArn: keyArn(region, 'aurora'),
  instanceCount,
});

/** As the preset `development` has it. */
export const development: AuroraSpec = {
  ...base,
  engineVersion: '15.17',
  parameterGroupFamily: 'aurora-postgresql15',
  instanceClass: 'db.r6g.large',
  databaseName: 'app',
  masterUsername: 'gameadmin',
  masterSecretArn: null,
  secretsKmsKeyArn: keyArn('eu-west-2', 'secrets'),
  port: 5432,
  globalDatabase: false,
  primary: regionSpec('eu-west-2', 1),
  secondary: null,
  backupRetentionDays: 3,
  backupWindow: '02:00-03:00',
  maintenanceWindow: 'sun:04:00-sun:05:00',
  performanceInsightsRetentionDays: null,
  monitoringIntervalSeconds: 0,
  logExports: ['postgresql'],
  deletionProtection: false,
  autoMinorVersionUpgrade: true,
  storageType: 'aurora',
  clusterParameters: {},
  instanceParameters: {},
};

/** As the preset `production` has it. */
export const production: AuroraSpec = {
  ...development,
  instanceClass: 'db.r6g.xlarge',
  globalDatabase: true,
  primary: regionSpec('eu-west-2', 3),
  secondary: regionSpec('eu-west-1', 1),
  backupRetentionDays: 14,
  performanceInsightsRetentionDays: 31,
  monitoringIntervalSeconds: 60,
  deletionProtection: true,
};

export const emptyRegion = (region: string): ObservedRegion => ({
  region,
  subnetGroup: null,
  clusterParameterGroup: null,
  instanceParameterGroup: null,
  cluster: null,
  instances: [],
  logGroups: [],
});

/** An account in which nothing has our names. */
export const nothing = (spec: AuroraSpec): AuroraObserved => ({
  identity,
  secret: null,
  monitoringRole: null,
  globalCluster: null,
  primary: emptyRegion(spec.primary.region),
  secondary: spec.secondary && emptyRegion(spec.secondary.region),
  retired: spec.retiredSecondary ? emptyRegion(spec.retiredSecondary.region) : null,
});

/** The same with something of the primary region's cluster changed. */
export function withCluster(observed: AuroraObserved, change: Partial<ObservedCluster>): AuroraObserved {
  const { primary } = observed;
  if (!primary.cluster) throw new Error('no cluster to change');
  return { ...observed, primary: { ...primary, cluster: { ...primary.cluster, ...change } } };
}

/** The same with something of one instance of the primary region changed. */
export function withInstance(
  observed: AuroraObserved,
  index: number,
  change: Partial<ObservedInstance>,
): AuroraObserved {
  const instances = observed.primary.instances.map((instance, each) =>
    each === index ? { ...instance, ...change } : instance,
  );
  return { ...observed, primary: { ...observed.primary, instances } };
}
