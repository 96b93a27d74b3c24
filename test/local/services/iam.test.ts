import * as iam from '@aws-sdk/client-iam';
import { realistic } from '../../../local/delays.ts';
import { createIamService } from '../../../local/services/iam.ts';
import { ACCOUNT, clientsOf, createWorld } from '../gateway/world.ts';

const trust = (service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' }],
});
const MONITORING = 'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole';
const ARN = `arn:aws:iam::${ACCOUNT}:role/dax`;

async function setUp(given: Parameters<typeof createWorld>[0] = {}) {
  const { world, clock } = createWorld(given);
  const service = createIamService(world);
  const connect = clientsOf([service]);
  const client = connect(iam.IAMClient);
  const AssumeRolePolicyDocument = trust('dax.amazonaws.com');
  await client.send(new iam.CreateRoleCommand({ RoleName: 'dax', AssumeRolePolicyDocument }));
  return { service, clock, client, elsewhere: connect(iam.IAMClient, 'us-east-1') };
}

describe('a role', () => {
  it('is described with its trust policy URL-encoded', async () => {
    const { client } = await setUp();
    const { Role } = await client.send(new iam.GetRoleCommand({ RoleName: 'dax' }));
    expect(Role).toMatchObject({ RoleName: 'dax', Path: '/', Arn: ARN, MaxSessionDuration: 3600 });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(trust('dax.amazonaws.com'));
  });

  it('is the same from every region', async () => {
    const { elsewhere } = await setUp();
    const { Role } = await elsewhere.send(new iam.GetRoleCommand({ RoleName: 'dax' }));
    expect(Role?.Arn).toBe(ARN);
  });

  it('tells other services whom it trusts', async () => {
    const { service } = await setUp();
    expect(service.lookupRole(ARN)).toEqual({ arn: ARN, trustedServices: ['dax.amazonaws.com'] });
    expect(service.lookupRole(`${ARN}2`)).toBeUndefined();
  });

  it('is seen by other services only when it has spread', async () => {
    const { service, clock } = await setUp({ delays: realistic });
    const seen = [service.lookupRole(ARN)];
    await clock.advance(realistic('iam.propagation'));
    seen.push(service.lookupRole(ARN));
    expect(seen.map((role) => role !== undefined)).toEqual([false, true]);
  });

  it('trusts whom its updated trust policy names', async () => {
    const { client, service } = await setUp();
    const PolicyDocument = trust('monitoring.rds.amazonaws.com');
    await client.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName: 'dax', PolicyDocument }));
    expect(service.lookupRole(ARN)?.trustedServices).toEqual(['monitoring.rds.amazonaws.com']);
  });

  it('keeps its inline policies', async () => {
    const { client } = await setUp();
    const policy = { RoleName: 'dax', PolicyName: 'tables' };
    await client.send(new iam.PutRolePolicyCommand({ ...policy, PolicyDocument: POLICY }));
    const { PolicyNames } = await client.send(new iam.ListRolePoliciesCommand({ RoleName: 'dax' }));
    const { PolicyDocument } = await client.send(new iam.GetRolePolicyCommand(policy));
    expect([PolicyNames, decodeURIComponent(PolicyDocument ?? '')]).toEqual([['tables'], POLICY]);
  });

  it('lists its attached policies until they are detached', async () => {
    const { client } = await setUp();
    const attachment = { RoleName: 'dax', PolicyArn: MONITORING };
    const list = async () =>
      (await client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName: 'dax' }))).AttachedPolicies;
    await client.send(new iam.AttachRolePolicyCommand(attachment));
    const attached = await list();
    await client.send(new iam.DetachRolePolicyCommand(attachment));
    expect(attached).toEqual([{ PolicyName: 'AmazonRDSEnhancedMonitoringRole', PolicyArn: MONITORING }]);
    expect(await list()).toEqual([]);
  });

  it('keeps its tags, of which a later value wins', async () => {
    const { client } = await setUp();
    for (const Value of ['a', 'b']) {
      await client.send(new iam.TagRoleCommand({ RoleName: 'dax', Tags: [{ Key: 'team', Value }] }));
    }
    const { Tags } = await client.send(new iam.ListRoleTagsCommand({ RoleName: 'dax' }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'b' }]);
  });

  it('is listed a page at a time', async () => {
    const { client } = await setUp();
    const AssumeRolePolicyDocument = trust('rds.amazonaws.com');
    await client.send(new iam.CreateRoleCommand({ RoleName: 'another', AssumeRolePolicyDocument }));
    const first = await client.send(new iam.ListRolesCommand({ MaxItems: 1 }));
    const second = await client.send(new iam.ListRolesCommand({ MaxItems: 1, Marker: first.Marker }));
    const names = [first, second].map(({ Roles }) => Roles?.[0]?.RoleName);
    expect([...names, first.IsTruncated, second.IsTruncated]).toEqual(['another', 'dax', true, false]);
  });

  it('is gone once it is deleted', async () => {
    const { client, service } = await setUp();
    await client.send(new iam.DeleteRoleCommand({ RoleName: 'dax' }));
    expect(service.lookupRole(ARN)).toBeUndefined();
  });

  it.each(['rds', 'elasticache', 'dax'])('of the service %s itself can be made', async (name) => {
    const { client } = await setUp();
    const command = new iam.CreateServiceLinkedRoleCommand({ AWSServiceName: `${name}.amazonaws.com` });
    const { Role } = await client.send(command);
    expect(Role?.Path).toBe(`/aws-service-role/${name}.amazonaws.com/`);
  });
});

describe('IAM refuses', () => {
  type Send = (client: iam.IAMClient) => Promise<unknown>;
  const create = (RoleName: string, AssumeRolePolicyDocument: string) =>
    new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument });
  const put = (PolicyDocument: string) =>
    new iam.PutRolePolicyCommand({ RoleName: 'dax', PolicyName: 'p', PolicyDocument });
  const serviceLinked = new iam.CreateServiceLinkedRoleCommand({ AWSServiceName: 'rds.amazonaws.com' });
  it.each<[string, string, number, Send]>([
    ['a role twice', 'EntityAlreadyExistsException', 409, (c) => c.send(create('dax', trust('a')))],
    [
      'a role whose name differs in case only',
      'EntityAlreadyExistsException',
      409,
      (c) => c.send(create('DAX', trust('a'))),
    ],
    ['a name of 65 characters', 'ValidationError', 400, (c) => c.send(create('x'.repeat(65), trust('a')))],
    ['a name with spaces', 'ValidationError', 400, (c) => c.send(create('a b', trust('a')))],
    [
      'a trust policy that is not JSON',
      'MalformedPolicyDocumentException',
      400,
      (c) => c.send(create('b', 'no')),
    ],
    [
      'a trust policy without principal',
      'MalformedPolicyDocumentException',
      400,
      (c) => c.send(create('b', POLICY)),
    ],
    [
      'a permissions policy with a principal',
      'MalformedPolicyDocumentException',
      400,
      (c) => c.send(put(trust('a'))),
    ],
    [
      'inline policies over 10,240 characters',
      'LimitExceededException',
      409,
      (c) => c.send(put(POLICY.replace('dynamodb:*', 'x'.repeat(10_240)))),
    ],
    [
      'a role that it does not know',
      'NoSuchEntityException',
      404,
      (c) => c.send(new iam.GetRoleCommand({ RoleName: 'x' })),
    ],
    [
      'an inline policy that it does not know',
      'NoSuchEntityException',
      404,
      (c) => c.send(new iam.GetRolePolicyCommand({ RoleName: 'dax', PolicyName: 'x' })),
    ],
    [
      'to detach what is not attached',
      'NoSuchEntityException',
      404,
      (c) => c.send(new iam.DetachRolePolicyCommand({ RoleName: 'dax', PolicyArn: MONITORING })),
    ],
    [
      'to delete a role with an inline policy',
      'DeleteConflictException',
      409,
      async (c) => {
        await c.send(put(POLICY));
        return c.send(new iam.DeleteRoleCommand({ RoleName: 'dax' }));
      },
    ],
    [
      'to delete a role with an attached policy',
      'DeleteConflictException',
      409,
      async (c) => {
        await c.send(new iam.AttachRolePolicyCommand({ RoleName: 'dax', PolicyArn: MONITORING }));
        return c.send(new iam.DeleteRoleCommand({ RoleName: 'dax' }));
      },
    ],
    [
      'a service-linked role twice',
      'InvalidInputException',
      400,
      async (c) => {
        await c.send(serviceLinked);
        return c.send(serviceLinked);
      },
    ],
    [
      'to delete a service-linked role',
      'UnmodifiableEntityException',
      400,
      async (c) => {
        await c.send(serviceLinked);
        return c.send(new iam.DeleteRoleCommand({ RoleName: 'AWSServiceRoleForRDS' }));
      },
    ],
  ])('%s', async (_, name, httpStatusCode, send) => {
    const { client } = await setUp();
    await expect(send(client)).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
  });
});
