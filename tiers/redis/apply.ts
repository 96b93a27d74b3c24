import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AddTagsToResourceCommand,
  CreateCacheParameterGroupCommand,
  CreateCacheSubnetGroupCommand,
  CreateReplicationGroupCommand,
  DecreaseReplicaCountCommand,
  DeleteCacheParameterGroupCommand,
  DeleteCacheSubnetGroupCommand,
  DeleteReplicationGroupCommand,
  ElastiCacheClient,
  IncreaseReplicaCountCommand,
  ModifyCacheParameterGroupCommand,
  ModifyReplicationGroupCommand,
} from '@aws-sdk/client-elasticache';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { CommandTable } from '../apply.ts';

export const redisCommands: CommandTable = {
  elasticache: {
    client: ElastiCacheClient,
    commands: {
      AddTagsToResource: AddTagsToResourceCommand,
      CreateCacheParameterGroup: CreateCacheParameterGroupCommand,
      CreateCacheSubnetGroup: CreateCacheSubnetGroupCommand,
      CreateReplicationGroup: CreateReplicationGroupCommand,
      DecreaseReplicaCount: DecreaseReplicaCountCommand,
      DeleteCacheParameterGroup: DeleteCacheParameterGroupCommand,
      DeleteCacheSubnetGroup: DeleteCacheSubnetGroupCommand,
      DeleteReplicationGroup: DeleteReplicationGroupCommand,
      IncreaseReplicaCount: IncreaseReplicaCountCommand,
      ModifyCacheParameterGroup: ModifyCacheParameterGroupCommand,
      ModifyReplicationGroup: ModifyReplicationGroupCommand,
    },
  },
  logs: {
    client: CloudWatchLogsClient,
    commands: {
      CreateLogGroup: CreateLogGroupCommand,
      DeleteLogGroup: DeleteLogGroupCommand,
      PutRetentionPolicy: PutRetentionPolicyCommand,
    },
  },
  secretsmanager: {
    client: SecretsManagerClient,
    commands: {
      CreateSecret: CreateSecretCommand,
      DeleteSecret: DeleteSecretCommand,
      RestoreSecret: RestoreSecretCommand,
    },
  },
};
