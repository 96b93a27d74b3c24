import type { DaxSpec } from '../../core/spec.ts';
import { type Action, isOurs } from '../../core/tier.ts';
import { describedAsOurs, tagRecord } from '../shared/ownership.ts';
import type { DaxObserved, ObservedCluster } from './observe.ts';

// biome-ignore lint/suspicious/noExplicitAny: inputs of the calls that this tier makes
type Input = any;
type Expectation = (observed: DaxObserved, input: Input, spec: DaxSpec) => Partial<DaxObserved>;

/** What is observed when an action of this tier has been carried out. An action that it does not know changes nothing. */
export function expect(spec: DaxSpec, observed: DaxObserved, { command, input }: Action): DaxObserved {
  return { ...observed, ...CALLS[command]?.(observed, input, spec) };
}

/** Documented default of both times to live: five minutes. */
const DEFAULTS = { 'query-ttl-millis': '300000', 'record-ttl-millis': '300000' };
const TLS_PORT = 9111;

const CALLS: Readonly<Record<string, Expectation>> = {
  CreateRole: (_, { RoleName, Path, Tags }, spec) => ({
    role: {
      name: RoleName,
      arn: `arn:aws:iam:::role${Path}${RoleName}`,
      ours: isOurs(spec.identity, tagRecord(Tags)),
      policy: null,
    },
  }),
  PutRolePolicy: ({ role }, { PolicyDocument }) => ({
    role: role && { ...role, policy: JSON.parse(PolicyDocument) },
  }),
  DeleteRolePolicy: ({ role }) => ({ role: role && { ...role, policy: null } }),
  DeleteRole: () => ({ role: null }),
  CreateSubnetGroup: (_, { SubnetGroupName, Description, SubnetIds }, spec) => ({
    subnetGroup: {
      name: SubnetGroupName,
      ours: describedAsOurs(spec.identity, Description),
      subnetIds: [...SubnetIds].sort(),
    },
  }),
  DeleteSubnetGroup: () => ({ subnetGroup: null }),
  CreateParameterGroup: ({ parameterGroups }, { ParameterGroupName: name, Description }, spec) => ({
    parameterGroups: [
      ...parameterGroups,
      { name, ours: describedAsOurs(spec.identity, Description), values: DEFAULTS },
    ].sort((a, b) => a.name.localeCompare(b.name)),
  }),
  UpdateParameterGroup: ({ parameterGroups }, { ParameterGroupName, ParameterNameValues }) => {
    const given = (ParameterNameValues as Input[]).map((one) => [one.ParameterName, one.ParameterValue]);
    const values = Object.fromEntries(given);
    return {
      parameterGroups: parameterGroups.map((group) =>
        group.name === ParameterGroupName ? { ...group, values: { ...group.values, ...values } } : group,
      ),
    };
  },
  DeleteParameterGroup: ({ parameterGroups }, { ParameterGroupName }) => ({
    parameterGroups: parameterGroups.filter(({ name }) => name !== ParameterGroupName),
  }),
  CreateCluster: (_, input, spec) => ({ cluster: created(spec, input) }),
  UpdateCluster: changed((cluster, input) => ({
    maintenanceWindow: input.PreferredMaintenanceWindow ?? cluster.maintenanceWindow,
    securityGroupIds: input.SecurityGroupIds ? [...input.SecurityGroupIds].sort() : cluster.securityGroupIds,
    ...(input.ParameterGroupName
      ? {
          parameterGroup: input.ParameterGroupName,
          nodes: cluster.nodes.map((node) => ({ ...node, pendingReboot: true })),
        }
      : {}),
  })),
  IncreaseReplicationFactor: changed(resized),
  DecreaseReplicationFactor: changed(resized),
  RebootNode: changed(({ nodes }, { NodeId }) => ({
    nodes: nodes.map((node) => (node.id === NodeId ? { ...node, pendingReboot: false } : node)),
  })),
  TagResource: changed(({ tags }, { Tags }) => ({ tags: { ...tags, ...tagRecord(Tags) } })),
  DeleteCluster: () => ({ cluster: null }),
};

function changed(change: (cluster: ObservedCluster, input: Input) => Partial<ObservedCluster>): Expectation {
  return ({ cluster }, input) => ({ cluster: cluster && { ...cluster, ...change(cluster, input) } });
}

function created(spec: DaxSpec, input: Input): ObservedCluster {
  const name: string = input.ClusterName;
  const tags = tagRecord(input.Tags);
  return {
    name,
    ours: isOurs(spec.identity, tags),
    arn: `arn:aws:dax:${spec.region}::cache/${name}`,
    status: 'available',
    tags,
    nodeType: input.NodeType,
    totalNodes: input.ReplicationFactor,
    nodes: nodes(name, input.ReplicationFactor),
    parameterGroup: input.ParameterGroupName,
    securityGroupIds: [...input.SecurityGroupIds].sort(),
    maintenanceWindow: input.PreferredMaintenanceWindow,
    encryption: input.SSESpecification.Enabled ? 'ENABLED' : 'DISABLED',
    endpointEncryption: input.ClusterEndpointEncryptionType,
    endpoint: { address: `${name}.dax-clusters.${spec.region}.amazonaws.com`, port: TLS_PORT },
  };
}

/** New nodes have the parameters of their cluster at once. */
function resized(cluster: ObservedCluster, { NewReplicationFactor: count }: Input): Partial<ObservedCluster> {
  const more = nodes(cluster.name, count).filter(({ id }) => !cluster.nodes.some((node) => node.id === id));
  return { totalNodes: count, nodes: [...cluster.nodes, ...more].slice(0, count) };
}

/** Ids go on in the alphabet. */
const nodes = (cluster: string, count: number) =>
  Array.from({ length: count }, (_, node) => ({
    id: `${cluster}-${'abcdefghijk'[node]}`,
    status: 'available',
    pendingReboot: false,
  }));
