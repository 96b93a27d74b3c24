import type { DaxSpec, Tags } from '../../core/spec.ts';
import type { Action, Effect } from '../../core/tier.ts';
import { ownerDescription, tagList } from '../shared/ownership.ts';
import { daxNames, daxParameters, POLICY_NAME, ROLE_PATH } from './names.ts';
import { TRUST_POLICY, tablesPolicy } from './policy.ts';

/** The calls of this tier, as data. */
function call(
  service: string,
  region: string,
  command: string,
  input: Readonly<Record<string, unknown>>,
  summary: string,
  effect?: Effect,
): Action {
  return { service, region, command, input, summary, ...(effect ? { effect } : {}) };
}

export function createRole(spec: DaxSpec): Action {
  const name = daxNames(spec).role;
  const input = {
    RoleName: name,
    Path: ROLE_PATH,
    AssumeRolePolicyDocument: JSON.stringify(TRUST_POLICY),
    Description: ownerDescription(spec.identity, 'DAX reaches the tables of'),
    Tags: tagList(spec.tags),
  };
  return call('iam', spec.region, 'CreateRole', input, `create IAM role ${name}`);
}

export function putRolePolicy(spec: DaxSpec, roleArn: string): Action {
  const name = daxNames(spec).role;
  const input = {
    RoleName: name,
    PolicyName: POLICY_NAME,
    PolicyDocument: JSON.stringify(tablesPolicy(spec, roleArn)),
  };
  return call('iam', spec.region, 'PutRolePolicy', input, `let IAM role ${name} use the tables`);
}

export function createSubnetGroup(spec: DaxSpec): Action {
  const name = daxNames(spec).subnetGroup;
  const input = {
    SubnetGroupName: name,
    Description: ownerDescription(spec.identity, 'DAX subnets of'),
    SubnetIds: spec.subnetIds,
  };
  return call(
    'dax',
    spec.region,
    'CreateSubnetGroup',
    input,
    `create DAX subnet group ${name} in ${spec.region}`,
  );
}

export function createParameterGroup(spec: DaxSpec): Action {
  const name = daxNames(spec).parameterGroup;
  const input = {
    ParameterGroupName: name,
    Description: ownerDescription(spec.identity, 'DAX parameters of'),
  };
  return call(
    'dax',
    spec.region,
    'CreateParameterGroup',
    input,
    `create DAX parameter group ${name} in ${spec.region}`,
  );
}

export function setParameters(spec: DaxSpec): Action {
  const name = daxNames(spec).parameterGroup;
  const input = {
    ParameterGroupName: name,
    ParameterNameValues: Object.entries(daxParameters(spec)).map(([ParameterName, ParameterValue]) => ({
      ParameterName,
      ParameterValue,
    })),
  };
  return call(
    'dax',
    spec.region,
    'UpdateParameterGroup',
    input,
    `set the times to live of DAX parameter group ${name} in ${spec.region}`,
  );
}

export function createCluster(spec: DaxSpec, roleArn: string, parameterGroup: string): Action {
  const names = daxNames(spec);
  const input = {
    ClusterName: names.cluster,
    Description: ownerDescription(spec.identity, 'DAX of'),
    NodeType: spec.nodeType,
    ReplicationFactor: spec.replicationFactor,
    IamRoleArn: roleArn,
    SubnetGroupName: names.subnetGroup,
    SecurityGroupIds: spec.securityGroupIds,
    ParameterGroupName: parameterGroup,
    PreferredMaintenanceWindow: spec.maintenanceWindow,
    // DAX encrypts with a key of its own: it takes no customer-managed key.
    SSESpecification: { Enabled: true },
    ClusterEndpointEncryptionType: 'TLS',
    Tags: tagList(spec.tags),
  };
  return call(
    'dax',
    spec.region,
    'CreateCluster',
    input,
    `create DAX cluster ${names.cluster} in ${spec.region}`,
  );
}

export function changeNodes(spec: DaxSpec, from: number): Action {
  const name = daxNames(spec).cluster;
  const to = spec.replicationFactor;
  return call(
    'dax',
    spec.region,
    to > from ? 'IncreaseReplicationFactor' : 'DecreaseReplicationFactor',
    { ClusterName: name, NewReplicationFactor: to },
    `change the nodes of DAX cluster ${name} in ${spec.region} from ${from} to ${to}`,
  );
}

/** What of a cluster changes in place: one request, as it is `modifying` for minutes after each. */
export interface ClusterChanges {
  readonly PreferredMaintenanceWindow?: string;
  readonly SecurityGroupIds?: readonly string[];
  readonly ParameterGroupName?: string;
}

const WORDS: Readonly<Record<keyof ClusterChanges, string>> = {
  PreferredMaintenanceWindow: 'maintenance window',
  SecurityGroupIds: 'security groups',
  ParameterGroupName: 'parameter group',
};

export function updateCluster(spec: DaxSpec, changes: ClusterChanges): Action {
  const name = daxNames(spec).cluster;
  const words = (Object.keys(changes) as (keyof ClusterChanges)[]).map((change) => WORDS[change]);
  return call(
    'dax',
    spec.region,
    'UpdateCluster',
    { ClusterName: name, ...changes },
    `set the ${words.join(', ')} of DAX cluster ${name} in ${spec.region}`,
    changes.ParameterGroupName ? 'restart' : undefined,
  );
}

/** The cache stays, the engine starts anew (client-dax, RebootNode). */
export function rebootNode(spec: DaxSpec, node: string): Action {
  const name = daxNames(spec).cluster;
  return call(
    'dax',
    spec.region,
    'RebootNode',
    { ClusterName: name, NodeId: node },
    `reboot node ${node} of DAX cluster ${name} in ${spec.region} for its new parameters`,
    'restart',
  );
}

export function tagCluster(spec: DaxSpec, arn: string, tags: Tags): Action {
  const name = daxNames(spec).cluster;
  return call(
    'dax',
    spec.region,
    'TagResource',
    { ResourceName: arn, Tags: tagList(tags) },
    `tag DAX cluster ${name} in ${spec.region}`,
  );
}

export function deleteCluster(region: string, name: string, effect: Effect = 'delete'): Action {
  return call(
    'dax',
    region,
    'DeleteCluster',
    { ClusterName: name },
    `delete DAX cluster ${name} in ${region}${effect === 'replace' ? ', to make it anew' : ''}`,
    effect,
  );
}

export function deleteParameterGroup(region: string, name: string): Action {
  return call(
    'dax',
    region,
    'DeleteParameterGroup',
    { ParameterGroupName: name },
    `delete DAX parameter group ${name} in ${region}`,
  );
}

export function deleteSubnetGroup(region: string, name: string, effect: Effect = 'delete'): Action {
  return call(
    'dax',
    region,
    'DeleteSubnetGroup',
    { SubnetGroupName: name },
    `delete DAX subnet group ${name} in ${region}`,
    effect,
  );
}

export function deleteRolePolicy(region: string, name: string): Action {
  return call(
    'iam',
    region,
    'DeleteRolePolicy',
    { RoleName: name, PolicyName: POLICY_NAME },
    `delete the policy of IAM role ${name}`,
  );
}

export function deleteRole(region: string, name: string): Action {
  return call('iam', region, 'DeleteRole', { RoleName: name }, `delete IAM role ${name}`);
}
