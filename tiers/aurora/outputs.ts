import type { AuroraOutputs, AuroraRegionOutputs } from '../../core/outputs.ts';
import type { AuroraRegionSpec, AuroraSpec } from '../../core/spec.ts';
import { names } from './names.ts';
import type { AuroraObserved, ObservedRegion } from './observed.ts';
import { memberOf } from './plan/members.ts';

export function outputs(spec: AuroraSpec, observed: AuroraObserved): AuroraOutputs {
  const { primary, secondary, globalCluster, secret } = observed;
  return {
    databaseName: spec.databaseName,
    engineVersion: primary.cluster?.engineVersion ?? spec.engineVersion,
    masterUsername: spec.masterUsername,
    masterSecretArn: secret?.arn ?? spec.masterSecretArn ?? names.masterSecret(spec.identity),
    tls: true,
    globalClusterIdentifier: globalCluster?.identifier ?? null,
    globalWriterEndpoint: globalCluster?.endpoint ?? null,
    primary: regionOutputs(spec, spec.primary, observed, primary),
    secondary: spec.secondary && secondary ? regionOutputs(spec, spec.secondary, observed, secondary) : null,
  };
}

function regionOutputs(
  spec: AuroraSpec,
  { region }: AuroraRegionSpec,
  { globalCluster }: AuroraObserved,
  { cluster }: ObservedRegion,
): AuroraRegionOutputs {
  // Which region writes is observed: a switchover moves it.
  const member = memberOf(globalCluster, cluster?.arn);
  const writes = member ? member.isWriter : region === spec.primary.region;
  return {
    region,
    clusterIdentifier: cluster?.identifier ?? names.cluster(spec.identity, region),
    clusterArn: cluster?.arn ?? '',
    writerEndpoint: writes ? (cluster?.endpoint ?? null) : null,
    readerEndpoint: cluster?.readerEndpoint ?? '',
    port: cluster?.port ?? spec.port,
  };
}
