import { readdirSync } from 'node:fs';
import { PARTS } from '../support/parts.ts';

it('lives every life that the permissions of a role are proved by', () => {
  const lives = readdirSync(import.meta.dirname).map((file) => file.replace('.test.ts', ''));
  expect(lives.sort()).toEqual([...new Set([...Object.values(PARTS), 'parts'])].sort());
});
