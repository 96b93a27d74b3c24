import type { AuroraSpec } from '../../core/spec.ts';
import type { FieldState } from '../../core/tier.ts';
import { exists, field, tagsField } from './compared/fields.ts';
import { regionFields, retiredFields } from './compared/region.ts';
import { names } from './names.ts';
import type { AuroraObserved } from './observed.ts';
import { isBeside } from './plan/global.ts';
import { globalLabel } from './plan/leave.ts';
import { secretRegion, secretStates } from './plan/secret.ts';

/**
 * Field by field, what we set beside what AWS shows. What AWS changes by itself is as desired: a newer minor version,
 * which instance writes, the case of a window.
 */
export function compare(spec: AuroraSpec, observed: AuroraObserved): readonly FieldState[] {
  const { primary, secondary, retired } = observed;
  return [
    ...secretFields(spec, observed),
    ...roleFields(spec, observed),
    ...globalFields(spec, observed),
    ...regionFields(spec, spec.primary, observed, primary),
    ...(spec.secondary && secondary ? regionFields(spec, spec.secondary, observed, secondary) : []),
    ...(retired ? retiredFields(retired) : []),
  ];
}

function secretFields(spec: AuroraSpec, observed: AuroraObserved): FieldState[] {
  const { secret } = observed;
  const given = spec.masterSecretArn;
  const resource = `Secret ${given ?? names.masterSecret(spec.identity)}`;
  const there = exists(resource, true, secret !== null && !secret.deletionScheduled);
  const region = given === null ? [] : [field(resource, 'region', spec.primary.region, secretRegion(spec))];
  // A secret that the request names is read and never changed.
  if (!secret || given !== null || secret.deletionScheduled) return [there, ...region];
  const endpoint = secretStates(spec, observed, secret);
  return [
    there,
    ...(endpoint ? [field(resource, 'endpoint', endpoint.desired, endpoint.observed)] : []),
    tagsField(resource, spec.tags, secret.tags),
  ];
}

/** Without Enhanced Monitoring the role is left alone. */
function roleFields(spec: AuroraSpec, { monitoringRole: role }: AuroraObserved): FieldState[] {
  if (spec.monitoringIntervalSeconds === 0) return [];
  const resource = `IAM role ${names.monitoringRole(spec.identity)}`;
  if (!role) return [exists(resource, true, false)];
  return [
    exists(resource, true, true),
    field(resource, 'AmazonRDSEnhancedMonitoringRole attached', true, role.policyAttached),
    tagsField(resource, spec.tags, role.tags),
  ];
}

function globalFields(spec: AuroraSpec, { globalCluster, primary }: AuroraObserved): FieldState[] {
  const resource = globalLabel({ identifier: names.globalCluster(spec.identity) });
  if (!spec.globalDatabase) return globalCluster ? [exists(resource, false, true)] : [];
  if (!globalCluster) return [exists(resource, true, false)];
  const apart = isBeside(primary.cluster, globalCluster);
  return [
    exists(resource, true, true),
    field(resource, 'members', 'primary cluster', apart ? 'none' : 'primary cluster'),
    field(resource, 'aurora.deletionProtection', spec.deletionProtection, globalCluster.deletionProtection),
    tagsField(resource, spec.tags, globalCluster.tags),
  ];
}
