import type { DaxSpec } from '../../../core/spec.ts';
import { daxNames, daxParameters } from '../../../tiers/dax/names.ts';
import type { DaxObserved, ObservedCluster } from '../../../tiers/dax/observe.ts';
import { tablesPolicy } from '../../../tiers/dax/policy.ts';
import { ACCOUNT, base, keyArn } from '../shared/fixtures.ts';

export const single: DaxSpec = {
  ...base,
  region: 'eu-west-2',
  subnetIds: ['subnet-a', 'subnet-b'],
  securityGroupIds: ['sg-dax'],
  nodeType: 'dax.r4.large',
  replicationFactor: 1,
  maintenanceWindow: 'sun:04:00-sun:05:00',
  recordTtlMs: 300_000,
  queryTtlMs: 60_000,
  tableNames: ['shop-dev-games', 'shop-dev-game-moves'],
  tablesKmsKeyArn: keyArn('eu-west-2', 'tables'),
};

export const three: DaxSpec = { ...single, replicationFactor: 3 };

export const roleArn = `arn:aws:iam::${ACCOUNT}:role/plinth/shop-dev-dax`;

/** A cluster as it is when everything has been done. */
export function observedCluster(spec: DaxSpec, change: Partial<ObservedCluster> = {}): ObservedCluster {
  const names = daxNames(spec);
  return {
    name: names.cluster,
    ours: true,
    arn: `arn:aws:dax:eu-west-2:${ACCOUNT}:cache/${names.cluster}`,
    status: 'available',
    tags: spec.tags,
    nodeType: spec.nodeType,
    totalNodes: spec.replicationFactor,
    nodes: Array.from({ length: spec.replicationFactor }, (_, node) => ({
      id: `${names.cluster}-${'abcdefghij'[node]}`,
      status: 'available',
      pendingReboot: false,
    })),
    parameterGroup: names.parameterGroup,
    securityGroupIds: [...spec.securityGroupIds].sort(),
    maintenanceWindow: spec.maintenanceWindow,
    encryption: 'ENABLED',
    endpointEncryption: 'TLS',
    endpoint: { address: `${names.cluster}.dax-clusters.eu-west-2.amazonaws.com`, port: 9111 },
    ...change,
  };
}

export function observed(spec: DaxSpec, change: Partial<DaxObserved> = {}): DaxObserved {
  const names = daxNames(spec);
  return {
    region: spec.region,
    role: { name: names.role, ours: true, arn: roleArn, policy: tablesPolicy(spec, roleArn) },
    subnetGroup: { name: names.subnetGroup, ours: true, subnetIds: [...spec.subnetIds].sort() },
    parameterGroups: [{ name: names.parameterGroup, ours: true, values: daxParameters(spec) }],
    cluster: observedCluster(spec),
    ...change,
  };
}

export const nothing: DaxObserved = {
  region: 'eu-west-2',
  role: null,
  subnetGroup: null,
  parameterGroups: [],
  cluster: null,
};
