import * as schemas from '@aws-sdk/client-secrets-manager';
import type { Service, World } from '../service.ts';
import { describeOperations } from './secretsmanager/describe.ts';
import { randomPassword } from './secretsmanager/password.ts';
import { replicaOperations } from './secretsmanager/replicas.ts';
import { secretOperations } from './secretsmanager/secrets.ts';
import { SecretStore } from './secretsmanager/state.ts';
import { versionOperations } from './secretsmanager/versions.ts';

export function createSecretsManagerService(world: World): Service {
  const store = new SecretStore(world);
  return {
    name: 'secretsmanager',
    schemas,
    operations: {
      ...secretOperations(world, store),
      ...versionOperations(world, store),
      ...replicaOperations(world, store),
      ...describeOperations(store),
      GetRandomPassword: (input: schemas.GetRandomPasswordRequest) => ({
        RandomPassword: randomPassword(input),
      }),
    },
  };
}
