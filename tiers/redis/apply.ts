import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand as TagLogsCommand,
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
  ModifyCacheSubnetGroupCommand,
  ModifyReplicationGroupCommand,
  ModifyReplicationGroupShardConfigurationCommand,
  ResetCacheParameterGroupCommand,
} from '@aws-sdk/client-elasticache';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  TagResourceCommand as TagSecretCommand,
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
      ModifyCacheSubnetGroup: ModifyCacheSubnetGroupCommand,
      ModifyReplicationGroup: ModifyReplicationGroupCommand,
      ModifyReplicationGroupShardConfiguration: ModifyReplicationGroupShardConfigurationCommand,
      ResetCacheParameterGroup: ResetCacheParameterGroupCommand,
    },
  },
  logs: {
    client: CloudWatchLogsClient,
    commands: {
      CreateLogGroup: CreateLogGroupCommand,
      DeleteLogGroup: DeleteLogGroupCommand,
      PutRetentionPolicy: PutRetentionPolicyCommand,
      TagResource: TagLogsCommand,
    },
  },
  secretsmanager: {
    client: SecretsManagerClient,
    commands: {
      CreateSecret: CreateSecretCommand,
      DeleteSecret: DeleteSecretCommand,
      RestoreSecret: RestoreSecretCommand,
      TagResource: TagSecretCommand,
    },
  },
};
