import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateDBParameterGroupCommand, RDSClient } from '@aws-sdk/client-rds';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { HOME_REGION } from '../local/cloud.ts';
import type { SimulatedWorld } from './world.ts';

/** What belongs to somebody else, with names like ours; nothing of it has our tag. */
export const FOREIGN = ['plinth-shop-e0-bystander', 'plinth-play-e0-bystander'] as const;

const KINDS = ['LogGroup', 'Secret', 'DBParameterGroup'];

export const isForeign = (text: string) => FOREIGN.some((one) => text.includes(one));

/** All there should be of it, as an inventory has it. */
export const foreignResources = () => FOREIGN.flatMap((name) => KINDS.map((kind) => `${kind} ${name}`));

export async function plantForeign({ cloud: { runtime } }: SimulatedWorld): Promise<void> {
  for (const name of FOREIGN) {
    const at = HOME_REGION;
    await runtime.clients
      .get(CloudWatchLogsClient, at)
      .send(new CreateLogGroupCommand({ logGroupName: name }));
    await runtime.clients
      .get(SecretsManagerClient, at)
      .send(new CreateSecretCommand({ Name: name, SecretString: 'theirs' }));
    const group = {
      DBParameterGroupName: name,
      DBParameterGroupFamily: 'aurora-postgresql15',
      Description: 'theirs',
    };
    await runtime.clients.get(RDSClient, at).send(new CreateDBParameterGroupCommand(group));
  }
}
