import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunction } from '../../config/functions.ts';
import { readLimits } from '../../config/limits.ts';
import { optionsFromEnvironment } from '../../local/main.ts';
import { exampleApp, resourcesOf, synthesise } from './fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'plinth-limits-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'limits.json');
const write = (document: unknown) => writeFileSync(file, JSON.stringify(document));

it('reads a file that is there, says that there is none, and takes no folder for one', () => {
  write({ default: { environments: 3 } });
  expect(readLimits(file)?.default.environments).toBe(3);
  expect(readLimits(join(folder, 'none.json'))).toBeUndefined();
  mkdirSync(join(folder, 'folder.json'));
  expect(() => readLimits(join(folder, 'folder.json'))).toThrow(
    /limits in .*folder\.json cannot be read: .*EISDIR/,
  );
});

it('a file that is wrong ends the start, naming file and place', () => {
  write({ default: { environments: 'three' } });
  expect(() => optionsFromEnvironment({ PLINTH_LIMITS: file })).toThrow(
    `The limits in ${file} are wrong: /default/environments must be`,
  );
  expect(() => optionsFromEnvironment({ PLINTH_LIMITS: join(folder, 'none.json') })).toThrow(
    /PLINTH_LIMITS=.*none\.json cannot be read/,
  );
});

it('a file that is wrong ends the synth too', () => {
  write({ default: [] });
  expect(() => exampleApp({ limits: file })).toThrow(
    `The limits in ${file} are wrong: /default must be an object`,
  );
});

it('the functions that take requests in are told of the file, if there is one', () => {
  write({});
  const told = (limits: string) =>
    resourcesOf(synthesise({ limits }), 'AWS::Lambda::Function')
      .filter(({ Properties }) => Properties.Environment.Variables.PLINTH_LIMITS_FILE === 'limits.json')
      .map(({ Properties }) => Properties.FunctionName);
  expect(told(file).sort()).toEqual(['plinth-api', 'plinth-catalog', 'plinth-events']);
  expect(told(join(folder, 'none.json'))).toEqual([]);
});

it('the file lies beside their bundles', async () => {
  const bundle = join(folder, 'events');
  await bundleFunction('events', bundle, join(folder, 'none.json'), file);
  expect(readdirSync(bundle)).toContain('limits.json');
});
