import * as kms from '@aws-sdk/client-kms';
import { createKmsService } from '../../../local/services/kms.ts';
import { ACCOUNT, clientsOf, createWorld, DAY_MS } from '../gateway/world.ts';

const SEEDED = `arn:aws:kms:eu-west-2:${ACCOUNT}:key/11111111-2222-4333-8444-555555555555`;

function setUp() {
  const { world, clock } = createWorld();
  const service = createKmsService(world, { keys: [SEEDED] });
  const connect = clientsOf([service]);
  return { service, clock, client: connect(kms.KMSClient), ireland: connect(kms.KMSClient, 'eu-west-1') };
}

async function createKey(client: kms.KMSClient, input: kms.CreateKeyCommandInput = {}): Promise<string> {
  const { KeyMetadata } = await client.send(new kms.CreateKeyCommand(input));
  return KeyMetadata?.Arn ?? '';
}

describe('a KMS key', () => {
  it('is enabled, symmetric and found by id and ARN once it is created', async () => {
    const { client } = setUp();
    const arn = await createKey(client, { Description: 'aurora' });
    const { KeyMetadata } = await client.send(new kms.DescribeKeyCommand({ KeyId: arn.split('/')[1] }));
    expect(KeyMetadata).toMatchObject({
      Arn: arn,
      Description: 'aurora',
      Enabled: true,
      KeyState: 'Enabled',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyManager: 'CUSTOMER',
    });
  });

  it('of the seed exists in its region and in no other', () => {
    const { service } = setUp();
    expect(service.lookupKey('eu-west-2', SEEDED)).toEqual({ arn: SEEDED, enabled: true });
    expect(service.lookupKey('eu-west-1', SEEDED)).toBeUndefined();
  });

  it('is not enabled for others while it is disabled', async () => {
    const { client, service } = setUp();
    await client.send(new kms.DisableKeyCommand({ KeyId: SEEDED }));
    expect(service.lookupKey('eu-west-2', SEEDED)?.enabled).toBe(false);
    await client.send(new kms.EnableKeyCommand({ KeyId: SEEDED }));
    expect(service.lookupKey('eu-west-2', SEEDED)?.enabled).toBe(true);
  });

  it('is found by its alias and by the ARN of its alias', async () => {
    const { client, service } = setUp();
    await client.send(new kms.CreateAliasCommand({ AliasName: 'alias/plinth', TargetKeyId: SEEDED }));
    const arn = `arn:aws:kms:eu-west-2:${ACCOUNT}:alias/plinth`;
    expect([
      service.lookupKey('eu-west-2', 'alias/plinth')?.arn,
      service.lookupKey('eu-west-2', arn)?.arn,
    ]).toEqual([SEEDED, SEEDED]);
  });

  it('of a service itself is made when it is first asked for', async () => {
    const { client } = setUp();
    const { KeyMetadata } = await client.send(new kms.DescribeKeyCommand({ KeyId: 'alias/aws/rds' }));
    expect(KeyMetadata).toMatchObject({ KeyManager: 'AWS', Enabled: true });
  });

  it('rotates every 365 days unless told otherwise', async () => {
    const { client } = setUp();
    await client.send(new kms.EnableKeyRotationCommand({ KeyId: SEEDED }));
    const status = await client.send(new kms.GetKeyRotationStatusCommand({ KeyId: SEEDED }));
    expect(status).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 365 });
  });

  it('is gone when its waiting period has passed', async () => {
    const { client, clock } = setUp();
    await client.send(new kms.ScheduleKeyDeletionCommand({ KeyId: SEEDED, PendingWindowInDays: 7 }));
    await clock.advance(7 * DAY_MS);
    await expect(client.send(new kms.DescribeKeyCommand({ KeyId: SEEDED }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });

  it('is listed a page at a time', async () => {
    const { client } = setUp();
    await createKey(client);
    const first = await client.send(new kms.ListKeysCommand({ Limit: 1 }));
    const second = await client.send(new kms.ListKeysCommand({ Limit: 1, Marker: first.NextMarker }));
    expect([first.Truncated, second.Truncated]).toEqual([true, false]);
    expect(second.Keys?.[0]?.KeyId).not.toBe(first.Keys?.[0]?.KeyId);
  });
});

describe('KMS refuses', () => {
  // biome-ignore lint/suspicious/noExplicitAny: commands of many kinds
  type Send = (client: kms.KMSClient) => Promise<any>;
  it.each<[string, string, Send]>([
    [
      'a key that it does not know',
      'NotFoundException',
      (c) => c.send(new kms.DescribeKeyCommand({ KeyId: 'x' })),
    ],
    [
      'an alias that it does not know',
      'NotFoundException',
      (c) => c.send(new kms.DescribeKeyCommand({ KeyId: 'alias/x' })),
    ],
    [
      'an alias in the name space of AWS',
      'InvalidAliasNameException',
      (c) => c.send(new kms.CreateAliasCommand({ AliasName: 'alias/aws/mine', TargetKeyId: SEEDED })),
    ],
    [
      'a rotation period under 90 days',
      'ValidationException',
      (c) => c.send(new kms.EnableKeyRotationCommand({ KeyId: SEEDED, RotationPeriodInDays: 89 })),
    ],
    [
      'a waiting period under 7 days',
      'ValidationException',
      (c) => c.send(new kms.ScheduleKeyDeletionCommand({ KeyId: SEEDED, PendingWindowInDays: 6 })),
    ],
    [
      'an asymmetric key',
      'UnsupportedOperationException',
      (c) => c.send(new kms.CreateKeyCommand({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' })),
    ],
    [
      'a grant on a disabled key',
      'DisabledException',
      async (c) => {
        await c.send(new kms.DisableKeyCommand({ KeyId: SEEDED }));
        return c.send(
          new kms.CreateGrantCommand({ KeyId: SEEDED, GranteePrincipal: 'a', Operations: ['Decrypt'] }),
        );
      },
    ],
    [
      'to enable a key that is pending deletion',
      'KMSInvalidStateException',
      async (c) => {
        await c.send(new kms.ScheduleKeyDeletionCommand({ KeyId: SEEDED }));
        return c.send(new kms.EnableKeyCommand({ KeyId: SEEDED }));
      },
    ],
    [
      'a second alias of the same name',
      'AlreadyExistsException',
      async (c) => {
        const alias = { AliasName: 'alias/twice', TargetKeyId: SEEDED };
        await c.send(new kms.CreateAliasCommand(alias));
        return c.send(new kms.CreateAliasCommand(alias));
      },
    ],
  ])('%s', async (_, name, send) => {
    await expect(send(setUp().client)).rejects.toMatchObject({ name });
  });

  it('the ARN of another region', async () => {
    const { ireland } = setUp();
    await expect(ireland.send(new kms.DescribeKeyCommand({ KeyId: SEEDED }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid arn eu-west-2',
    });
  });
});

describe('Encrypt and Decrypt', () => {
  const Plaintext = Buffer.from('https://example/?signature=s');
  const EncryptionContext = { operationId: 'op-1', project: 'shop' };

  async function sealed() {
    const world = setUp();
    const { CiphertextBlob } = await world.client.send(
      new kms.EncryptCommand({ KeyId: SEEDED, Plaintext, EncryptionContext }),
    );
    const decrypt = (more: Partial<kms.DecryptCommandInput>) =>
      world.client.send(new kms.DecryptCommand({ CiphertextBlob, EncryptionContext, ...more }));
    return { ...world, CiphertextBlob, decrypt };
  }

  it('give the plaintext back under the same context, in whatever order', async () => {
    const { decrypt } = await sealed();
    const answer = await decrypt({ EncryptionContext: { project: 'shop', operationId: 'op-1' } });
    expect(Buffer.from(answer.Plaintext ?? [])).toEqual(Plaintext);
    expect(answer.KeyId).toBe(SEEDED);
  });

  it('show nothing of the plaintext, and never the same twice', async () => {
    const [first, second] = [await sealed(), await sealed()].map(({ CiphertextBlob = new Uint8Array() }) =>
      Buffer.from(CiphertextBlob),
    );
    expect(first?.includes('signature')).toBe(false);
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
  });

  it.each<[string, string, Partial<kms.DecryptCommandInput>]>([
    ['another context', 'InvalidCiphertextException', { EncryptionContext: { operationId: 'op-2' } }],
    ['no context', 'InvalidCiphertextException', { EncryptionContext: undefined }],
    ['no ciphertext of ours', 'InvalidCiphertextException', { CiphertextBlob: Buffer.from('nothing') }],
    ['another key', 'IncorrectKeyException', { KeyId: 'alias/aws/rds' }],
  ])('refuse %s with %s', async (_what, name, more) => {
    const { decrypt } = await sealed();
    await expect(decrypt(more)).rejects.toMatchObject({ name });
  });

  it('do nothing with a key that is disabled', async () => {
    const { client, decrypt } = await sealed();
    await client.send(new kms.DisableKeyCommand({ KeyId: SEEDED }));
    await expect(decrypt({})).rejects.toMatchObject({ name: 'DisabledException' });
  });

  it('refuse more than 4096 bytes, without repeating them', async () => {
    const { client } = setUp();
    const command = new kms.EncryptCommand({ KeyId: SEEDED, Plaintext: Buffer.alloc(4097, 'a') });
    await expect(client.send(command)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.not.stringContaining('aaaa'),
    });
  });
});
