import type { AuroraRegionSpec, AuroraSpec } from '../../../core/spec.ts';
import type { Plan } from '../../../core/tier.ts';
import { names } from '../names.ts';
import type { AuroraObserved, ObservedCluster } from '../observed.ts';
import { compareVersions, majorOf } from '../version-order.ts';
import { ENGINE } from './global.ts';
import { failWith } from './parts.ts';
import { clusterLabel } from './states.ts';

/** Failures for what an existing cluster of ours has that cannot be changed, or not by this operation. */
export function immutableMismatches(spec: AuroraSpec, observed: AuroraObserved): Plan[] {
  const { primary, secondary } = observed;
  return [
    ...(primary.cluster ? mismatches(spec, spec.primary, primary.cluster) : []),
    ...(spec.secondary && secondary?.cluster ? mismatches(spec, spec.secondary, secondary.cluster) : []),
  ];
}

type Fact = readonly [what: string, wanted: string, found: string | null, pointer?: string];

function mismatches(spec: AuroraSpec, target: AuroraRegionSpec, cluster: ObservedCluster): Plan[] {
  const label = clusterLabel(cluster, target.region);
  return facts(spec, target, cluster)
    .filter(([, wanted, found]) => found !== null && found !== wanted)
    .map(([what, wanted, found, pointer]) =>
      failWith({
        class: 'Terminal',
        code: 'immutable',
        resource: label,
        message: `${label} has ${what} ${found}, and ${wanted} is asked for. This cannot be changed in place: ask for ${found}, or choose another environment name.`,
        ...(pointer && { pointer }),
      }),
    );
}

/** Null where AWS reports nothing: unknown is no mismatch. */
function facts(spec: AuroraSpec, target: AuroraRegionSpec, cluster: ObservedCluster): Fact[] {
  return [
    ['engine', ENGINE, cluster.engine],
    ['engine version', spec.engineVersion, versionIfTooOld(spec, cluster), '#/aurora/engineVersion'],
    ['storage encryption', 'on', cluster.storageEncrypted ? 'on' : 'off'],
    // An alias is not what reads back.
    [
      'KMS key',
      target.kmsKeyArn,
      target.kmsKeyArn.includes(':alias/') ? null : cluster.kmsKeyArn,
      '#/landingZone',
    ],
    ['DB subnet group', names.subnetGroup(spec.identity), cluster.subnetGroupName],
    ['database name', spec.databaseName, cluster.databaseName, '#/aurora/databaseName'],
    ['master user', spec.masterUsername, cluster.masterUsername, '#/aurora/masterUsername'],
  ];
}

/** Newer within its major version is fine: minor upgrades may be automatic. */
function versionIfTooOld(spec: AuroraSpec, { engineVersion }: ObservedCluster): string | null {
  const same = majorOf(engineVersion) === majorOf(spec.engineVersion);
  return same && compareVersions(engineVersion, spec.engineVersion) >= 0 ? null : engineVersion;
}
