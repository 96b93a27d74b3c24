import { connect } from 'node:net';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { jest } from '@jest/globals';
import type { Operation } from '../../core/generated/api.ts';
import { DELETE_STEPS } from '../../core/operations.ts';
import type { EnvironmentOutputs } from '../../core/outputs.ts';
import { type Inventory, inventory } from '../../local/inventory.ts';
import { credentials, query, writer } from './support/connect.ts';
import { answerCallsWith } from './support/faults.ts';
import { example, problem } from './support/http.ts';
import { type Plinth, SMALL, startPlinth } from './support/plinth.ts';

const REGIONS = ['eu-west-2', 'eu-west-1'] as const;

let plinth: Plinth;
let before: Inventory[];
beforeAll(async () => {
  plinth = await startPlinth();
  before = await listing();
});
afterAll(() => plinth.close());
afterEach(() => jest.restoreAllMocks());

const listing = () => Promise.all(REGIONS.map((region) => inventory(plinth, region)));
const resources = (found: readonly Inventory[]) => found.map((each) => each.resources);
const path = (environment: string) => `/v1/projects/shop/environments/${environment}`;
const remove = (environment: string) => plinth.api.send('DELETE', path(environment));

async function create(body: unknown): Promise<Operation> {
  const { status, json } = await plinth.api.create(body);
  expect({ status, detail: json.detail }).toEqual({ status: 202 });
  return plinth.api.ended(json.links.self);
}

async function outputsOf(environment: string): Promise<EnvironmentOutputs> {
  return (await plinth.api.get(`${path(environment)}/outputs`)).json;
}

/** Deletes it, and asserts that nothing is left in any region but secrets that can be restored. */
async function wholly(environment: string): Promise<Operation> {
  const { status, json, headers } = await remove(environment);
  expect({ status, detail: json.detail }).toEqual({ status: 202 });
  const operation = await plinth.api.ended(headers.location ?? '');
  expect(operation).toMatchObject({ kind: 'delete', status: 'succeeded', error: null });
  expect(resources(await listing())).toEqual(resources(before));
  expect((await plinth.api.get(path(environment))).status).toBe(404);
  return operation;
}

/** What a client of a stopped engine gets. */
function refusal(host: string | null, port: number | null): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: host ?? '', port: port ?? 0 });
    socket.on('error', ({ message }) => resolve(message));
    socket.on('connect', () => {
      socket.destroy();
      resolve('connected');
    });
  });
}

describe('a development environment', () => {
  let first: EnvironmentOutputs;
  let deleted: Operation;

  beforeAll(async () => {
    await create(example('development'));
    first = await outputsOf('dev');
    const { password } = await credentials(plinth, first);
    await query(plinth, first, password, writer(first), 'CREATE TABLE kept (id int)');
    expect(resources(await listing())).not.toEqual(resources(before));
    deleted = await wholly('dev');
  });

  it('is deleted in the steps of the state machine', () => {
    expect(deleted.steps.map(({ name, tier, status }) => ({ name, tier, status }))).toEqual(
      DELETE_STEPS.map((step) => ({ ...step, status: 'succeeded' })),
    );
    expect(deleted.steps.flatMap(({ waitingFor }) => waitingFor)).toEqual([]);
  });

  it('leaves its secrets to be restored, and no engine running', async () => {
    const [home] = await listing();
    expect(home?.scheduledSecrets).toEqual([
      'plinth-shop-dev-aurora-master-user',
      'plinth-shop-dev-redis-auth-token',
    ]);
    const { primary } = first.aurora;
    expect(await refusal(primary.writerEndpoint, primary.port)).toMatch(/ECONNREFUSED/);
    expect(await refusal(first.redis.primaryEndpoint, first.redis.port)).toMatch(/ECONNREFUSED/);
  });

  it('leaves its operations readable, and is no environment any more', async () => {
    const { items } = (await plinth.api.get('/v1/projects/shop/operations?environment=dev')).json;
    expect(items.map(({ kind, status }: Operation) => [kind, status])).toEqual([
      ['delete', 'succeeded'],
      ['create', 'succeeded'],
    ]);
    expect((await plinth.api.get('/v1/projects/shop/environments')).json.items).toEqual([]);
    expect(await remove('dev')).toMatchObject({ status: 404, json: { type: problem('not-found') } });
  });

  it('can be created again at once under the same name, with the secrets that were about to go', async () => {
    const body = { ...JSON.parse(example('development')), aurora: { masterUsername: 'keeper' } };
    expect((await create(body)).status).toBe('succeeded');
    const outputs = await outputsOf('dev');
    const { SecretString = '' } = await plinth
      .aws(SecretsManagerClient)
      .send(new GetSecretValueCommand({ SecretId: outputs.aurora.masterSecretArn }));
    const secret = JSON.parse(SecretString);
    const { password } = secret;
    const rows = await query(
      plinth,
      outputs,
      password,
      writer(outputs),
      `SELECT current_user AS me, to_regclass('kept') AS kept`,
    );

    expect(secret).toMatchObject({ username: 'keeper', dbname: 'appdb', host: writer(outputs).host });
    expect(outputs.aurora.masterSecretArn).toBe(first.aurora.masterSecretArn);
    expect(rows).toEqual([{ me: 'keeper', kept: null }]);
    await wholly('dev');
  });
});

it('a global environment without protection is deleted in both regions', async () => {
  const body = {
    environment: 'global',
    preset: 'standard',
    aurora: { deletionProtection: false },
    dynamodb: { deletionProtection: false },
  };
  expect((await create(body)).status).toBe('succeeded');
  const { secondary } = (await outputsOf('global')).aurora;

  await wholly('global');

  expect(await refusal(secondary?.readerEndpoint ?? '', secondary?.port ?? 0)).toMatch(/ECONNREFUSED/);
});

describe('an environment whose create failed', () => {
  it('after its protected databases had been made is deleted wholly, without a final snapshot', async () => {
    answerCallsWith(
      plinth,
      'PutDashboard',
      Array(30).fill({ name: 'InvalidParameterValue', message: 'odd' }),
    );
    expect((await create({ environment: 'half', preset: 'standard' })).status).toBe('failed');
    jest.restoreAllMocks();
    const from = plinth.calls.length;

    await wholly('half');

    const deletes = plinth.calls.slice(from).filter(({ context }) => context.operation === 'DeleteDBCluster');
    expect(deletes.map(({ input }) => input)).toMatchObject([
      { SkipFinalSnapshot: true },
      { SkipFinalSnapshot: true },
    ]);
  });

  it.each([
    ['CreateGlobalCluster', { preset: 'standard' }],
    ['CreateDBInstance', {}],
    ['CreateTable', {}],
    ['CreateReplicationGroup', {}],
    ['CreateCluster', {}],
    ['PutMetricAlarm', {}],
    ['PutDashboard', {}],
  ])('at %s is deleted wholly', async (command, change) => {
    const open = { deletionProtection: false };
    const body = { ...SMALL, aurora: open, ...change, environment: 'half', alarms: {} };
    const dynamodb = { ...SMALL.dynamodb, ...open };
    answerCallsWith(plinth, command, Array(30).fill({ name: 'InvalidParameterValue', message: 'odd' }));
    expect((await create({ ...body, dynamodb })).status).toBe('failed');
    jest.restoreAllMocks();

    await wholly('half');
  });
});

it('a DELETE that comes twice at once is one operation', async () => {
  await create({ ...SMALL, environment: 'twice' });

  const answers = await Promise.all([remove('twice'), remove('twice'), remove('twice')]);

  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  expect(new Set(answers.map(({ json }) => json.operationId)).size).toBe(1);
  expect((await plinth.api.ended(answers[0]?.json.links.self)).status).toBe('succeeded');
});
