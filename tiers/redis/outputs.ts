import type { RedisOutputs } from '../../core/outputs.ts';
import type { RedisSpec } from '../../core/spec.ts';
import { redisNames } from './names.ts';
import type { RedisObserved } from './observe.ts';

/** With cluster mode on there is one configuration endpoint; a client finds primaries and replicas through it. */
export function redisOutputs(spec: RedisSpec, { group, secret }: RedisObserved): RedisOutputs {
  const primary = spec.clusterMode ? null : (group?.primaryEndpoint ?? null);
  const reader = spec.clusterMode ? null : (group?.readerEndpoint ?? null);
  const configuration = spec.clusterMode ? (group?.configurationEndpoint ?? null) : null;
  return {
    region: spec.region,
    replicationGroupId: redisNames(spec).replicationGroup,
    primaryEndpoint: primary?.address ?? null,
    readerEndpoint: reader?.address ?? null,
    configurationEndpoint: configuration?.address ?? null,
    port: (configuration ?? primary)?.port ?? spec.port,
    readerPort: reader?.port ?? null,
    tls: true,
    authTokenSecretArn: secret?.arn ?? '',
  };
}
