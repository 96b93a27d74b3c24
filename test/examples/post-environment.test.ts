import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type ApiServer, listenApi } from '../../local/api-server.ts';
import { readApiAccess } from '../../local/execute-api.ts';
import { invokeHandler } from '../../local/lambda.ts';
import { type Plinth, SMALL, startControlPlanes } from '../e2e/support/plinth.ts';

const ROOT = join(import.meta.dirname, '../..');
const SECRET = 'a secret access key';

let plinth: Plinth;
let server: ApiServer;
const signatures: [sent: string | undefined, right: string | undefined][] = [];
const folder = mkdtempSync(join(tmpdir(), 'plinth-example-'));
beforeAll(async () => {
  plinth = await startControlPlanes();
  const access = readApiAccess(join(ROOT, 'examples/iam/callers.json'));
  server = await listenApi(
    async (event) => {
      signatures.push([event.headers.authorization, await rightSignature(event)]);
      return invokeHandler(plinth.cloud.api as never, 'plinth-api', event) as never;
    },
    0,
    { access },
  );
  writeFileSync(join(folder, 'request.json'), JSON.stringify(SMALL));
});
afterAll(async () => {
  await server.close();
  await plinth.close();
  rmSync(folder, { recursive: true });
});

/** What AWS computes from the request, and compares. */
async function rightSignature(event: APIGatewayProxyEvent): Promise<string | undefined> {
  const { headers } = event;
  const [, accessKeyId = '', names = ''] =
    /Credential=([^/]+)\/.*SignedHeaders=([^,]+)/.exec(headers.authorization ?? '') ?? [];
  const date = headers['x-amz-date']?.replace(/(....)(..)(..T..)(..)(.*)/, '$1-$2-$3:$4:$5') ?? '';
  const signer = new SignatureV4({
    service: 'execute-api',
    region: 'eu-west-2',
    credentials: { accessKeyId, secretAccessKey: SECRET },
    sha256: new DynamoDBClient({ region: 'eu-west-2' }).config.sha256,
  });
  const signed = await signer.sign(
    {
      method: event.httpMethod,
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: event.requestContext.path,
      query: {},
      headers: Object.fromEntries(names.split(';').map((name) => [name, headers[name] ?? ''])),
      body: event.body ?? undefined,
    },
    { signingDate: new Date(date) },
  );
  return signed.headers.authorization;
}

function run(accessKeyId: string) {
  const { AWS_PROFILE: _, AWS_SESSION_TOKEN: __, ...inherited } = process.env;
  const env = {
    ...inherited,
    PLINTH_API: server.url,
    AWS_REGION: 'eu-west-2',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: SECRET,
  };
  const args = ['examples/post-environment.mjs', 'shop', join(folder, 'request.json')];
  return promisify(execFile)(process.execPath, args, { cwd: ROOT, env });
}

it('the example signs, creates an environment, waits for it and prints its outputs', async () => {
  const { stdout } = await run('AKIASHOPTEAM');
  expect(stdout).toMatch(/^op-\w+ pending\n(op-\w+ .*\n)*op-\w+ succeeded\n\{/);
  expect(JSON.parse(stdout.slice(stdout.indexOf('{')))).toHaveProperty('aurora.primary.writerEndpoint');
  expect(signatures.length).toBeGreaterThan(2);
  for (const [sent, right] of signatures) expect(sent).toBe(right);
});

it('the example tells a caller without permission so', async () => {
  await expect(run('AKIAAUDITOR')).rejects.toThrow(
    /POST \/v1\/projects\/shop\/environments: 403 The caller may not do this/,
  );
});
