import { resolveBody } from './sample.ts';

const BODY = { environment: 'dev', preset: 'development' };

it('owner and cost centre are tags of every tier, beside the usual ones', async () => {
  const desired = await resolveBody({ ...BODY, owner: 'team-shop', costCenter: '4711', tags: { Team: 'a' } });
  const tags = { Owner: 'team-shop', CostCenter: '4711', Team: 'a' };
  const usual = { Project: 'shop', Environment: 'dev', ManagedBy: 'plinth' };
  for (const tagged of [desired, desired.aurora, desired.dynamodb, desired.redis, desired.dax])
    expect(tagged.tags).toMatchObject({ ...usual, ...tags });
});

it('without them there are no such tags', async () => {
  const { tags } = await resolveBody(BODY);
  expect(Object.keys(tags)).not.toEqual(expect.arrayContaining(['Owner']));
  expect(Object.keys(tags)).not.toEqual(expect.arrayContaining(['CostCenter']));
});

it.each([
  ['owner', 'Owner'],
  ['owner', 'OWNER'],
  ['costCenter', 'CostCenter'],
  ['costCenter', 'costcenter'],
])('%s and a tag %s are one too many', async (field, tag) => {
  await expect(resolveBody({ ...BODY, [field]: 'x', tags: { [tag]: 'y' } })).rejects.toMatchObject({
    problem: 'validation',
    errors: [{ pointer: `#/tags/${tag}`, detail: expect.stringContaining(`the field ${field} sets`) }],
  });
});

it('a tag Owner alone is a tag like any other', async () => {
  expect((await resolveBody({ ...BODY, tags: { Owner: 'x' } })).tags).toMatchObject({ Owner: 'x' });
});
