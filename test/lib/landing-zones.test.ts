import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLandingZones } from '../../lib/landing-zones.ts';

const EXAMPLE = join(import.meta.dirname, '../../config/landing-zones.example.json');
const folder = mkdtempSync(join(tmpdir(), 'plinth-zones-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'zones.json');
// biome-ignore lint/suspicious/noExplicitAny: a document with an error in it
function changed(change: (zones: any) => void): string {
  const zones = JSON.parse(readFileSync(EXAMPLE, 'utf8'));
  change(zones);
  writeFileSync(file, JSON.stringify(zones));
  return file;
}

it('reads the zones of a file that is right', () => {
  expect(readLandingZones(EXAMPLE, 'eu-west-2')?.map(({ name }) => name)).toEqual(['default']);
});

it('says that there is no file, so that the deployment can make a landing zone', () => {
  expect(readLandingZones(join(folder, 'none.json'), 'eu-west-2')).toBeUndefined();
});

it('does not take a folder for a file that is not there', () => {
  mkdirSync(join(folder, 'folder.json'));
  expect(() => readLandingZones(join(folder, 'folder.json'), 'eu-west-2')).toThrow(
    /cannot be read: .*EISDIR/,
  );
});

const LONDON = '/0/regions/eu-west-2';

it.each<[string, Parameters<typeof changed>[0], string]>([
  ['no region at all', ([zone]) => delete zone.regions, '/0/regions is missing'],
  [
    'no home region',
    ([zone]) => delete zone.regions['eu-west-2'],
    `${LONDON} is missing: add it, because Plinth itself runs there`,
  ],
  [
    'no region for the second cluster',
    ([zone]) => delete zone.regions['eu-west-1'],
    '/0/regions/eu-west-1 is missing: add it, because it is the secondary region of requests that name none',
  ],
  [
    'no default zone',
    ([zone]) => {
      zone.name = 'main';
    },
    'the document needs a zone with the name "default"',
  ],
  [
    'an unknown key',
    ([zone]) => {
      zone.regions['eu-west-2'].vpcId = 'vpc-1';
    },
    `${LONDON}/vpcId is not known here`,
  ],
  [
    'one subnet',
    ([zone]) => {
      zone.regions['eu-west-2'].privateSubnetIds.splice(1);
    },
    `${LONDON}/privateSubnetIds has 1 and needs at least 2 subnets, in two availability zones`,
  ],
  [
    'subnets of one zone',
    ([zone]) => {
      const region = zone.regions['eu-west-2'];
      for (const id of region.privateSubnetIds) region.availabilityZones[id] = 'eu-west-2a';
    },
    `${LONDON}/privateSubnetIds has subnets of one availability zone (eu-west-2a)`,
  ],
])('%s ends the synth, naming file and place', (_what, change, message) => {
  const read = () => readLandingZones(changed(change), 'eu-west-2');
  expect(read).toThrow(`The landing zones in ${file} are wrong: ${message}`);
});

it('wants the home region also where it is none of the defaults', () => {
  expect(() => readLandingZones(EXAMPLE, 'us-east-1')).toThrow(
    /\/0\/regions\/us-east-1 is missing: add it, because Plinth itself runs there/,
  );
});
