import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Client } from 'pg';
import type { EnvironmentOutputs } from '../../../core/outputs.ts';
import { RespClient } from '../../../local/engines/resp.ts';

/** Where a user's tools point: the AWS endpoint and the authority that signed the engines' certificates. */
export interface Site {
  aws<T>(client: new (config: Record<string, unknown>) => T, region?: string): T;
  readonly caCertificate: string;
}

export interface Credentials {
  readonly password: string;
  readonly authToken: string;
}

/** What Secrets Manager gives to who has the ARNs of the outputs. */
export async function credentials(site: Site, { aurora, redis }: EnvironmentOutputs): Promise<Credentials> {
  const secret = async (SecretId: string) => {
    const client = site.aws(SecretsManagerClient);
    const { SecretString = '{}' } = await client.send(new GetSecretValueCommand({ SecretId }));
    return JSON.parse(SecretString) as Record<string, string>;
  };
  const [master, token] = await Promise.all([
    secret(aurora.masterSecretArn),
    secret(redis.authTokenSecretArn),
  ]);
  return { password: master.password ?? '', authToken: token.authToken ?? '' };
}

/** Runs one statement over TLS with the certificate checked, as the master user. */
export async function query(
  site: Site,
  { aurora }: EnvironmentOutputs,
  password: string,
  at: { readonly host: string; readonly port: number },
  ...statements: string[]
): Promise<Record<string, unknown>[]> {
  const client = new Client({
    ...at,
    database: aurora.databaseName,
    user: aurora.masterUsername,
    password,
    ssl: { ca: site.caCertificate, rejectUnauthorized: true },
  });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

export const writer = ({ aurora: { primary } }: EnvironmentOutputs) => ({
  host: primary.writerEndpoint ?? '',
  port: primary.port,
});

/** Over TLS with the certificate checked, and AUTH. */
export function redisAt(site: Site, host: string | null, port: number | null, password: string) {
  return RespClient.connect({ host: host ?? '', port: port ?? 0, password, ca: site.caCertificate });
}

/** Asks again until the answer is there: replication takes its milliseconds. */
export async function eventually<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 10_000; ; ) {
    const answer = await ask();
    if (wanted(answer) || Date.now() > deadline) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
