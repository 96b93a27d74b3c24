/**
 * POSTs an environment with a signed request and waits until it is ready:
 *
 *   PLINTH_API=https://a1b2c3d4e5.execute-api.eu-west-2.amazonaws.com \
 *     node examples/post-environment.mjs shop examples/development.json
 *
 * Credentials and region come from where the AWS SDK looks for them: variables, profiles, SSO, roles. Against
 * `npm start` (PLINTH_API=http://127.0.0.1:8080, the default) any will do.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';

const POLL_MS = 2_000;
const api = process.env.PLINTH_API ?? 'http://127.0.0.1:8080';
const [project, file] = process.argv.slice(2);
if (!project || !file) {
  console.error('Usage: node examples/post-environment.mjs <project> <file with the request>');
  process.exit(2);
}

// Any client of the SDK knows how to find credentials and region, and has the hash that signing needs.
const { config } = new DynamoDBClient({ region: process.env.AWS_REGION ?? 'eu-west-2' });
const signer = new SignatureV4({
  service: 'execute-api',
  region: config.region,
  credentials: config.credentials,
  sha256: config.sha256,
});

/** One signed call; what is not a success is thrown with the problem's own words. */
async function call(method, path, body, headers = {}) {
  const url = new URL(path, api);
  const request = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    port: url.port ? Number(url.port) : undefined,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    body,
  });
  const response = await fetch(url, { method, headers: request.headers, body });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer.detail}`);
  return answer;
}

const body = await readFile(file, 'utf8');
// The same key with the same body is safe to send again, also after a timeout.
const headers = { 'idempotency-key': process.env.IDEMPOTENCY_KEY ?? randomUUID() };
const answer = await call('POST', `/v1/projects/${project}/environments`, body, headers);
// 202 answers with the operation; 200 with the environment that the same request has made before.
let operation = answer.kind ? answer : await call('GET', answer.links.operation);
console.log(`${operation.operationId} ${operation.status}`);
while (operation.endedAt === null) {
  await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  operation = await call('GET', operation.links.self);
  const step = operation.steps.find(({ status }) => status === 'waiting' || status === 'running');
  console.log(`${operation.operationId} ${step ? `${step.name} ${step.status}` : operation.status}`);
}
if (operation.status !== 'succeeded') throw new Error(`${operation.status}: ${operation.error?.detail}`);
console.log(JSON.stringify(await call('GET', `${operation.links.environment}/outputs`), null, 2));
