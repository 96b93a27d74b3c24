import * as schemas from '@aws-sdk/client-dax';
import type { CallContext, Operation, Service, World } from '../../service.ts';
import { createCluster, deleteCluster, describeClusters, rebootNode, updateCluster } from './clusters.ts';
import {
  createParameterGroup,
  createSubnetGroup,
  deleteParameterGroup,
  deleteSubnetGroup,
  describeParameterGroups,
  describeParameters,
  describeSubnetGroups,
  updateParameterGroup,
} from './groups.ts';
import { decreaseReplicationFactor, increaseReplicationFactor } from './replication-factor.ts';
import { Dax } from './state.ts';
import { listTags, tagResource, untagResource } from './tags.ts';

/**
 * DAX, control plane only: clusters have states, rules and addresses, and nothing answers at the addresses. Data is
 * read from DynamoDB itself.
 */
export function createDaxService(world: World): Service {
  const dax = new Dax(world);
  const on =
    <Input>(handler: (dax: Dax, input: Input, context: CallContext) => unknown): Operation =>
    (input, context) =>
      handler(dax, input, context);
  return {
    name: 'dax',
    schemas,
    operations: {
      CreateSubnetGroup: on(createSubnetGroup),
      DescribeSubnetGroups: on(describeSubnetGroups),
      DeleteSubnetGroup: on(deleteSubnetGroup),
      CreateParameterGroup: on(createParameterGroup),
      UpdateParameterGroup: on(updateParameterGroup),
      DescribeParameterGroups: on(describeParameterGroups),
      DescribeParameters: on(describeParameters),
      DeleteParameterGroup: on(deleteParameterGroup),
      CreateCluster: on(createCluster),
      DescribeClusters: on(describeClusters),
      UpdateCluster: on(updateCluster),
      RebootNode: on(rebootNode),
      DeleteCluster: on(deleteCluster),
      IncreaseReplicationFactor: on(increaseReplicationFactor),
      DecreaseReplicationFactor: on(decreaseReplicationFactor),
      TagResource: on(tagResource),
      UntagResource: on(untagResource),
      ListTags: on(listTags),
    },
  };
}
