import { DescribeCacheEngineVersionsCommand, ElastiCacheClient } from '@aws-sdk/client-elasticache';
import type { Operation } from '../../../core/generated/api.ts';
import { problem } from '../../e2e/support/http.ts';
import { changes, type Plinth, SMALL, startControlPlanes } from '../../e2e/support/plinth.ts';

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes();
});
afterAll(() => plinth.close());

async function provision(project: string, body: object): Promise<Operation> {
  const { status, json } = await plinth.api.create(body, { project });
  expect({ status, detail: json.detail }).toEqual({ status: 202 });
  return plinth.api.ended(json.links.self);
}

it('the longest names become ready in two regions, also when they differ at their end only', async () => {
  const project = 'p'.repeat(40);
  const environments = [`${'e'.repeat(19)}1`, `${'e'.repeat(19)}2`];

  const operations = await Promise.all(
    environments.map((environment) =>
      provision(project, { environment, preset: 'standard', migrations: { set: null } }),
    ),
  );

  for (const operation of operations) expect(operation).toMatchObject({ status: 'succeeded', error: null });
  const outputs = await Promise.all(
    environments.map(async (environment) => {
      const path = `/v1/projects/${project}/environments/${environment}/outputs`;
      return (await plinth.api.get(path)).json;
    }),
  );
  const [one, two] = outputs;
  expect(one.aurora.primary.clusterIdentifier).not.toBe(two.aurora.primary.clusterIdentifier);
  expect(one.redis.replicationGroupId).not.toBe(two.redis.replicationGroupId);
  expect(one.dax.clusterName).not.toBe(two.dax.clusterName);
});

describe('two projects whose names come to the same resources', () => {
  it('do not share them: the second is refused and the first stays as it is', async () => {
    expect(await provision('a-b', { ...SMALL, environment: 'c' })).toMatchObject({ status: 'succeeded' });
    const from = plinth.calls.length;

    const second = await plinth.api.create({ ...SMALL, environment: 'b-c' }, { project: 'a' });

    expect(second).toMatchObject({ status: 409, json: { type: problem('name-taken') } });
    // The last note on the first operation may still be on its way.
    expect(changes(plinth, from).filter((call) => call !== 'dynamodb:UpdateItem')).toEqual([]);
  });

  it('do not share them when they ask at the same moment either', async () => {
    const [one, two] = await Promise.all([
      plinth.api.create({ ...SMALL, environment: 'z' }, { project: 'x-y' }),
      plinth.api.create({ ...SMALL, environment: 'y-z' }, { project: 'x' }),
    ]);
    const started = [one, two].filter(({ status }) => status === 202);
    const ended = await Promise.all(started.map(({ json }) => plinth.api.ended(json.links.self)));

    expect(ended.filter(({ status }) => status === 'succeeded').length).toBeLessThanOrEqual(1);
    for (const { status, error } of ended)
      if (status !== 'succeeded') expect(error?.detail).toMatch(/not|another|belongs/i);
  });
});

it('of ten different requests for one name at once, one starts and the others are told', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, number) =>
      plinth.api.create({ ...SMALL, environment: 'race', tags: { Number: String(number) } }),
    ),
  );

  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([202, ...Array<number>(9).fill(409)]);
  const { items } = (await plinth.api.get('/v1/projects/shop/operations?environment=race')).json;
  expect(items).toHaveLength(1);
  const started = answers.find(({ status }) => status === 202);
  expect((await plinth.api.ended(started?.json.links.self)).status).toBe('succeeded');
});

it.each(['redis', 'valkey'])('every version of %s that a request may name can be ordered', async (engine) => {
  const { json } = await plinth.api.create({ ...SMALL, redis: { engine, engineVersion: '1.0' } });
  const offered = /Versions: (.*?)\.( |$)/.exec(json.detail)?.[1]?.split(', ') ?? [];

  const { CacheEngineVersions = [] } = await plinth
    .aws(ElastiCacheClient)
    .send(new DescribeCacheEngineVersionsCommand({ Engine: engine }));

  expect(offered.length).toBeGreaterThan(2);
  expect(CacheEngineVersions.map(({ EngineVersion }) => EngineVersion)).toEqual(
    expect.arrayContaining(offered),
  );
});
