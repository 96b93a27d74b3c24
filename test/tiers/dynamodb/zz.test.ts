import { dynamoDbTier } from '../../../tiers/dynamodb/index.ts';
import { redisTier } from '../../../tiers/redis/index.ts';
import { daxTier } from '../../../tiers/dax/index.ts';
import { landing, localAws } from '../shared/local.ts';
import { games, global, moves } from './fixtures.ts';
import * as r from '../redis/fixtures.ts';
import * as d from '../dax/fixtures.ts';
it('x', async () => {
  const aws = await localAws();
  const k = (region: string) => ({ region, kmsKeyArn: landing(region).kmsKeyArns.dynamodb });
  const l = landing('eu-west-2');
  const out = [
    await aws.arrive(dynamoDbTier, { ...global, tables: [games, moves], primary: k('eu-west-2'), secondary: k('eu-west-1') }),
    await aws.arrive(redisTier, { ...r.multiAz, subnetIds: l.privateSubnetIds, securityGroupIds: [l.securityGroupIds.redis], kmsKeyArn: l.kmsKeyArns.redis, secretsKmsKeyArn: l.kmsKeyArns.secrets }),
    await aws.arrive(daxTier, { ...d.three, subnetIds: l.privateSubnetIds, securityGroupIds: [l.securityGroupIds.dax] }),
  ];
  console.log(JSON.stringify(out, null, 1));
  await aws.close();
});
