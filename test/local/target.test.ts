import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../core/clock.ts';
import type { Operation, Problem } from '../../core/generated/api.ts';
import { createLocalCloud, type LocalCloud, type LocalCloudOptions } from '../../local/cloud.ts';
import { createNoEngines } from '../../local/engines/index.ts';
import { invokeHandler } from '../../local/lambda.ts';
import { localLandingZone } from '../../local/landing-zones.ts';
import { targetFromEnvironment } from '../../local/target.ts';
import { type FakeEndpoint, page, startFakeEndpoint } from '../functions/fake-endpoint.ts';

const EXAMPLE = join(import.meta.dirname, '../../config/landing-zones.example.json');

describe('targetFromEnvironment', () => {
  it.each([
    ['nothing', {}, {}],
    ['local', { PLINTH_CLOUD: 'local' }, {}],
    [
      'an endpoint',
      { PLINTH_CLOUD: 'http://127.0.0.1:5000' },
      { target: { endpoint: 'http://127.0.0.1:5000' } },
    ],
    [
      'AWS',
      { PLINTH_CLOUD: 'aws', PLINTH_LANDING_ZONES: EXAMPLE },
      { target: 'aws', landingZones: [expect.objectContaining({ name: 'default' })] },
    ],
  ])('takes %s', (_what, env, options) => {
    expect(targetFromEnvironment(env)).toEqual(options);
  });

  it.each([
    [
      'a name that is not known',
      { PLINTH_CLOUD: 'azure' },
      'PLINTH_CLOUD=azure is not known: use local, aws, or',
    ],
    ['a URL of another kind', { PLINTH_CLOUD: 'ftp://x' }, 'use local, aws, or an endpoint URL such as'],
    ['AWS without landing zones', { PLINTH_CLOUD: 'aws' }, 'PLINTH_CLOUD=aws needs PLINTH_LANDING_ZONES'],
    [
      'a file that is not there',
      { PLINTH_LANDING_ZONES: '/none.json' },
      'PLINTH_LANDING_ZONES=/none.json cannot',
    ],
  ])('refuses %s', (_what, env, message) => {
    expect(() => targetFromEnvironment(env)).toThrow(message);
  });

  it('does not repeat a password in a URL', () => {
    expect(() => targetFromEnvironment({ PLINTH_CLOUD: 'http://me:hunter2@127.0.0.1:1' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });

  it('names the file whose landing zones are wrong', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plinth-zones-'));
    const file = join(folder, 'zones.json');
    writeFileSync(file, '[]');
    expect(() => targetFromEnvironment({ PLINTH_LANDING_ZONES: file })).toThrow(`landing zones in ${file}`);
    rmSync(folder, { recursive: true });
  });
});

const ORDERABLE = `<DescribeOrderableDBInstanceOptionsResponse><DescribeOrderableDBInstanceOptionsResult>
  <OrderableDBInstanceOptions><OrderableDBInstanceOption><Engine>aurora-postgresql</Engine>
  <EngineVersion>15.10</EngineVersion><DBInstanceClass>db.r6g.large</DBInstanceClass>
  <SupportsGlobalDatabases>true</SupportsGlobalDatabases>
  </OrderableDBInstanceOption></OrderableDBInstanceOptions></DescribeOrderableDBInstanceOptionsResult>
  </DescribeOrderableDBInstanceOptionsResponse>`;

describe('a cloud whose tiers call another endpoint', () => {
  let endpoint: FakeEndpoint;
  let cloud: LocalCloud | undefined;

  beforeAll(async () => {
    endpoint = await startFakeEndpoint(({ operation }) =>
      operation === 'DescribeOrderableDBInstanceOptions'
        ? { status: 200, type: 'text/xml', body: ORDERABLE }
        : page(500),
    );
  });
  afterEach(() => cloud?.close());
  afterAll(() => endpoint.close());

  const start = async (target: LocalCloudOptions['target']) => {
    cloud = await createLocalCloud({
      engines: createNoEngines(),
      ...(target ? { target } : {}),
      landingZones: [localLandingZone],
    });
    return cloud;
  };

  const post = async (to: LocalCloud) => {
    const request = { environment: 'dev', preset: 'development', migrations: { set: null } };
    const answer = await invokeHandler(to.api as never, 'api', {
      httpMethod: 'POST',
      resource: '/v1/projects/{project}/environments',
      headers: {},
      pathParameters: { project: 'shop' },
      queryStringParameters: null,
      body: JSON.stringify(request),
      isBase64Encoded: false,
      requestContext: { requestId: 'r', identity: {} },
    });
    return answer as { statusCode: number; body: string };
  };

  const ended = async (to: LocalCloud, operationId: string) => {
    for (;;) {
      const operation = await to.runtime.registry.getOperation('shop', operationId);
      if (operation?.endedAt) return operation;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  it('sends them there, signed for the region, and ends the operation with what is not implemented', async () => {
    const to = await start({ endpoint: endpoint.url });
    const answer = await post(to);
    expect(answer.statusCode).toBe(202);
    expect(endpoint.received[0]).toEqual({
      operation: 'DescribeOrderableDBInstanceOptions',
      region: 'eu-west-2',
      service: 'rds',
      signed: true,
    });
    const operation = await ended(to, (JSON.parse(answer.body) as Operation).operationId);
    expect(operation.status).toBe('failed');
    expect(operation.error?.detail).toMatch(
      new RegExp(`${endpoint.url} does not implement (RDS|IAM|Secrets Manager) [A-Z]\\w+ \\(HTTP 500`),
    );
  });

  it('says in the answer to the POST when nobody listens there', async () => {
    const gone = await startFakeEndpoint(() => ({ status: 200 }));
    await gone.close();
    const answer = await post(await start({ endpoint: gone.url }));
    expect(answer.statusCode).toBe(503);
    expect((JSON.parse(answer.body) as Problem).detail).toContain(`${gone.url} does not answer`);
  });

  it('really waits: nothing on the laptop can end a wait for another place', async () => {
    expect((await start({ endpoint: endpoint.url })).runtime.clock).toBe(systemClock);
  });

  it('does not wait when the tiers call the local cloud', async () => {
    expect((await start(undefined)).runtime.clock).not.toBe(systemClock);
  });
});
