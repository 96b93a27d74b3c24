import { RDSClient } from '@aws-sdk/client-rds';
import type { Action, Clients } from '../../../core/tier.ts';
import { apply } from '../../../tiers/aurora/apply.ts';
import { demandsPresignedUrl, presignedCreate } from '../../../tiers/aurora/presigned-url.ts';
import { fakeClients, sdkError } from '../shared/fake-clients.ts';
import { production } from './fixtures.ts';

const DEMAND = 'Source cluster arn:aws:rds:x is encrypted; pre-signed URL has to be specified';
const input = {
  DBClusterIdentifier: 'shop-dev-aurora-euw1',
  Engine: 'aurora-postgresql',
  GlobalClusterIdentifier: 'shop-dev-aurora-global',
  KmsKeyId: "arn:aws:kms:eu-west-1:1:key/it's (mine)",
  VpcSecurityGroupIds: ['sg-1'],
  EnableCloudwatchLogsExports: ['postgresql'],
  Tags: [{ Key: 'team', Value: 'payments' }],
};
const action: Action = {
  service: 'rds',
  region: 'eu-west-1',
  command: 'CreateDBCluster',
  input,
  summary: 'add',
};

/** A real client that must not reach any network. */
function dublin(): RDSClient {
  const handle = async () => {
    throw new Error('nothing may be sent');
  };
  return new RDSClient({
    region: 'eu-west-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' },
    requestHandler: { handle },
  });
}

describe('the presigned URL of an encrypted second region', () => {
  it('is a signed call to the primary region, from the same input', async () => {
    const url = new URL(await presignedCreate(dublin(), input, 'eu-west-2'));
    expect(url.origin).toBe('https://rds.eu-west-2.amazonaws.com');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: 'CreateDBCluster',
      Version: '2014-10-31',
      DestinationRegion: 'eu-west-1',
      KmsKeyId: input.KmsKeyId,
      GlobalClusterIdentifier: input.GlobalClusterIdentifier,
      'VpcSecurityGroupIds.VpcSecurityGroupId.1': 'sg-1',
      'EnableCloudwatchLogsExports.member.1': 'postgresql',
      'Tags.Tag.1.Key': 'team',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': expect.stringMatching(/^AKID\/\d{8}\/eu-west-2\/rds\/aws4_request$/),
      'X-Amz-Expires': '3600',
      'X-Amz-Security-Token': 'token',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('encodes every character that the signature encodes', async () => {
    const url = await presignedCreate(dublin(), input, 'eu-west-2');
    expect(url).toContain('it%27s%20%28mine%29');
  });

  it.each([
    ['InvalidParameterCombination', DEMAND, true],
    ['InvalidParameterValue', 'PreSignedUrl is missing', true],
    ['InvalidParameterCombination', 'Cannot specify user name for cross region replication cluster', false],
    ['AccessDenied', DEMAND, false],
  ])('is demanded by %s "%s": %s', (name, message, expected) => {
    expect(demandsPresignedUrl(sdkError(name, message))).toBe(expected);
  });
});

describe('applying the creation of a second region', () => {
  /** Answers with the first error that is left, and keeps a real client's configuration. */
  const answering = (errors: Error[]): Clients & ReturnType<typeof fakeClients> => {
    const real = dublin();
    const fake = fakeClients(() => {
      const error = errors.shift();
      if (error) throw error;
    });
    // The serializer of the presigned URL needs the real client; every other call goes to the fake one.
    const get = (client: never, region: string) => {
      const sent = fake.get(client, region) as {
        send: (command: { middlewareStack: { identify(): string[] } }) => unknown;
      };
      const send = (command: { middlewareStack: { identify(): string[] } }) =>
        command.middlewareStack.identify().some((name) => name.startsWith('captureRequest'))
          ? real.send(command as never)
          : sent.send(command);
      return { config: real.config, send };
    };
    return { ...fake, get } as never;
  };
  const scope = (clients: Clients) => ({ spec: production, clients });

  it('sends no URL while AWS does not ask for one', async () => {
    const clients = answering([]);
    await apply(scope(clients), action);
    expect(clients.calls.map((call) => call.input)).toEqual([input]);
  });

  it('repeats the call with a URL when AWS asks for one', async () => {
    const clients = answering([sdkError('InvalidParameterCombination', DEMAND)]);
    await apply(scope(clients), action);
    expect(clients.calls).toHaveLength(2);
    expect(clients.calls[1]?.input).toEqual({
      ...input,
      PreSignedUrl: expect.stringMatching(/^https:\/\/rds\.eu-west-2/),
    });
  });

  it('lets every other error go on', async () => {
    const clients = answering([sdkError('KMSKeyNotAccessibleFault', 'disabled')]);
    await expect(apply(scope(clients), action)).rejects.toThrow('disabled');
    expect(clients.calls).toHaveLength(1);
  });
});

describe('applying the other actions', () => {
  const act = (command: string, service = 'rds'): Action => ({ ...action, command, service });

  it('takes a cluster that is out of the global database already for removed', async () => {
    const clients = fakeClients(() => {
      throw sdkError(
        'InvalidParameterValue',
        'DB Cluster arn is not found in global cluster shop-dev-aurora-global',
      );
    });
    await expect(
      apply({ spec: production, clients }, act('RemoveFromGlobalCluster')),
    ).resolves.toBeUndefined();
  });

  it('marks the secret with the endpoint only after the value is written', async () => {
    const clients = fakeClients(({ command }) => {
      if (command === 'GetSecretValue') return { SecretString: '{"password":"p"}' };
      if (command === 'PutSecretValue') throw sdkError('InternalServiceError');
      return {};
    });
    const merge = { kind: 'merge', fields: { host: 'h', port: 5432 } } as const;
    const write: Action = {
      ...act('PutSecretValue', 'secretsmanager'),
      input: { SecretId: 's' },
      secret: merge,
    };
    await expect(apply({ spec: production, clients }, write)).rejects.toThrow('InternalServiceError');
    expect(clients.calls.map(({ command }) => command)).not.toContain('TagResource');
  });
});
