import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  CreateDBSubnetGroupCommand,
  DescribeAccountAttributesCommand,
  DescribeDBInstancesCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { createLocalCloud, type LocalCloud } from '../../local/cloud.ts';
import { createNoEngines } from '../../local/engines/none.ts';
import { localLandingZone } from '../../local/landing-zones.ts';

const REGION = 'eu-west-2';

let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await createLocalCloud({ engines: createNoEngines(), quotas: { rds: { DBInstances: 1 } } });
});
afterAll(() => cloud.close());

const options = () => ({
  region: REGION,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  requestHandler: cloud.gateway.requestHandler,
  maxAttempts: 1,
});

/** An available cluster `shop` that exports its logs, and its instance. */
async function makeCluster(rds: RDSClient) {
  await rds.send(
    new CreateDBSubnetGroupCommand({
      DBSubnetGroupName: 'shop',
      DBSubnetGroupDescription: 'shop',
      SubnetIds: localLandingZone.regions[REGION]?.isolatedSubnetIds as string[],
    }),
  );
  await rds.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: 'shop',
      Engine: 'aurora-postgresql',
      MasterUsername: 'gameadmin',
      MasterUserPassword: 'correct-horse-battery-9',
      DBSubnetGroupName: 'shop',
      EnableCloudwatchLogsExports: ['postgresql'],
    }),
  );
  await cloud.world.work.nextChange();
  await createInstance(rds, 'shop-1');
  for (;;) {
    const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
    if (DBInstances[0]?.DBInstanceStatus === 'available') return;
    await cloud.world.work.nextChange();
  }
}

const createInstance = (rds: RDSClient, DBInstanceIdentifier: string) =>
  rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier,
      DBClusterIdentifier: 'shop',
      Engine: 'aurora-postgresql',
      DBInstanceClass: 'db.r6g.large',
    }),
  );

it('has the log group that its RDS makes, and the quotas that it was given, which may change', async () => {
  const rds = new RDSClient(options());
  await makeCluster(rds);

  const logs = new CloudWatchLogsClient(options());
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  expect(logGroups.map((each) => each.logGroupName)).toEqual(['/aws/rds/cluster/shop/postgresql']);

  const { AccountQuotas } = await rds.send(new DescribeAccountAttributesCommand({}));
  expect(AccountQuotas).toContainEqual({ AccountQuotaName: 'DBInstances', Used: 1, Max: 1 });
  await expect(createInstance(rds, 'shop-2')).rejects.toMatchObject({ name: 'InstanceQuotaExceededFault' });
  cloud.world.quotas.rds = { DBInstances: 2 };
  await createInstance(rds, 'shop-2');
});
