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

export interface ObservedCluster extends ObservedOwned {
  readonly arn: string;
  readonly status: string;
  /** Null where DAX does not list them now: it does so for an available cluster only. */
  readonly tags: Tags | null;
  readonly nodeType: string | null;
  readonly totalNodes: number;
  readonly nodes: readonly { readonly id: string; readonly status: string }[];
  readonly maintenanceWindow: string | null;
  readonly encryption: string | null;
  readonly endpointEncryption: string | null;
  readonly endpoint: { readonly address: string; readonly port: number } | null;
}

export interface DaxObserved {
  readonly region: string;
  readonly role: ObservedRole | null;
  readonly subnetGroup: ObservedOwned | null;
  readonly parameterGroup: ObservedParameterGroup | null;
  readonly cluster: ObservedCluster | null;
}

export async function observeDax({ spec, clients }: Scope<DaxSpec>): Promise<DaxObserved> {
  const dax = clients.get(DAXClient, spec.region);
  const [role, subnetGroup, parameterGroup, cluster] = await Promise.all([
    observeRole(clients.get(IAMClient, spec.region), spec),
    observeSubnetGroup(dax, spec),
    observeParameterGroup(dax, spec),
    observeCluster(dax, spec),
  ]);
  return { region: spec.region, role, subnetGroup, parameterGroup, cluster };
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

async function observeSubnetGroup(client: DAXClient, spec: DaxSpec): Promise<ObservedOwned | null> {
  const name = daxNames(spec).subnetGroup;
  const answer = await orAbsent(client.send(new DescribeSubnetGroupsCommand({ SubnetGroupNames: [name] })));
  const group = answer?.SubnetGroups?.[0];
  return group ? { name, ours: describedAsOurs(spec.identity, group.Description) } : null;
}

async function observeParameterGroup(
  client: DAXClient,
  spec: DaxSpec,
): Promise<ObservedParameterGroup | null> {
  const name = daxNames(spec).parameterGroup;
  const answer = await orAbsent(
    client.send(new DescribeParameterGroupsCommand({ ParameterGroupNames: [name] })),
  );
  const group = answer?.ParameterGroups?.[0];
  if (!group) return null;
  const parameters = await allPages(async (NextToken) => {
    const page = await orAbsent(
      client.send(new DescribeParametersCommand({ ParameterGroupName: name, NextToken })),
    );
    return { items: page?.Parameters ?? [], next: page?.NextToken };
  });
  const ourParameters = daxParameters(spec);
  const values = Object.fromEntries(
    parameters
      .filter(({ ParameterName = '' }) => ParameterName in ourParameters)
      .map(({ ParameterName = '', ParameterValue = '' }) => [ParameterName, ParameterValue]),
  );
  return { name, ours: describedAsOurs(spec.identity, group.Description), values };
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
    })),
    maintenanceWindow: cluster.PreferredMaintenanceWindow ?? null,
    encryption: cluster.SSEDescription?.Status ?? null,
    endpointEncryption: cluster.ClusterEndpointEncryptionType ?? null,
    endpoint: Address && Port ? { address: Address, port: Port } : null,
  };
}
