import type { AuroraRegionSpec, AuroraSpec } from '../../../core/spec.ts';
import type { Plan } from '../../../core/tier.ts';
import { names } from '../names.ts';
import type { AuroraObserved, ObservedCluster } from '../observed.ts';
import { majorOf } from '../version-order.ts';
import { ENGINE } from './members.ts';
import { failWith } from './parts.ts';
import { clusterLabel } from './states.ts';

/** Failures for what an existing cluster of ours has that cannot be changed, whatever may be replaced. */
export function immutableMismatches(spec: AuroraSpec, observed: AuroraObserved): Plan[] {
  const { primary, secondary } = observed;
  return [
    ...(primary.cluster ? mismatches(spec, spec.primary, primary.cluster) : []),
    ...(spec.secondary && secondary?.cluster ? mismatches(spec, spec.secondary, secondary.cluster) : []),
  ];
}

export interface Fact {
  /** In the request's words, `aurora.databaseName`, or AWS's. */
  readonly field: string;
  readonly what: string;
  readonly wanted: string | number;
  /** Null where AWS reports nothing: unknown is no mismatch. */
  readonly found: string | number | null;
  readonly pointer?: string;
  readonly why?: string;
}

/** Elsewhere than on AWS the engine behind the endpoint may listen on a port of its own choice. */
const AWS_ENDPOINT = /\.rds\.amazonaws\.com(\.cn)?$/;

function mismatches(spec: AuroraSpec, target: AuroraRegionSpec, cluster: ObservedCluster): Plan[] {
  const label = clusterLabel(cluster, target.region);
  return [majorVersion(spec, cluster), ...facts(spec, target, cluster)]
    .filter(({ wanted, found }) => found !== null && found !== wanted)
    .map(({ what, wanted, found, pointer, why }) =>
      failWith({
        class: 'Terminal',
        code: 'immutable',
        resource: label,
        message:
          `${label} has ${what} ${found}, and ${wanted} is asked for. ${why ?? 'AWS cannot change this in place.'} ` +
          `A database is never replaced, because its data would go: ask for ${found}, or make another environment and move the data.`,
        ...(pointer && { pointer }),
      }),
    );
}

export function facts(spec: AuroraSpec, target: AuroraRegionSpec, cluster: ObservedCluster): Fact[] {
  return [
    { field: 'Engine', what: 'engine', wanted: ENGINE, found: cluster.engine },
    {
      field: 'StorageEncrypted',
      what: 'storage encryption',
      wanted: 'on',
      found: cluster.storageEncrypted ? 'on' : 'off',
    },
    {
      ...{ field: 'KmsKeyId', what: 'KMS key', wanted: target.kmsKeyArn, pointer: '#/landingZone' },
      // An alias is not what reads back.
      found: target.kmsKeyArn.includes(':alias/') ? null : cluster.kmsKeyArn,
    },
    {
      ...{ field: 'DBSubnetGroup', what: 'DB subnet group', found: cluster.subnetGroupName },
      wanted: names.subnetGroup(spec.identity),
    },
    requested('databaseName', 'database name', spec.databaseName, cluster.databaseName),
    requested('masterUsername', 'master user', spec.masterUsername, cluster.masterUsername),
    {
      ...requested('port', 'port', spec.port, portOf(cluster)),
      why: 'Every client of the database has its port.',
    },
  ];
}

function requested(field: string, what: string, wanted: Fact['wanted'], found: Fact['found']): Fact {
  return { field: `aurora.${field}`, pointer: `#/aurora/${field}`, what, wanted, found };
}

function portOf({ endpoint, port }: ObservedCluster): number | null {
  return AWS_ENDPOINT.test(endpoint ?? '') ? port : null;
}

/** Within its major version a database is upgraded in place, or has been by AWS. */
function majorVersion(spec: AuroraSpec, { engineVersion }: ObservedCluster): Fact {
  const same = majorOf(engineVersion) === majorOf(spec.engineVersion);
  return {
    ...requested('engineVersion', 'engine version', spec.engineVersion, same ? null : engineVersion),
    why: 'An upgrade to another major version is not done here: it may break what uses the database.',
  };
}
