import {
  FailoverDBClusterCommand,
  ModifyDBClusterCommand,
  ModifyDBClusterParameterGroupCommand,
  ModifyDBInstanceCommand,
  type ModifyDBInstanceMessage,
  ModifyDBParameterGroupCommand,
  type Parameter,
  type RDSClient,
  RebootDBInstanceCommand,
  ResetDBParameterGroupCommand,
} from '@aws-sdk/client-rds';
import { createInstance, describeCluster, describeInstance, globalDatabase, standalone } from './flows.ts';
import { type Cloud, FAMILY, makeCloud } from './harness.ts';

const failOver = (client: RDSClient, target?: string, cluster = 'shop-euw2') =>
  client.send(
    new FailoverDBClusterCommand({ DBClusterIdentifier: cluster, TargetDBInstanceIdentifier: target }),
  );
const reboot = (client: RDSClient, ForceFailover?: boolean) =>
  client.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: 'shop-euw2-1', ForceFailover }));
const modify = (client: RDSClient, input: Partial<ModifyDBInstanceMessage>) =>
  client.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: 'shop-euw2-1', ...input }));
const roles = async (client: RDSClient) =>
  ((await describeCluster(client, 'shop-euw2')).DBClusterMembers ?? []).map((each) => each.IsClusterWriter);

/** A writer and two readers; the last one is the first to be promoted. */
async function three(cloud: Cloud) {
  const client = await standalone(cloud);
  await createInstance(client, { DBInstanceIdentifier: 'shop-euw2-2' });
  await createInstance(client, { DBInstanceIdentifier: 'shop-euw2-3', PromotionTier: 0 });
  await cloud.settle();
  return client;
}

describe('a failover', () => {
  it('makes the instance that is named the writer', async () => {
    const cloud = makeCloud();
    const client = await three(cloud);
    const { Endpoint } = await describeCluster(client, 'shop-euw2');
    await failOver(client, 'SHOP-euw2-2');
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({ Status: 'failing-over' });
    await cloud.settle();
    expect(await roles(client)).toEqual([false, true, false]);
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({ Status: 'available', Endpoint });
    expect(cloud.engines.log.at(-1)).toBe('fail over to shop-euw2-2 @50000');
  });

  it('otherwise goes to the reader of the lowest promotion tier', async () => {
    const cloud = makeCloud();
    const client = await three(cloud);
    await failOver(client);
    await cloud.settle();
    expect(await roles(client)).toEqual([false, false, true]);
  });

  it.each<[string, string | undefined, string]>([
    ['to the writer', 'shop-euw2-1', 'InvalidDBClusterStateFault'],
    ['to an instance that is not there', 'nope', 'DBInstanceNotFoundFault'],
  ])('does not go %s', async (_why, target, name) => {
    const client = await three(makeCloud());
    await expect(failOver(client, target)).rejects.toMatchObject({ name });
  });

  it('needs an available reader, and a cluster that takes writes', async () => {
    const cloud = makeCloud({ requirePreSignedUrl: false });
    const { primary, secondary } = await globalDatabase(cloud);
    const refused = { name: 'InvalidDBClusterStateFault' };
    await expect(failOver(primary)).rejects.toMatchObject(refused);
    await expect(failOver(secondary, undefined, 'shop-euw1')).rejects.toMatchObject(refused);
    await createInstance(primary, { DBInstanceIdentifier: 'shop-euw2-2' });
    await expect(failOver(primary, 'shop-euw2-2')).rejects.toMatchObject({
      name: 'InvalidDBInstanceStateFault',
    });
  });
});

describe('a reboot', () => {
  it('restarts the engine', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await reboot(client);
    expect(await describeInstance(client, 'shop-euw2-1')).toMatchObject({ DBInstanceStatus: 'rebooting' });
    await expect(reboot(client)).rejects.toMatchObject({ name: 'InvalidDBInstanceStateFault' });
    await cloud.settle();
    expect(await describeInstance(client, 'shop-euw2-1')).toMatchObject({ DBInstanceStatus: 'available' });
    expect(cloud.engines.log.at(-1)).toBe('restart shop-euw2-1 @50000');
  });

  it('is no failover', async () => {
    const client = await standalone(makeCloud());
    await expect(reboot(client, true)).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });
});

describe('another instance class', () => {
  it('restarts the instance', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await modify(client, { DBInstanceClass: 'db.r6g.xlarge', ApplyImmediately: true });
    expect(await describeInstance(client, 'shop-euw2-1')).toMatchObject({ DBInstanceStatus: 'modifying' });
    await cloud.settle();
    expect(await describeInstance(client, 'shop-euw2-1')).toMatchObject({
      DBInstanceStatus: 'available',
      DBInstanceClass: 'db.r6g.xlarge',
    });
    expect(cloud.engines.log.at(-1)).toBe('restart shop-euw2-1 @50000');
  });

  it('waits, until something is applied immediately', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await modify(client, { DBInstanceClass: 'db.r6g.xlarge' });
    await cloud.settle();
    expect(cloud.engines.log.join()).not.toContain('restart');
    await modify(client, { PromotionTier: 3, ApplyImmediately: true });
    await cloud.settle();
    expect(await describeInstance(client, 'shop-euw2-1')).toMatchObject({
      DBInstanceClass: 'db.r6g.xlarge',
      PromotionTier: 3,
    });
    expect(cloud.engines.log.at(-1)).toBe('restart shop-euw2-1 @50000');
  });

  it('is all that restarts', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await modify(client, { PromotionTier: 3, AutoMinorVersionUpgrade: false, ApplyImmediately: true });
    await cloud.settle();
    expect(cloud.engines.log.join()).not.toContain('restart');
  });
});

describe('parameters', () => {
  const STATIC: Parameter = {
    ParameterName: 'max_connections',
    ParameterValue: '200',
    ApplyMethod: 'pending-reboot',
  };
  const DYNAMIC: Parameter = { ParameterName: 'work_mem', ParameterValue: '4096', ApplyMethod: 'immediate' };
  const setInstance = (client: RDSClient, ...Parameters: Parameter[]) =>
    client.send(new ModifyDBParameterGroupCommand({ DBParameterGroupName: 'shop', Parameters }));
  const setCluster = (client: RDSClient, ...Parameters: Parameter[]) =>
    client.send(
      new ModifyDBClusterParameterGroupCommand({ DBClusterParameterGroupName: 'shop', Parameters }),
    );
  const status = async (client: RDSClient) => {
    const { DBClusterMembers } = await describeCluster(client, 'shop-euw2');
    const { DBParameterGroups } = await describeInstance(client, 'shop-euw2-1');
    return {
      cluster: DBClusterMembers?.[0]?.DBClusterParameterGroupStatus,
      instance: DBParameterGroups?.[0]?.ParameterApplyStatus,
    };
  };
  const IN_SYNC = { cluster: 'in-sync', instance: 'in-sync' };

  it('that are static count from the reboot on', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await setInstance(client, STATIC);
    expect(await status(client)).toEqual({ cluster: 'in-sync', instance: 'pending-reboot' });
    await setCluster(client, STATIC);
    expect(await status(client)).toEqual({ cluster: 'pending-reboot', instance: 'pending-reboot' });
    await reboot(client);
    await cloud.settle();
    expect(await status(client)).toEqual(IN_SYNC);
  });

  it('that are dynamic count at once, unless they are told to wait', async () => {
    const client = await standalone(makeCloud());
    await setInstance(client, DYNAMIC);
    expect(await status(client)).toEqual(IN_SYNC);
    await setInstance(client, { ...DYNAMIC, ParameterValue: '8192', ApplyMethod: 'pending-reboot' });
    expect(await status(client)).toEqual({ cluster: 'in-sync', instance: 'pending-reboot' });
  });

  it('that are reset wait just so', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await setInstance(client, STATIC, DYNAMIC);
    await reboot(client);
    await cloud.settle();
    const all = { DBParameterGroupName: 'shop', ResetAllParameters: true };
    await client.send(new ResetDBParameterGroupCommand(all));
    expect(await status(client)).toEqual({ cluster: 'in-sync', instance: 'pending-reboot' });
  });

  it('of another group wait, too', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await modify(client, { DBParameterGroupName: `default.${FAMILY}` });
    await client.send(
      new ModifyDBClusterCommand({
        DBClusterIdentifier: 'shop-euw2',
        DBClusterParameterGroupName: `default.${FAMILY}`,
      }),
    );
    await cloud.settle();
    expect(await status(client)).toEqual({ cluster: 'pending-reboot', instance: 'pending-reboot' });
    await reboot(client);
    await cloud.settle();
    expect(await status(client)).toEqual(IN_SYNC);
  });

  it('that an instance starts with are in sync', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await setInstance(client, STATIC);
    await createInstance(client, { DBInstanceIdentifier: 'shop-euw2-2' });
    await cloud.settle();
    expect((await describeInstance(client, 'shop-euw2-2')).DBParameterGroups).toMatchObject([
      { ParameterApplyStatus: 'in-sync' },
    ]);
  });
});
