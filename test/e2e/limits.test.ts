import type { Limits } from '../../core/limits-file.ts';
import { NO_LIMITS } from '../../core/limits-file.ts';
import { problem } from './support/http.ts';
import { type Plinth, SMALL, startControlPlanes } from './support/plinth.ts';

const limits: Limits = {
  ...NO_LIMITS,
  projects: { shop: { environments: 5 }, poor: { monthlyUsd: 0.01 } },
};
let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes({ limits });
});
afterAll(() => plinth.close());

it('of many at the same moment as many as the limit get an environment, the others are told why', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `e${index}`);

  const answers = await Promise.all(names.map((environment) => plinth.api.create({ ...SMALL, environment })));

  const accepted = answers.filter(({ status }) => status === 202);
  const refused = answers.filter(({ status }) => status === 403);
  expect([accepted.length, refused.length]).toEqual([5, 15]);
  for (const { json } of refused) {
    expect(json.type).toBe(problem('limit-exceeded'));
    expect(json.detail).toMatch(/has 5 environments and asks for 1 more; its limit is 5/);
  }
  const { items } = (await plinth.api.get('/v1/projects/shop/environments')).json;
  expect(items).toHaveLength(5);

  // The same request again is no further environment; another project has limits of its own.
  const again = { ...SMALL, environment: items[0].environment };
  expect((await plinth.api.create(again)).status).toBe(200);
  expect((await plinth.api.create({ ...SMALL }, { project: 'other' })).status).toBe(202);

  await Promise.all(accepted.map(({ json }) => plinth.api.ended(json.links.self)));
  const { json } = await plinth.api.send('DELETE', `/v1/projects/shop/environments/${items[0].environment}`);
  await plinth.api.ended(json.links.self);
  expect((await plinth.api.create({ ...SMALL, environment: 'next' })).status).toBe(202);
});
