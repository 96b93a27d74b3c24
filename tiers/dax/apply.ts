import {
  CreateClusterCommand,
  CreateParameterGroupCommand,
  CreateSubnetGroupCommand,
  DAXClient,
  DecreaseReplicationFactorCommand,
  DeleteClusterCommand,
  DeleteParameterGroupCommand,
  DeleteSubnetGroupCommand,
  IncreaseReplicationFactorCommand,
  RebootNodeCommand,
  TagResourceCommand,
  UpdateClusterCommand,
  UpdateParameterGroupCommand,
} from '@aws-sdk/client-dax';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { CommandTable } from '../apply.ts';

export const daxCommands: CommandTable = {
  dax: {
    client: DAXClient,
    commands: {
      CreateCluster: CreateClusterCommand,
      CreateParameterGroup: CreateParameterGroupCommand,
      CreateSubnetGroup: CreateSubnetGroupCommand,
      DecreaseReplicationFactor: DecreaseReplicationFactorCommand,
      DeleteCluster: DeleteClusterCommand,
      DeleteParameterGroup: DeleteParameterGroupCommand,
      DeleteSubnetGroup: DeleteSubnetGroupCommand,
      IncreaseReplicationFactor: IncreaseReplicationFactorCommand,
      RebootNode: RebootNodeCommand,
      TagResource: TagResourceCommand,
      UpdateCluster: UpdateClusterCommand,
      UpdateParameterGroup: UpdateParameterGroupCommand,
    },
  },
  iam: {
    client: IAMClient,
    commands: {
      CreateRole: CreateRoleCommand,
      DeleteRole: DeleteRoleCommand,
      DeleteRolePolicy: DeleteRolePolicyCommand,
      PutRolePolicy: PutRolePolicyCommand,
    },
  },
};
