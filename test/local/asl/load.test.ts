import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDefinition } from '../../../local/asl/index.ts';

describe('loadDefinition', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'asl-'));
    path = join(folder, 'machine.asl.json');
    await writeFile(
      path,
      '{"Comment": "<First> and <First>", "StartAt": "<Second>"}'.replace(/<(\w+)>/g, '$${$1}'),
    );
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('fills in every token, escaped for JSON', async () => {
    expect(await loadDefinition(path, { First: 'a"b', Second: '$1' })).toEqual({
      Comment: 'a"b and a"b',
      StartAt: '$1',
    });
  });

  it('refuses a token without a value', async () => {
    await expect(loadDefinition(path, { First: 'a' })).rejects.toThrow(/needs a value .* \$\{Second\}$/);
  });
});
