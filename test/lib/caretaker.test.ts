import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunction, bundleOf } from '../../config/functions.ts';
import { synthesise } from './fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'plinth-caretaker-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('the caretaker comes every five minutes', () => {
  synthesise().hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(5 minutes)' });
});

it('its bundle, and that of the function that closes operations, have no tier', async () => {
  for (const key of ['caretaker', 'execution-ended'] as const) {
    const { inputs } = bundleOf(await bundleFunction(key, join(folder, key)));
    expect(inputs.filter((path) => path.startsWith('tiers/'))).toEqual([]);
  }
});
