import { fieldNames } from '../../core/request/field-names.ts';
import { document } from './openapi.ts';

it('knows every field of the contract', () => {
  const { schemas } = document.components;
  const fields = Object.entries<{ $ref?: string }>(schemas.EnvironmentRequest.properties);
  for (const [name, { $ref }] of fields) {
    expect(fieldNames({ [name]: 'x' })).toBe(name);
    const inner = $ref ? schemas[$ref.split('/').at(-1) ?? ''].properties : {};
    for (const member of Object.keys(inner))
      expect(fieldNames({ [name]: { [member]: null } })).toBe(`${name}.${member}`);
  }
});

it.each<[string, unknown, string | null]>([
  [
    'several fields',
    { preset: 'staging', redis: { nodeCount: 2, port: 1 } },
    'preset, redis.nodeCount, redis.port',
  ],
  ['a whole section', { aurora: null }, 'aurora'],
  ['tags, whose keys are values', { tags: { 'my-password': 'hunter2' } }, 'tags'],
  ['names that nobody knows', { hunter2: 1, redis: { hunter2: 1 }, constructor: 1 }, 'redis'],
  ['nothing', {}, null],
  ['no object', 'hunter2', null],
  ['a list', ['hunter2'], null],
])('names %s', (_, request, names) => {
  expect(fieldNames(request)).toBe(names);
});
