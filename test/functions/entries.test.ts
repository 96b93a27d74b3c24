import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleFunctions, bundleOf } from '../../config/functions.ts';
import { newOperationId } from '../../core/ids.ts';
import { hasEnded, newOperation } from '../../core/operations.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { FUNCTION_KEYS, type FunctionKey } from '../../functions/keys.ts';
import { createLocalCloud, type LocalCloud } from '../../local/cloud.ts';
import { invokeHandler } from '../../local/lambda.ts';
import { localLandingZone } from '../../local/landing-zones.ts';

const ENTRIES = FUNCTION_KEYS;
type Entry = FunctionKey;

/** A budget: a cold start reads and compiles all of it. */
const MAX_BUNDLE_BYTES = 1_000_000;
const ENVIRONMENT = { project: 'shop', environment: 'dev' };

/** What Lambda's runtime does: imports the bundle, calls the handler, answers in JSON. */
const RUNNER = `
const { handler } = await import(process.argv[2] + '/index.mjs');
const context = { functionName: 'f', awsRequestId: 'r', memoryLimitInMB: '256', invokedFunctionArn: 'arn:f',
  getRemainingTimeInMillis: () => 300_000 };
const answer = await handler(JSON.parse(process.argv[3]), context).then(
  (result) => ({ result }), ({ name, message }) => ({ error: { name, message } }));
process.stdout.write('\\n' + JSON.stringify(answer), () => process.exit(0));
`;

let folder: string;
let cloud: LocalCloud;
let env: Record<string, string>;
let closeGateway: () => Promise<void>;
let bundles: Awaited<ReturnType<typeof bundleFunctions>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plinth-entries-'));
  [cloud] = await Promise.all([createLocalCloud(), bundleAll()]);
  const gateway = await cloud.gateway.listen(0);
  closeGateway = () => gateway.close();
  writeFileSync(join(folder, 'ca.pem'), cloud.world.engines.caCertificate);
  env = {
    AWS_ENDPOINT_URL: gateway.url,
    AWS_REGION: 'eu-west-2',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    PLINTH_REGISTRY_TABLE: 'plinth.registry',
    PLINTH_EVENT_BUS: 'plinth',
    PLINTH_IDEMPOTENCY_TABLE: 'plinth.idempotency',
    PLINTH_CALLBACK_KEY_ARN: localLandingZone.regions['eu-west-2']?.kmsKeyArns.secrets ?? '',
    PLINTH_STATE_MACHINE_ARN: cloud.stateMachineArn,
    PLINTH_UPDATE_STATE_MACHINE_ARN: cloud.stateMachineArn.replace(/provision$/, 'update'),
    PLINTH_DELETE_STATE_MACHINE_ARN: cloud.deleteStateMachineArn,
    PLINTH_LANDING_ZONES: JSON.stringify([localLandingZone]),
    PLINTH_MIGRATIONS_FOLDER: 'migrations',
    PLINTH_NAME_PREFIX: 'plinth-',
    PLINTH_REGIONS: 'eu-west-2',
    PLINTH_DATABASE_CA: join(folder, 'ca.pem'),
  };
  await provision();
});

afterAll(async () => {
  await closeGateway?.();
  await cloud?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As the deployment does it: each entry alone in a folder, `migrations/` beside it. */
async function bundleAll(): Promise<void> {
  bundles = await bundleFunctions(folder);
  writeFileSync(join(folder, 'runner.mjs'), RUNNER);
}

async function call(entry: Entry, event: unknown): Promise<{ result?: unknown; error?: unknown }> {
  const cwd = join(folder, entry);
  const args = [join(folder, 'runner.mjs'), cwd, JSON.stringify(event)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, env });
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n')));
}

function apiEvent(method: string, resource: string, body: string | null = null) {
  return {
    httpMethod: method,
    resource,
    path: resource,
    headers: {},
    pathParameters: ENVIRONMENT,
    queryStringParameters: null,
    body,
    isBase64Encoded: false,
    requestContext: { requestId: 'r', identity: {} },
  };
}

/** An environment that is ready, its schema not migrated. */
async function provision(): Promise<void> {
  const body = JSON.stringify({ environment: 'dev', preset: 'development', migrations: { set: null } });
  const event = apiEvent('POST', '/v1/projects/{project}/environments', body);
  const answer = (await invokeHandler(cloud.api as never, 'api', event)) as {
    statusCode: number;
    body: string;
  };
  expect(answer.statusCode).toBe(202);
  const { operationId } = JSON.parse(answer.body);
  for (;;) {
    const operation = await cloud.runtime.registry.getOperation('shop', operationId);
    if (operation && hasEnded(operation.status))
      return expect(operation).toMatchObject({ status: 'succeeded' });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

let copies = 0;

/** A record with the same desired document and a pending operation that no workflow works on. */
async function newPendingOperation() {
  const { registry } = cloud.runtime;
  const record = (await registry.getEnvironment('shop', 'dev')) as EnvironmentRecord;
  const now = new Date().toISOString();
  const names = { project: 'shop', environment: `copy-${++copies}`, operationId: newOperationId(Date.now()) };
  const desired = { ...record.desired, migrations: { set: 'gaming' } };
  await registry.createEnvironment({
    ...record,
    ...names,
    desired,
    status: 'creating',
    outputs: null,
    schema: null,
  });
  await registry.createOperation(newOperation({ ...names, requestedBy: 'test', now }));
  for (const tier of await registry.listTiers(record.operationId))
    await registry.recordTier({ ...tier, ...names });
  return names;
}

const environmentOf = (names: { project: string; environment: string }) =>
  cloud.runtime.registry.getEnvironment(names.project, names.environment);
const operationOf = (names: { project: string; operationId: string }) =>
  cloud.runtime.registry.getOperation(names.project, names.operationId);

describe('a bundled function, alone in its folder', () => {
  it.each(ENTRIES)('%s holds nothing of the local cloud', (entry) => {
    const { inputs } = bundleOf(bundles[entry]);
    expect(inputs).toContain(`functions/entries/${entry}.ts`);
    expect(inputs.filter((path) => /^(local|test|bench)\//.test(path))).toEqual([]);
  });

  it.each(ENTRIES)('%s is small enough for a quick cold start', (entry) => {
    expect(bundleOf(bundles[entry]).bytes).toBeLessThan(MAX_BUNDLE_BYTES);
  });

  it('api answers from the registry', async () => {
    const event = apiEvent('GET', '/v1/projects/{project}/environments/{environment}/outputs');
    const { result } = await call('api', event);
    expect(result).toMatchObject({ statusCode: 200, body: expect.stringContaining('plinth-shop-dev-games') });
  });

  it.each([
    ['aurora', 'AwaitAurora'],
    ['dynamodb', 'AwaitDynamoDb'],
    ['redis', 'AwaitRedis'],
    ['dax', 'AwaitDax'],
    ['alarms', 'AttachAlarms'],
    ['outputs', 'PublishOutputs'],
  ] as const)('%s does its step against the endpoint and records it', async (entry, step) => {
    const names = await newPendingOperation();
    const { result } = await call(entry, { ...names, step });
    expect(result).toEqual({ ready: true, retryAfterSeconds: 0, waitingFor: [] });
    expect((await operationOf(names))?.steps[step]?.status).toBe('succeeded');
  });

  it('migrate reads the migrations beside it and brings the schema up over TLS', async () => {
    const names = await newPendingOperation();
    const { result } = await call('migrate', { ...names, step: 'MigrateSchema' });
    expect(result).toMatchObject({ ready: true });
    expect((await environmentOf(names))?.schema).toMatchObject({ set: 'gaming' });
  });

  it('failure closes the operation', async () => {
    const names = await newPendingOperation();
    await call('failure', { ...names, step: 'RecordFailure', error: { name: 'Blocked', cause: 'no quota' } });
    expect(await operationOf(names)).toMatchObject({ status: 'blocked', error: { detail: 'no quota' } });
  });

  it('events refuses an event with an event', async () => {
    const event = { id: 'from-a-bundle', source: 'team', account: '000000000000', detail: { version: '2' } };
    expect((await call('events', event)).result).toMatchObject({ outcome: 'rejected' });
    expect(cloud.events.at(-1)?.detail).toMatchObject({ eventId: 'from-a-bundle' });
  });

  it("catalog answers to CloudFormation's own buckets only", async () => {
    const ids = { StackId: 's', RequestId: 'r', LogicalResourceId: 'l', PhysicalResourceId: 'shop/none' };
    const event = {
      ...ids,
      RequestType: 'Delete',
      ResponseURL: 'https://example.com/',
      ResourceProperties: {},
    };
    expect((await call('catalog', event)).error).toMatchObject({ name: 'Terminal' });
  });

  it('drift looks at what there is', async () => {
    const { result } = await call('drift', {});
    // The copies of other tests have never been migrated.
    expect(result).toMatchObject({ checked: expect.any(Number), left: 0 });
  });

  it('orphans lists what belongs to nobody, and answers nothing else', async () => {
    const list = apiEvent('GET', '/v1/orphans');
    expect((await call('orphans', list)).result).toMatchObject({ statusCode: 200, body: '{"items":[]}' });
    expect((await call('orphans', apiEvent('GET', '/v1/presets'))).result).toMatchObject({ statusCode: 404 });
  });

  it('execution-ended closes the operation of an execution that was stopped', async () => {
    const names = await newPendingOperation();
    const detail = {
      status: 'ABORTED',
      executionArn: 'arn',
      name: names.operationId,
      input: JSON.stringify(names),
    };
    await call('execution-ended', { detail });
    expect(await operationOf(names)).toMatchObject({ status: 'failed' });
  });
});
