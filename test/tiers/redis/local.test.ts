import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { RedisSpec } from '../../../core/spec.ts';
import { redisForesight } from '../../../tiers/redis/foresight.ts';
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

  it.each<[string, RedisSpec, RedisSpec, string[]]>([
    [
      'more nodes, then Multi-AZ',
      single,
      multiAz,
      ['IncreaseReplicaCount eu-west-2', 'ModifyReplicationGroup eu-west-2'],
    ],
    [
      'one node again',
      multiAz,
      single,
      ['ModifyReplicationGroup eu-west-2', 'DecreaseReplicaCount eu-west-2'],
    ],
    [
      'more shards of fewer, larger nodes',
      clustered,
      { ...clustered, shards: 4, replicasPerShard: 0, multiAz: false, nodeType: 'cache.r7g.xlarge' },
      [
        'ModifyReplicationGroup eu-west-2',
        'ModifyReplicationGroupShardConfiguration eu-west-2',
        'ModifyReplicationGroup eu-west-2',
        'DecreaseReplicaCount eu-west-2',
      ],
    ],
    [
      'Valkey, with a parameter group of its family',
      single,
      {
        ...single,
        engine: 'valkey',
        engineVersion: '8.0',
        parameterGroupFamily: 'valkey8',
        retiredParameterGroupFamilies: ['redis7'],
      },
      [
        'CreateCacheParameterGroup eu-west-2',
        'ModifyCacheParameterGroup eu-west-2',
        'ModifyReplicationGroup eu-west-2',
        'DeleteCacheParameterGroup eu-west-2',
      ],
    ],
  ])('becomes %s, finds all as desired, and nothing left to do', async (_what, from, to, expected) => {
    await aws.arrive(redisTier, at(from));
    expect((await aws.arrive(redisTier, at(to))).commands).toEqual(expected);
    expect((await aws.arrive(redisTier, at(to))).commands).toEqual([]);
    const now = await redisTier.observe({ spec: at(to), clients: aws.clients });
    expect(redisForesight.compare(at(to), now).filter(({ state }) => state !== 'as-desired')).toEqual([]);
  });
});
