import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as iam from '@aws-sdk/client-iam';
import * as rds from '@aws-sdk/client-rds';
import * as secrets from '@aws-sdk/client-secrets-manager';
import type { AuroraSpec } from '../../core/spec.ts';
import type { Action, Scope } from '../../core/tier.ts';
import { type CommandTable, send } from '../apply.ts';
import { ENDPOINT_TAG, endpointTag } from './plan/secret.ts';
import { demandsPresignedUrl, presignedCreate } from './presigned-url.ts';

/** Every call that a plan of this tier may name. */
export const commands: CommandTable = {
  rds: {
    client: rds.RDSClient,
    commands: {
      AddTagsToResource: rds.AddTagsToResourceCommand,
      CreateDBCluster: rds.CreateDBClusterCommand,
      CreateDBClusterParameterGroup: rds.CreateDBClusterParameterGroupCommand,
      CreateDBInstance: rds.CreateDBInstanceCommand,
      CreateDBParameterGroup: rds.CreateDBParameterGroupCommand,
      CreateDBSubnetGroup: rds.CreateDBSubnetGroupCommand,
      CreateGlobalCluster: rds.CreateGlobalClusterCommand,
      DeleteDBCluster: rds.DeleteDBClusterCommand,
      DeleteDBClusterParameterGroup: rds.DeleteDBClusterParameterGroupCommand,
      DeleteDBInstance: rds.DeleteDBInstanceCommand,
      DeleteDBParameterGroup: rds.DeleteDBParameterGroupCommand,
      DeleteDBSubnetGroup: rds.DeleteDBSubnetGroupCommand,
      DeleteGlobalCluster: rds.DeleteGlobalClusterCommand,
      FailoverDBCluster: rds.FailoverDBClusterCommand,
      ModifyDBCluster: rds.ModifyDBClusterCommand,
      ModifyDBClusterParameterGroup: rds.ModifyDBClusterParameterGroupCommand,
      ModifyDBInstance: rds.ModifyDBInstanceCommand,
      ModifyDBParameterGroup: rds.ModifyDBParameterGroupCommand,
      ModifyDBSubnetGroup: rds.ModifyDBSubnetGroupCommand,
      ModifyGlobalCluster: rds.ModifyGlobalClusterCommand,
      RebootDBInstance: rds.RebootDBInstanceCommand,
      RemoveFromGlobalCluster: rds.RemoveFromGlobalClusterCommand,
      ResetDBClusterParameterGroup: rds.ResetDBClusterParameterGroupCommand,
      ResetDBParameterGroup: rds.ResetDBParameterGroupCommand,
    },
  },
  iam: {
    client: iam.IAMClient,
    commands: {
      AttachRolePolicy: iam.AttachRolePolicyCommand,
      CreateRole: iam.CreateRoleCommand,
      DeleteRole: iam.DeleteRoleCommand,
      DetachRolePolicy: iam.DetachRolePolicyCommand,
      TagRole: iam.TagRoleCommand,
    },
  },
  logs: {
    client: logs.CloudWatchLogsClient,
    commands: { DeleteLogGroup: logs.DeleteLogGroupCommand },
  },
  secretsmanager: {
    client: secrets.SecretsManagerClient,
    commands: {
      CreateSecret: secrets.CreateSecretCommand,
      DeleteSecret: secrets.DeleteSecretCommand,
      PutSecretValue: secrets.PutSecretValueCommand,
      RestoreSecret: secrets.RestoreSecretCommand,
      TagResource: secrets.TagResourceCommand,
    },
  },
};

/** One call, safe to repeat. Two actions need a second call, which only ever follows a first that was answered. */
export async function apply({ spec, clients }: Scope<AuroraSpec>, action: Action): Promise<void> {
  try {
    await send(clients, commands, action);
  } catch (error) {
    if (isRemovedAlready(action, error as Error)) return;
    if (action.command !== 'CreateDBCluster' || !demandsPresignedUrl(error as Error)) throw error;
    const client = clients.get(rds.RDSClient, action.region);
    const input = action.input as unknown as rds.CreateDBClusterCommandInput;
    const PreSignedUrl = await presignedCreate(client, input, spec.primary.region);
    await client.send(new rds.CreateDBClusterCommand({ ...input, PreSignedUrl }));
  }
  if (action.command === 'PutSecretValue') await markWritten(clients, action);
}

/** AWS has no modelled error for a member that is out already. */
function isRemovedAlready({ command }: Action, { message }: Error): boolean {
  return command === 'RemoveFromGlobalCluster' && /not found in global cluster/i.test(message);
}

/**
 * The tag says what the secret holds, so it comes after it. Were both actions of one plan, a failed write could end
 * up tagged as done; and whether the value was written cannot be observed without reading it.
 */
async function markWritten(clients: Scope<AuroraSpec>['clients'], action: Action): Promise<void> {
  if (action.secret?.kind !== 'merge') return;
  const client = clients.get(secrets.SecretsManagerClient, action.region);
  const SecretId = String(action.input.SecretId);
  const Tags = [{ Key: ENDPOINT_TAG, Value: endpointTag(action.secret.fields) }];
  await client.send(new secrets.TagResourceCommand({ SecretId, Tags }));
}
