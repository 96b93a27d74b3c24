import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleFunction, bundleOf } from '../../config/functions.ts';

/** More than that makes a cold start that is felt. */
const MEGABYTE = 1_000_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plinth-bundles-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string) =>
  Object.fromEntries(
    readdirSync(join(folder, name), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name: file }) => [file, readFileSync(join(parentPath, file), 'utf8')]),
  );

it('the same sources give the same bytes, so that nothing is deployed twice', async () => {
  await Promise.all([
    bundleFunction('failure', join(folder, 'once')),
    bundleFunction('failure', join(folder, 'twice')),
  ]);
  expect(read('once')).toEqual(read('twice'));
});

describe('a function that takes requests in', () => {
  it('has the landing zones and the migration sets beside it', async () => {
    const zones = join(folder, 'landing-zones.json');
    writeFileSync(zones, '[]');
    await bundleFunction('api', join(folder, 'api'), zones);
    expect(Object.keys(read('api'))).toEqual(
      expect.arrayContaining(['index.mjs', 'index.mjs.map', 'landing-zones.json', '0001_uuid_ossp.up.sql']),
    );
  });
});

describe('a bundle', () => {
  it('of the API has what only a POST needs in a file that is loaded when one comes', async () => {
    const { bytes, startBytes } = bundleOf(await bundleFunction('api', join(folder, 'later')));
    expect(startBytes).toBeLessThan(bytes * 0.6);
  });

  it('of one tier has no other tier', async () => {
    const { inputs } = bundleOf(await bundleFunction('dax', join(folder, 'dax')));
    const tiers = new Set(inputs.flatMap((path) => /^tiers\/(\w+)\//.exec(path)?.[1] ?? []));
    expect([...tiers].sort()).toEqual(['dax', 'shared']);
  });

  it('of a function that only deletes, or only lists and deletes what nobody owns, plans no tier', async () => {
    for (const key of ['caretaker', 'execution-ended', 'orphans'] as const) {
      const { inputs } = bundleOf(await bundleFunction(key, join(folder, `plans-nothing-${key}`)));
      expect(inputs.filter((path) => /^tiers\/\w+\/(plan|apply)/.test(path))).toEqual([]);
    }
  });

  it('of a function that only looks at tiers has no call that changes one', async () => {
    // Names of the shapes of inputs; plans have the names of the calls, as data.
    const shapes = /\b(Create|Modify|Delete)(DBCluster|ReplicationGroup|Cluster)(Message|Request)\b/;
    for (const key of ['events', 'drift'] as const) {
      await bundleFunction(key, join(folder, key));
      expect(shapes.exec(read(key)['index.mjs'] ?? '')?.[0]).toBeUndefined();
    }
  });

  it('tells the places of errors in our sources, without a flag that reads the map at each start', async () => {
    const metafile = await bundleFunction('failure', join(folder, 'stacks'));
    expect(Object.keys(metafile.outputs).some((path) => path.endsWith('.map'))).toBe(true);
    const script = `import(${JSON.stringify(join(folder, 'stacks/index.mjs'))}).catch(({ stack }) => console.log(stack))`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { env: {} });
    const [message, first] = stdout.split('\n');
    expect(message).toMatch(/^Error: Set the environment variables PLINTH_REGISTRY_TABLE/);
    const [, line] = /functions\/runtime\.ts:(\d+):\d+\)$/.exec(first ?? '') ?? [];
    const source = readFileSync(join(import.meta.dirname, '../../functions/runtime.ts'), 'utf8').split('\n');
    expect(source[Number(line) - 1]).toContain('throw new Error');
  });

  it('takes credentials from the environment only', async () => {
    const { inputs } = bundleOf(await bundleFunction('failure', join(folder, 'credentials')));
    const providers = inputs.filter((path) => /credential-provider|nested-clients/.test(path));
    expect(providers.filter((path) => !path.includes('credential-provider-env'))).toEqual([
      expect.stringMatching(/^credentials:/),
    ]);
  });

  it('has the authorities of Amazon RDS as a file', async () => {
    const metafile = await bundleFunction('migrate', join(folder, 'migrate'));
    expect(read('migrate')['amazon-rds-ca.pem']).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect(bundleOf(metafile).bytes).toBeLessThan(MEGABYTE);
  });

  it.each(['api', 'catalog', 'events', 'drift', 'orphans', 'aurora'] as const)(
    'of %s, one of the largest, is below a megabyte',
    async (key) => {
      const { bytes } = bundleOf(await bundleFunction(key, join(folder, `size-${key}`)));
      expect(bytes).toBeLessThan(MEGABYTE);
    },
  );
});
