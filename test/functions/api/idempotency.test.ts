import { jest } from '@jest/globals';
import { problem } from '../../e2e/support/http.ts';
import { CALLER_HEADER, type Plinth, SMALL, startControlPlanes } from '../../e2e/support/plinth.ts';

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes();
});
afterAll(() => plinth.close());
afterEach(() => {
  jest.restoreAllMocks();
});

let count = 0;
/** A name that no other test has. */
const environment = () => `e${++count}`;
const withKey = (key: string, more: Record<string, string> = {}) => ({
  headers: { 'Idempotency-Key': key, ...more },
});
const body = () => ({ ...SMALL, environment: environment() });

describe('with an Idempotency-Key', () => {
  it('the same key and body give the first answer again, byte for byte', async () => {
    const request = body();
    const first = await plinth.api.create(request, withKey('first'));
    await plinth.api.ended(first.json.links.self);

    const second = await plinth.api.create(request, withKey('first'));

    expect(first.status).toBe(202);
    expect({ status: second.status, text: second.text }).toEqual({ status: first.status, text: first.text });
    expect(second.headers.location).toBe(first.headers.location);
    expect((await plinth.api.get('/v1/projects/shop/operations?environment=e1')).json.items).toHaveLength(1);
  });

  it('a body that means the same counts as the same', async () => {
    const request = body();
    const first = await plinth.api.create(request, withKey('meaning'));

    const spelled = JSON.stringify({ primaryRegion: 'eu-west-2', ...request, tags: {} }, null, 2);
    const second = await plinth.api.create(spelled, withKey('"meaning"'));

    expect(second.text).toBe(first.text);
  });

  it('the same key with another body is refused with 422, and starts nothing', async () => {
    await plinth.api.create(body(), withKey('other-body'));
    const request = body();

    const second = await plinth.api.create(request, withKey('other-body'));

    expect(second).toMatchObject({ status: 422, json: { type: problem('idempotency-key-reused') } });
    expect((await plinth.api.get(`/v1/projects/shop/environments/${request.environment}`)).status).toBe(404);
  });

  it('a key that is being handled is refused with 409, and answers once that has ended', async () => {
    const request = body();
    const { registry } = plinth.cloud.runtime;
    const original = registry.getEnvironment.bind(registry);
    const entered = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    jest.spyOn(registry, 'getEnvironment').mockImplementationOnce(async (...args) => {
      entered.resolve();
      await released.promise;
      return original(...args);
    });

    const first = plinth.api.create(request, withKey('in-flight'));
    await entered.promise;
    const second = await plinth.api.create(request, withKey('in-flight'));
    released.resolve();

    expect(second).toMatchObject({ status: 409, json: { type: problem('idempotency-in-flight') } });
    expect(second.headers['retry-after']).toBe('1');
    const answered = await first;
    expect(answered.status).toBe(202);
    expect((await plinth.api.create(request, withKey('in-flight'))).text).toBe(answered.text);
  });

  it.each([
    ['another caller', { headers: { [CALLER_HEADER]: 'arn:aws:iam::000000000000:user/other' } }],
    ['another project', { project: 'other' }],
  ])(
    'the same key of %s is another key',
    async (_who, difference: { headers?: object; project?: string }) => {
      const key = `shared-${difference.project}`;
      await plinth.api.create(body(), withKey(key));
      const request = body();

      const theirs = await plinth.api.create(request, {
        ...difference,
        ...withKey(key, { ...difference.headers }),
      });

      expect(theirs).toMatchObject({ status: 202, json: { environment: request.environment } });
    },
  );

  it('ten equal requests with one key at once start one operation', async () => {
    const request = body();

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => plinth.api.create(request, withKey('at-once'))),
    );

    const started = answers.filter(({ status }) => status === 202);
    expect(new Set(started.map(({ text }) => text)).size).toBe(1);
    for (const { status, json } of answers)
      if (status !== 202) expect(json.type).toBe(problem('idempotency-in-flight'));
    const path = `/v1/projects/shop/operations?environment=${request.environment}`;
    expect((await plinth.api.get(path)).json.items).toHaveLength(1);
  });

  it('a request that was refused does not use its key up', async () => {
    const request = body();
    const refused = await plinth.api.create({ ...request, landingZone: 'moon' }, withKey('refused'));

    const second = await plinth.api.create(request, withKey('refused'));

    expect(refused.status).toBe(400);
    expect(second.status).toBe(202);
  });

  it.each([
    ['empty', ''],
    ['too long', 'k'.repeat(256)],
    ['not ASCII', 'sch\u00f6n'],
  ])('a key that is %s is refused', async (_what, key) => {
    const answer = await plinth.api.create(body(), withKey(key));

    expect(answer).toMatchObject({ status: 400, json: { type: problem('validation') } });
    expect(answer.json.errors).toEqual([expect.objectContaining({ header: 'Idempotency-Key' })]);
  });
});

describe('without a key', () => {
  it('an identical request for an environment that is there answers 200 with it', async () => {
    const request = body();
    const first = await plinth.api.create(request);
    await plinth.api.ended(first.json.links.self);

    const second = await plinth.api.create(request);

    expect(second).toMatchObject({
      status: 200,
      json: { environment: request.environment, status: 'ready', operationId: first.json.operationId },
    });
  });

  it('an identical request while the environment is being made answers 200 with it', async () => {
    const request = body();
    const { registry } = plinth.cloud.runtime;
    const released = Promise.withResolvers<void>();
    const original = registry.publish.bind(registry);
    jest.spyOn(registry, 'publish').mockImplementationOnce(async (...args) => {
      await released.promise;
      return original(...args);
    });
    const first = await plinth.api.create(request);

    const second = await plinth.api.create(request);
    released.resolve();

    expect(second).toMatchObject({ status: 200, json: { status: 'creating' } });
    expect((await plinth.api.ended(first.json.links.self)).status).toBe('succeeded');
  });

  it('a different request for an environment that is there answers 409 and changes nothing', async () => {
    const request = body();
    const { json: operation } = await plinth.api.create(request);
    await plinth.api.ended(operation.links.self);

    const second = await plinth.api.create({ ...request, tags: { Team: 'blue' } });

    expect(second).toMatchObject({ status: 409, json: { type: problem('environment-exists') } });
    expect(second.json.detail).toMatch(
      /Change it with PATCH .*, choose another name in the field environment, or see it: GET/,
    );
    expect((await plinth.api.get(operation.links.environment)).json.operationId).toBe(operation.operationId);
  });

  it('ten equal requests at once start one operation', async () => {
    const request = body();

    const answers = await Promise.all(Array.from({ length: 10 }, () => plinth.api.create(request)));

    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(9).fill(200), 202]);
    expect(new Set(answers.map(({ json }) => json.operationId)).size).toBe(1);
    const { items } = (
      await plinth.api.get(`/v1/projects/shop/operations?environment=${request.environment}`)
    ).json;
    expect(items).toHaveLength(1);
    const started = answers.find(({ status }) => status === 202);
    expect((await plinth.api.ended(started?.json.links.self)).status).toBe('succeeded');
  });
});

describe('a request that broke off in the middle', () => {
  it.each([
    ['its operation was recorded', 'registry', 500, 'internal'],
    ['its workflow was started', 'workflow', 503, 'unavailable'],
  ] as const)('before %s is mended by the same request', async (_when, where, status, type) => {
    const request = body();
    const { registry, workflow } = plinth.cloud.runtime;
    const broken = () => Promise.reject(new Error('gone'));
    if (where === 'registry') jest.spyOn(registry, 'createOperation').mockImplementationOnce(broken);
    else jest.spyOn(workflow.client, 'send').mockImplementationOnce(broken as never);

    const first = await plinth.api.create(request);
    const second = await plinth.api.create(request);

    expect(first).toMatchObject({ status, json: { type: problem(type) } });
    expect(first.json.instance).toMatch(/^urn:plinth:request:/);
    expect(second).toMatchObject({ status: 200, json: { status: 'creating' } });
    expect((await plinth.api.ended(second.json.links.operation)).status).toBe('succeeded');
  });
});
