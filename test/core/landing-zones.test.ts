import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parseLandingZones } from '../../core/landing-zones.ts';
import { localLandingZone } from '../../local/landing-zones.ts';

const CONFIG = join(import.meta.dirname, '../../config');
const EXAMPLE = readFileSync(join(CONFIG, 'landing-zones.example.json'), 'utf8');
const SCHEMA = JSON.parse(readFileSync(join(CONFIG, 'landing-zones.schema.json'), 'utf8'));

const matchesSchema = new Ajv({ strict: true }).compile(SCHEMA);

// biome-ignore lint/suspicious/noExplicitAny: the cases break the shape on purpose
type Broken = any;

/** The example with one thing changed. */
function changed(change: (zones: Broken) => unknown): Broken {
  const zones: Broken = JSON.parse(EXAMPLE);
  return change(zones) ?? zones;
}

const london = (zones: Broken) => zones[0].regions['eu-west-2'];

describe('parseLandingZones', () => {
  it('takes the example', () => {
    const [zone] = parseLandingZones(EXAMPLE, 'example');
    expect(zone?.name).toBe('default');
    expect(Object.keys(zone?.regions ?? {})).toEqual(['eu-west-2', 'eu-west-1']);
  });

  it('takes the landing zone of the local cloud', () => {
    expect(parseLandingZones(JSON.stringify([localLandingZone]), 'local')).toEqual([localLandingZone]);
  });

  it('says of a text that is no JSON where it is from', () => {
    expect(() => parseLandingZones('[', 'zones.json')).toThrow(/landing zones in zones\.json are not JSON/);
  });

  /** Shape, which the schema describes as well. */
  const SHAPE: [string, (zones: Broken) => unknown, string][] = [
    ['no list', () => ({}), 'the document must be a list'],
    ['an empty list', () => [], 'the document needs at least one landing zone'],
    ['a zone without name', (zones) => void delete zones[0].name, '/0/name is missing'],
    ['a name in capitals', (zones) => void (zones[0].name = 'Main'), '/0/name must be a name'],
    ['no regions', (zones) => void (zones[0].regions = {}), '/0/regions needs at least one region'],
    [
      'something that is no region',
      (zones) => void (zones[0].regions.london = london(zones)),
      '/0/regions/london must be named as a region',
    ],
    [
      'an unknown member',
      (zones) => void (london(zones).vpcId = 'vpc-1'),
      '/0/regions/eu-west-2/vpcId is not known here: remove it, or use one of isolatedSubnetIds,',
    ],
    [
      'one isolated subnet',
      (zones) => void london(zones).isolatedSubnetIds.splice(1),
      '/0/regions/eu-west-2/isolatedSubnetIds has 1 and needs at least 2 subnets',
    ],
    [
      'the same subnet twice',
      (zones) => void london(zones).privateSubnetIds.push(london(zones).privateSubnetIds[0]),
      '/0/regions/eu-west-2/privateSubnetIds must not name a subnet twice',
    ],
    [
      'a VPC among the subnets',
      (zones) => void (london(zones).privateSubnetIds[1] = 'vpc-1'),
      '/0/regions/eu-west-2/privateSubnetIds/1 must be a subnet id such as subnet-0a1b2c3d4e5f60718, not "vpc-1"',
    ],
    [
      'no security group of the migrate function',
      (zones) => void delete london(zones).securityGroupIds.lambda,
      '/0/regions/eu-west-2/securityGroupIds/lambda is missing',
    ],
    [
      'a key alias',
      (zones) => void (london(zones).kmsKeyArns.redis = 'arn:aws:kms:eu-west-2:111122223333:alias/redis'),
      '/0/regions/eu-west-2/kmsKeyArns/redis must be the ARN of a customer-managed KMS key (not of an alias)',
    ],
    [
      'a topic name without its ARN',
      (zones) => void (london(zones).topicArns.info = 'databases-info'),
      '/0/regions/eu-west-2/topicArns/info must be the ARN of an SNS topic',
    ],
    [
      'topics as a list',
      (zones) => void (london(zones).topicArns = []),
      '/0/regions/eu-west-2/topicArns must be an object with the members critical, warning, info',
    ],
    ['a region of null', (zones) => void (zones[0].regions['eu-west-2'] = null), '/0/regions/eu-west-2 must'],
  ];

  it.each(SHAPE)('refuses %s, naming the place', (_what, change, message) => {
    const text = JSON.stringify(changed(change));
    expect(() => parseLandingZones(text, 'zones.json')).toThrow(
      `The landing zones in zones.json are wrong: ${message}`,
    );
  });

  it.each(SHAPE)('has a schema that refuses %s too', (_what, change) => {
    expect(matchesSchema(changed(change))).toBe(false);
  });

  it.each([
    [
      'a key of another region',
      (zones: Broken) =>
        void (london(zones).kmsKeyArns.aurora = zones[0].regions['eu-west-1'].kmsKeyArns.aurora),
      '/0/regions/eu-west-2/kmsKeyArns/aurora is of region eu-west-1: name one of eu-west-2',
    ],
    [
      'a topic of another region',
      (zones: Broken) => void (london(zones).topicArns.info = zones[0].regions['eu-west-1'].topicArns.info),
      '/0/regions/eu-west-2/topicArns/info is of region eu-west-1',
    ],
    [
      'two zones of one name',
      (zones: Broken) => void zones.push(zones[0]),
      '/1/name "default" is the name of /0 too',
    ],
  ])('refuses %s, which no schema can see', (_what, change, message) => {
    expect(() => parseLandingZones(JSON.stringify(changed(change)), 'zones.json')).toThrow(message);
  });
});

describe('config/landing-zones.schema.json', () => {
  it('takes the example', () => {
    expect(matchesSchema(JSON.parse(EXAMPLE))).toBe(true);
  });
});
