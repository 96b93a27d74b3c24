import * as schemas from '@aws-sdk/client-secrets-manager';
import type { Service, World } from '../../service.ts';
import { describeOperations } from './describe.ts';
import { randomPassword } from './password.ts';
import { replicaOperations } from './replicas.ts';
import { secretOperations } from './secrets.ts';
import { SecretStore } from './state.ts';
import { versionOperations } from './versions.ts';

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
