import { redisOutputs } from '../../../tiers/redis/outputs.ts';
import { clustered, multiAz, observed, secretArn } from './fixtures.ts';

describe('outputs of the Redis tier', () => {
  it('names primary and reader endpoint with cluster mode off', () => {
    expect(redisOutputs(multiAz, observed(multiAz))).toEqual({
      region: 'eu-west-2',
      replicationGroupId: 'shop-dev-redis',
      primaryEndpoint: 'master.shop-dev-redis.cache.amazonaws.com',
      readerEndpoint: 'replica.shop-dev-redis.cache.amazonaws.com',
      configurationEndpoint: null,
      port: 6379,
      readerPort: 6379,
      tls: true,
      authTokenSecretArn: secretArn,
    });
  });

  it('names the configuration endpoint with cluster mode on', () => {
    expect(redisOutputs(clustered, observed(clustered))).toMatchObject({
      primaryEndpoint: null,
      readerEndpoint: null,
      readerPort: null,
      configurationEndpoint: 'clustercfg.shop-dev-redis.cache.amazonaws.com',
      port: 6379,
    });
  });
});
