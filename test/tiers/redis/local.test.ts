import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { RedisSpec } from '../../../core/spec.ts';
import { redisTier } from '../../../tiers/redis/index.ts';
import { type LocalAws, landing, localAws } from '../shared/local.ts';
import { clustered, multiAz, nothing, single } from './fixtures.ts';

const { privateSubnetIds, securityGroupIds, kmsKeyArns } = landing('eu-west-2');
const at = (spec: RedisSpec): RedisSpec => ({
  ...spec,
  subnetIds: privateSubnetIds,
  securityGroupIds: [securityGroupIds.redis],
  kmsKeyArn: kmsKeyArns.redis,
  secretsKmsKeyArn: kmsKeyArns.secrets,
});

describe('the Redis tier on the local cloud', () => {
  let aws: LocalAws;
  beforeEach(async () => {
    aws = await localAws();
  });
  afterEach(() => aws.close());

  it.each([
    ['one node', at(single)],
    ['three nodes', at(multiAz)],
    ['a cluster', at(clustered)],
  ])('makes %s ready, finds nothing left to do, and deletes it', async (_name, spec) => {
    await aws.arrive(redisTier, spec);
    expect((await aws.arrive(redisTier, spec)).commands).toEqual([]);
    await aws.arrive(redisTier, spec, 'absent');
    const { secret, ...rest } = await redisTier.observe({ spec, clients: aws.clients });
    expect({ ...rest, secret: null }).toEqual(nothing);
    expect(secret?.scheduledForDeletion).toBe(true);
  });

  it('can be made again right after it was deleted, with the secret that can still be restored', async () => {
    const spec = at(single);
    await aws.arrive(redisTier, spec);
    await aws.arrive(redisTier, spec, 'absent');
    const { commands } = await aws.arrive(redisTier, spec);
    expect(commands).toContain('RestoreSecret eu-west-2');
  });

  it('keeps the generated token as JSON with 64 letters and digits', async () => {
    const spec = at(single);
    await aws.arrive(redisTier, spec);
    const observed = await redisTier.observe({ spec, clients: aws.clients });
    const { SecretString } = await aws.clients
      .get(SecretsManagerClient, 'eu-west-2')
      .send(new GetSecretValueCommand({ SecretId: redisTier.outputs(spec, observed).authTokenSecretArn }));
    expect(JSON.parse(SecretString ?? '')).toEqual({ authToken: expect.stringMatching(/^[A-Za-z0-9]{64}$/) });
    expect(JSON.stringify(observed)).not.toContain(JSON.parse(SecretString ?? '').authToken);
  });

  it('takes an existing secret and leaves it alone on delete', async () => {
    const secrets = aws.clients.get(SecretsManagerClient, 'eu-west-2');
    const { ARN = '' } = await secrets.send(
      new CreateSecretCommand({ Name: 'own-token', SecretString: 'a-token-of-their-own-1234' }),
    );
    const spec = { ...at(single), authTokenSecretArn: ARN };
    await aws.arrive(redisTier, spec);
    await aws.arrive(redisTier, spec, 'absent');
    expect((await redisTier.observe({ spec, clients: aws.clients })).secret?.arn).toBe(ARN);
  });

  it('changes what one call changes, and settles', async () => {
    await aws.arrive(redisTier, at(multiAz));
    const changed = at({ ...multiAz, snapshotRetentionDays: 9, maintenanceWindow: 'mon:05:00-mon:06:00' });
    expect((await aws.arrive(redisTier, changed)).commands).toEqual(['ModifyReplicationGroup eu-west-2']);
    expect((await aws.arrive(redisTier, changed)).commands).toEqual([]);
  });
});
