import { regionCode, resourceName } from '../../core/naming.ts';
import type { AuroraSpec, Identity } from '../../core/spec.ts';

/**
 * Names of the tier's resources. Clusters and instances carry the region's code even without a global database:
 * cluster names of one global database differ across regions, so a later global database renames nothing.
 */
export const names = {
  globalCluster: ({ slug }: Identity) => resourceName('globalCluster', slug, 'aurora-global'),
  cluster: ({ slug }: Identity, region: string) =>
    resourceName('dbCluster', slug, `aurora-${regionCode(region)}`),
  /** @param number from 1. */
  instance: ({ slug }: Identity, region: string, number: number) =>
    resourceName('dbInstance', slug, `aurora-${regionCode(region)}-${number}`),
  subnetGroup: ({ slug }: Identity) => resourceName('dbGroup', slug, 'aurora-subnets'),
  /** The family is in the name: a group cannot change it, so another major version needs another group. */
  clusterParameterGroup: ({ slug }: Identity, family: string) =>
    resourceName('dbGroup', slug, `${family}-cluster`),
  instanceParameterGroup: ({ slug }: Identity, family: string) =>
    resourceName('dbGroup', slug, `${family}-instance`),
  monitoringRole: ({ slug }: Identity) => resourceName('iamRole', slug, 'aurora-monitoring'),
  /** Not `-master`: a secret's name must not end with a hyphen and six characters (Secrets Manager, CreateSecret). */
  masterSecret: ({ slug }: Identity) => resourceName('secret', slug, 'aurora-master-user'),
  /** RDS names the groups of a cluster's exported logs itself, one for each type (Aurora user guide). */
  logGroup: (clusterIdentifier: string, type: string) => `/aws/rds/cluster/${clusterIdentifier}/${type}`,
  /** One per incarnation of the cluster, so that a second delete does not meet the first one's snapshot. */
  finalSnapshot: (clusterIdentifier: string, resourceId: string) =>
    `${clusterIdentifier.slice(0, 200)}-final-${resourceId.toLowerCase().replace(/[^a-z0-9]/g, '')}`,
};

/** Every region of the environment, the primary one first. */
export function regionsOf(spec: AuroraSpec) {
  return spec.secondary ? [spec.primary, spec.secondary] : [spec.primary];
}

/** A cluster has a writer and up to 15 readers (Aurora user guide). */
export const MOST_INSTANCES = 16;

/** The names that the instances of a region should have, the writer-to-be first. */
export function instanceNames(identity: Identity, region: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => names.instance(identity, region, index + 1));
}
