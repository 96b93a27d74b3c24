import { ALL_NETWORK_READS, networkReads, passRole, serviceLinkedRole } from '../dependent.ts';
import { anywhere, type Rule, type RuleCall, type Rules, type Want } from '../rule.ts';

/**
 * Clusters are resources, groups are not: *documented* (Service Authorization Reference, DynamoDB Accelerator; the
 * DynamoDB guide of 2023 knows no resource but `*` for the control plane). No condition key is defined, so tags in a
 * request and on a cluster are not shown to IAM.
 */

function clusterArn({ region, known }: RuleCall, name: string | undefined): string {
  return `arn:aws:dax:${region}:${known.account}:cache/${name?.toLowerCase() ?? '*'}`;
}

const onCluster =
  (operation: string): Rule =>
  (call) => [{ action: `dax:${operation}`, resource: clusterArn(call, call.input.ClusterName) }];

const named = (...operations: readonly string[]): Rules =>
  Object.fromEntries(operations.map((operation) => [operation, onCluster(operation)]));

const free = (...operations: readonly string[]): Rules =>
  Object.fromEntries(operations.map((operation) => [operation, anywhere(`dax:${operation}`)]));

const byArn = (...operations: readonly string[]): Rules =>
  Object.fromEntries(
    operations.map((operation): [string, Rule] => [
      operation,
      ({ input }) => [{ action: `dax:${operation}`, resource: input.ResourceName }],
    ]),
  );

/** *documented*: PassRole, and the service-linked role. *assumed*: the looks at the network and at the role. */
async function createCluster(call: RuleCall): Promise<Want[]> {
  const { ClusterName, IamRoleArn, Tags } = call.input;
  const resource = clusterArn(call, ClusterName);
  return [
    { action: 'dax:CreateCluster', resource },
    ...(Tags?.length ? [{ action: 'dax:TagResource', resource }] : []),
    ...passRole(IamRoleArn, 'dax.amazonaws.com'),
    ...networkReads(...ALL_NETWORK_READS),
    ...(await serviceLinkedRole(call, 'dax.amazonaws.com', 'AWSServiceRoleForDAX')),
  ];
}

function describeClusters(call: RuleCall): Want[] {
  const names: (string | undefined)[] = call.input.ClusterNames?.length
    ? call.input.ClusterNames
    : [undefined];
  return names.map((name) => ({ action: 'dax:DescribeClusters', resource: clusterArn(call, name) }));
}

export const dax: Rules = {
  CreateCluster: createCluster,
  DescribeClusters: describeClusters,
  ...named('UpdateCluster', 'DeleteCluster', 'IncreaseReplicationFactor', 'DecreaseReplicationFactor'),
  ...named('RebootNode'),
  ...free('CreateSubnetGroup', 'DescribeSubnetGroups', 'DeleteSubnetGroup'),
  ...free('CreateParameterGroup', 'UpdateParameterGroup', 'DescribeParameterGroups', 'DescribeParameters'),
  ...free('DeleteParameterGroup'),
  ...byArn('ListTags', 'TagResource', 'UntagResource'),
};
