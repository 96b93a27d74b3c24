import {
  DAXClient,
  DescribeClustersCommand,
  DescribeParameterGroupsCommand,
  DescribeParametersCommand,
  DescribeSubnetGroupsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-dax';
import { GetRoleCommand, GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import type { DaxSpec, Tags } from '../../core/spec.ts';
import { isOurs, type Scope } from '../../core/tier.ts';
import { describedAsOurs, ownedBy, tagRecord } from '../shared/ownership.ts';
import { allPages, orAbsent, orUnreadable } from '../shared/reading.ts';
import { daxNames, daxParameters, POLICY_NAME } from './names.ts';
import { parsePolicy } from './policy.ts';

export interface ObservedOwned {
  readonly name: string;
  readonly ours: boolean;
}

export interface ObservedRole extends ObservedOwned {
  readonly arn: string;
  /** The inline policy as JSON; null: none. */
  readonly policy: unknown;
}

export interface ObservedParameterGroup extends ObservedOwned {
  /** Only of the parameters that we set. */
  readonly values: Readonly<Record<string, string>>;
}

export interface ObservedSubnetGroup extends ObservedOwned {
  /** Sorted. */
  readonly subnetIds: readonly string[];
}

export interface ObservedNode {
  readonly id: string;
  readonly status: string;
  /** Its parameters are those from before, until it is rebooted. */
  readonly pendingReboot: boolean;
}

export interface ObservedCluster extends ObservedOwned {
  readonly arn: string;
  readonly status: string;
  /** Null where DAX does not list them now: it does so for an available cluster only. */
  readonly tags: Tags | null;
  readonly nodeType: string | null;
  readonly totalNodes: number;
  readonly nodes: readonly ObservedNode[];
  /** Null where the endpoint does not say. */
  readonly parameterGroup: string | null;
  /** Sorted; null where the endpoint does not say. */
  readonly securityGroupIds: readonly string[] | null;
  readonly maintenanceWindow: string | null;
  readonly encryption: string | null;
  readonly endpointEncryption: string | null;
  readonly endpoint: { readonly address: string; readonly port: number } | null;
}

export interface DaxObserved {
  readonly region: string;
  readonly role: ObservedRole | null;
  readonly subnetGroup: ObservedSubnetGroup | null;
  /** All of this environment, and whichever has the name that one of ours is to get. */
  readonly parameterGroups: readonly ObservedParameterGroup[];
  readonly cluster: ObservedCluster | null;
}

export async function observeDax({ spec, clients }: Scope<DaxSpec>): Promise<DaxObserved> {
  const dax = clients.get(DAXClient, spec.region);
  const [role, subnetGroup, parameterGroups, cluster] = await Promise.all([
    observeRole(clients.get(IAMClient, spec.region), spec),
    observeSubnetGroup(dax, spec),
    observeParameterGroups(dax, spec),
    observeCluster(dax, spec),
  ]);
  return { region: spec.region, role, subnetGroup, parameterGroups, cluster };
}

async function observeRole(client: IAMClient, spec: DaxSpec): Promise<ObservedRole | null> {
  const RoleName = daxNames(spec).role;
  const [answer, policy] = await Promise.all([
    orAbsent(client.send(new GetRoleCommand({ RoleName }))),
    orAbsent(client.send(new GetRolePolicyCommand({ RoleName, PolicyName: POLICY_NAME }))),
  ]);
  const role = answer?.Role;
  if (!role) return null;
  return {
    name: RoleName,
    arn: role.Arn ?? '',
    ours: isOurs(spec.identity, tagRecord(role.Tags)),
    policy: policy ? parsePolicy(policy.PolicyDocument) : null,
  };
}

async function observeSubnetGroup(client: DAXClient, spec: DaxSpec): Promise<ObservedSubnetGroup | null> {
  const name = daxNames(spec).subnetGroup;
  const answer = await orAbsent(client.send(new DescribeSubnetGroupsCommand({ SubnetGroupNames: [name] })));
  const group = answer?.SubnetGroups?.[0];
  if (!group) return null;
  const subnetIds = (group.Subnets ?? []).map(({ SubnetIdentifier = '' }) => SubnetIdentifier).sort();
  return { name, ours: describedAsOurs(spec.identity, group.Description), subnetIds };
}

/** A list of all: what an earlier update has left unused is found by its description. An account has 20 at most. */
async function observeParameterGroups(
  client: DAXClient,
  spec: DaxSpec,
): Promise<readonly ObservedParameterGroup[]> {
  const wanted = daxNames(spec).parameterGroup;
  const all = await allPages(async (NextToken) => {
    const page = await orAbsent(client.send(new DescribeParameterGroupsCommand({ NextToken })));
    return { items: page?.ParameterGroups ?? [], next: page?.NextToken };
  });
  const groups = all
    .map(({ ParameterGroupName: name = '', Description }) => ({
      name,
      ours: describedAsOurs(spec.identity, Description),
    }))
    .filter(({ name, ours }) => ours || name === wanted)
    .sort((a, b) => a.name.localeCompare(b.name));
  return Promise.all(
    groups.map(async (group) => ({ ...group, values: await readParameters(client, spec, group.name) })),
  );
}

async function readParameters(
  client: DAXClient,
  spec: DaxSpec,
  ParameterGroupName: string,
): Promise<Readonly<Record<string, string>>> {
  const parameters = await allPages(async (NextToken) => {
    const page = await orAbsent(
      client.send(new DescribeParametersCommand({ ParameterGroupName, NextToken })),
    );
    return { items: page?.Parameters ?? [], next: page?.NextToken };
  });
  const ourParameters = daxParameters(spec);
  return Object.fromEntries(
    parameters
      .filter(({ ParameterName = '' }) => ParameterName in ourParameters)
      .map(({ ParameterName = '', ParameterValue = '' }) => [ParameterName, ParameterValue]),
  );
}

async function observeCluster(client: DAXClient, spec: DaxSpec): Promise<ObservedCluster | null> {
  const name = daxNames(spec).cluster;
  const answer = await orAbsent(client.send(new DescribeClustersCommand({ ClusterNames: [name] })));
  const cluster = answer?.Clusters?.[0];
  if (!cluster) return null;
  const listed = cluster.ClusterArn
    ? await orUnreadable(client.send(new ListTagsCommand({ ResourceName: cluster.ClusterArn })))
    : null;
  const tags = listed ? tagRecord(listed.Tags) : null;
  const { Address, Port } = cluster.ClusterDiscoveryEndpoint ?? {};
  const toReboot = new Set(cluster.ParameterGroup?.NodeIdsToReboot ?? []);
  return {
    name,
    ours: ownedBy(spec.identity, tags, cluster.Description),
    tags,
    arn: cluster.ClusterArn ?? '',
    status: cluster.Status ?? 'unknown',
    nodeType: cluster.NodeType ?? null,
    totalNodes: cluster.TotalNodes ?? 0,
    nodes: (cluster.Nodes ?? []).map((node) => ({
      id: node.NodeId ?? '',
      status: node.NodeStatus ?? 'unknown',
      pendingReboot: toReboot.has(node.NodeId ?? ''),
    })),
    parameterGroup: cluster.ParameterGroup?.ParameterGroupName ?? null,
    securityGroupIds:
      cluster.SecurityGroups?.map(({ SecurityGroupIdentifier = '' }) => SecurityGroupIdentifier).sort() ??
      null,
    maintenanceWindow: cluster.PreferredMaintenanceWindow ?? null,
    encryption: cluster.SSEDescription?.Status ?? null,
    endpointEncryption: cluster.ClusterEndpointEncryptionType ?? null,
    endpoint: Address && Port ? { address: Address, port: Port } : null,
  };
}
