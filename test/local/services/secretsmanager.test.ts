import * as sm from '@aws-sdk/client-secrets-manager';
import { createSecretsManagerService } from '../../../local/services/secretsmanager.ts';
import { clientsOf, createWorld, DAY_MS } from '../gateway/world.ts';

const VALUE = 'correct-horse-battery-staple';
const TOKEN = 'a'.repeat(32);
const KEY = 'arn:aws:kms:eu-west-2:1:key/a';

function setUp() {
  const key = { arn: KEY, enabled: true };
  const { world, clock } = createWorld({
    directory: { kmsKey: (region, id) => (region === 'eu-west-2' && id === KEY ? key : undefined) },
  });
  const connect = clientsOf([createSecretsManagerService(world)]);
  const client = connect(sm.SecretsManagerClient);
  const ireland = connect(sm.SecretsManagerClient, 'eu-west-1');
  const create = (more: Partial<sm.CreateSecretRequest> = {}) =>
    client.send(new sm.CreateSecretCommand({ Name: 'shop/master', SecretString: VALUE, ...more }));
  const read = (more: Partial<sm.GetSecretValueRequest> = {}) =>
    client.send(new sm.GetSecretValueCommand({ SecretId: 'shop/master', ...more }));
  const put = (SecretString: string, more: Partial<sm.PutSecretValueRequest> = {}) =>
    client.send(new sm.PutSecretValueCommand({ SecretId: 'shop/master', SecretString, ...more }));
  const remove = (more: Partial<sm.DeleteSecretRequest> = {}) =>
    client.send(new sm.DeleteSecretCommand({ SecretId: 'shop/master', ...more }));
  return { client, ireland, clock, key, create, read, put, remove };
}

describe('a secret', () => {
  it('has an ARN that ends in a hyphen and six characters', async () => {
    const { ARN } = await setUp().create();
    expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-west-2:\d{12}:secret:shop\/master-\w{6}$/);
  });

  it('is found by name, by ARN and by ARN without its last characters', async () => {
    const { create, read } = setUp();
    const { ARN = '' } = await create();
    const answers = await Promise.all([
      read(),
      read({ SecretId: ARN }),
      read({ SecretId: ARN.slice(0, -7) }),
    ]);
    expect(answers.map((answer) => answer.SecretString)).toEqual([VALUE, VALUE, VALUE]);
  });

  it('may hold bytes', async () => {
    const { create, read } = setUp();
    await create({ SecretString: undefined, SecretBinary: new Uint8Array([0, 255]) });
    const { SecretBinary, SecretString } = await read();
    expect([[...(SecretBinary ?? [])], SecretString]).toEqual([[0, 255], undefined]);
  });

  it('is created once with the same token and value', async () => {
    const { create } = setUp();
    const first = await create({ ClientRequestToken: TOKEN });
    const second = await create({ ClientRequestToken: TOKEN });
    expect([second.ARN, second.VersionId]).toEqual([first.ARN, TOKEN]);
  });

  it('keeps its former value as AWSPREVIOUS', async () => {
    const { create, put, read } = setUp();
    await create();
    await put('second');
    const answers = await Promise.all([read(), read({ VersionStage: 'AWSPREVIOUS' })]);
    expect(answers.map((answer) => answer.SecretString)).toEqual(['second', VALUE]);
  });

  it('is described without its value', async () => {
    const { client, create } = setUp();
    await create({ KmsKeyId: KEY, Tags: [{ Key: 'team', Value: 'games' }], ClientRequestToken: TOKEN });
    const answer = await client.send(new sm.DescribeSecretCommand({ SecretId: 'shop/master' }));
    expect(answer).toMatchObject({
      Name: 'shop/master',
      KmsKeyId: KEY,
      Tags: [{ Key: 'team', Value: 'games' }],
      VersionIdsToStages: { [TOKEN]: ['AWSCURRENT'] },
    });
    expect(JSON.stringify(answer)).not.toContain(VALUE);
  });

  it('takes a new value and description by UpdateSecret', async () => {
    const { client, create, read } = setUp();
    await create();
    const update = { SecretId: 'shop/master', SecretString: 'third', Description: 'of shop' };
    await client.send(new sm.UpdateSecretCommand(update));
    const { Description } = await client.send(new sm.DescribeSecretCommand({ SecretId: 'shop/master' }));
    expect([(await read()).SecretString, Description]).toEqual(['third', 'of shop']);
  });

  it('comes back when its deletion is cancelled', async () => {
    const { client, create, remove, read } = setUp();
    await create();
    await remove({ RecoveryWindowInDays: 7 });
    await client.send(new sm.RestoreSecretCommand({ SecretId: 'shop/master' }));
    expect((await read()).SecretString).toBe(VALUE);
  });

  it('leaves its name free when the recovery window is over', async () => {
    const { create, remove, clock } = setUp();
    const first = await create();
    await remove({ RecoveryWindowInDays: 7 });
    await clock.advance(7 * DAY_MS);
    expect((await create()).ARN).not.toBe(first.ARN);
  });

  it('leaves its name free at once when it is deleted by force, even after a scheduled deletion', async () => {
    const { create, remove } = setUp();
    await create();
    await remove();
    await remove({ ForceDeleteWithoutRecovery: true });
    await expect(create()).resolves.toMatchObject({ Name: 'shop/master' });
  });

  it('that is not there can be deleted by force', async () => {
    await expect(setUp().remove({ ForceDeleteWithoutRecovery: true })).resolves.toMatchObject({
      Name: 'shop/master',
    });
  });

  it('cannot be read while its key is disabled', async () => {
    const { create, read, key } = setUp();
    await create({ KmsKeyId: KEY });
    key.enabled = false;
    await expect(read()).rejects.toMatchObject({ name: 'DecryptionFailure' });
  });

  it('is read in a replica region and written in its own only', async () => {
    const { create, put, ireland } = setUp();
    await create({ AddReplicaRegions: [{ Region: 'eu-west-1' }] });
    await put('second');
    const SecretId = 'shop/master';
    expect((await ireland.send(new sm.GetSecretValueCommand({ SecretId }))).SecretString).toBe('second');
    const write = ireland.send(new sm.PutSecretValueCommand({ SecretId, SecretString: 'x' }));
    await expect(write).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  it('is not seen from another region without a replica', async () => {
    const { create, ireland } = setUp();
    const { ARN } = await create();
    await expect(ireland.send(new sm.GetSecretValueCommand({ SecretId: ARN }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

it('lists secrets by tag, the newest first, a page at a time', async () => {
  const { client, create, clock } = setUp();
  for (const Name of ['a', 'b', 'c']) {
    await create({ Name, Tags: [{ Key: 'team', Value: Name === 'b' ? 'other' : 'games' }] });
    await clock.advance(1);
  }
  const list = (NextToken?: string) =>
    client.send(
      new sm.ListSecretsCommand({
        NextToken,
        MaxResults: 1,
        Filters: [{ Key: 'tag-value', Values: ['games'] }],
      }),
    );
  const first = await list();
  const second = await list(first.NextToken);
  expect([first, second].map(({ SecretList }) => SecretList?.map((secret) => secret.Name))).toEqual([
    ['c'],
    ['a'],
  ]);
  expect(second.NextToken).toBeUndefined();
});

describe('Secrets Manager refuses', () => {
  type World = ReturnType<typeof setUp>;
  it.each<[string, string, (world: World) => Promise<unknown>]>([
    ['a second secret of the same name', 'ResourceExistsException', ({ create }) => create()],
    [
      'another value under a token that was used',
      'ResourceExistsException',
      async ({ put }) => {
        await put('second', { ClientRequestToken: TOKEN });
        return put('third', { ClientRequestToken: TOKEN });
      },
    ],
    [
      'a name that is scheduled for deletion',
      'InvalidRequestException',
      async ({ create, remove }) => {
        await remove();
        return create();
      },
    ],
    [
      'to read a secret that is scheduled for deletion',
      'InvalidRequestException',
      async ({ read, remove }) => {
        await remove();
        return read();
      },
    ],
    ['a name with spaces', 'ValidationException', ({ create }) => create({ Name: 'a b' })],
    [
      'a value over 65,536 bytes',
      'ValidationException',
      ({ create }) => create({ Name: 'b', SecretString: VALUE.repeat(3000) }),
    ],
    [
      'text and bytes together',
      'InvalidParameterException',
      ({ create }) => create({ Name: 'b', SecretBinary: new Uint8Array([1]) }),
    ],
    ['a key that is not there', 'EncryptionFailure', ({ create }) => create({ Name: 'b', KmsKeyId: 'x' })],
    [
      'a short token',
      'InvalidParameterException',
      ({ create }) => create({ Name: 'b', ClientRequestToken: 'x' }),
    ],
    ['a secret that it does not know', 'ResourceNotFoundException', ({ read }) => read({ SecretId: 'x' })],
    ['a stage that no version has', 'ResourceNotFoundException', ({ read }) => read({ VersionStage: 'x' })],
    [
      'a recovery window of 6 days',
      'InvalidParameterException',
      ({ remove }) => remove({ RecoveryWindowInDays: 6 }),
    ],
    [
      'a recovery window together with force',
      'InvalidParameterException',
      ({ remove }) => remove({ RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true }),
    ],
    [
      'to replicate a secret to its own region',
      'InvalidParameterException',
      ({ create }) => create({ Name: 'b', AddReplicaRegions: [{ Region: 'eu-west-2' }] }),
    ],
    [
      'to delete a secret that has replicas',
      'InvalidRequestException',
      async ({ create, remove }) => {
        await create({ Name: 'b', AddReplicaRegions: [{ Region: 'eu-west-1' }] });
        return remove({ SecretId: 'b' });
      },
    ],
  ])('%s, without telling the value', async (_, name, send) => {
    const world = setUp();
    await world.create();
    const error = await send(world).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.name).toBe(name);
    expect(`${error?.message} ${JSON.stringify(error)}`).not.toContain(VALUE);
  });
});

describe('a random password', () => {
  const generate = async (input: sm.GetRandomPasswordRequest) => {
    const { client } = setUp();
    return (await client.send(new sm.GetRandomPasswordCommand(input))).RandomPassword ?? '';
  };

  it('has 32 characters with one of every type unless told otherwise', async () => {
    const password = await generate({});
    expect(password).toHaveLength(32);
    for (const type of [/[a-z]/, /[A-Z]/, /\d/, /[^\w\s]/]) expect(password).toMatch(type);
  });

  it.each<[string, sm.GetRandomPasswordRequest, RegExp]>([
    ['has no punctuation', { ExcludePunctuation: true }, /^[a-zA-Z0-9]{1000}$/],
    ['has no excluded character', { ExcludeCharacters: '/@" \'' }, /^[^/@" ']{1000}$/],
    [
      'has numbers only',
      { ExcludePunctuation: true, ExcludeLowercase: true, ExcludeUppercase: true },
      /^\d{1000}$/,
    ],
    ['has no numbers', { ExcludeNumbers: true }, /^\D{1000}$/],
    ['has a space', { IncludeSpace: true }, / /],
  ])('%s when told so', async (_, input, pattern) => {
    expect(await generate({ PasswordLength: 1000, ...input })).toMatch(pattern);
  });

  it.each<[string, sm.GetRandomPasswordRequest]>([
    ['longer than 4096', { PasswordLength: 4097 }],
    ['too short for every type', { PasswordLength: 3 }],
    [
      'without any character left',
      { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true },
    ],
  ])('is refused %s', async (_, input) => {
    await expect(generate(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
