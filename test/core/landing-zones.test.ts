import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parseLandingZones } from '../../core/landing-zones.ts';
import { localLandingZone } from '../../local/landing-zones.ts';

const CONFIG = join(import.meta.dirname, '../../config');
const EXAMPLE = readFileSync(join(CONFIG, 'landing-zones.example.json'), 'utf8');
const SCHEMA = JSON.parse(readFileSync(join(CONFIG, 'landing-zones.schema.json'), 'utf8'));

const matchesSchema = new Ajv({ strict: true }).compile(SCHEMA);

const LONDON = '/0/regions/eu-west-2';

/** The example with another value at a JSON pointer; undefined removes the member. */
function changed(pointer: string, value: unknown): unknown {
  const names = pointer.split('/');
  const last = names.pop() ?? '';
  const zones = JSON.parse(EXAMPLE);
  let parent: Record<string, unknown> = { '': zones };
  for (const name of names) parent = parent[name] as Record<string, unknown>;
  parent[last] = value;
  return pointer === '' ? value : zones;
}

describe('parseLandingZones', () => {
  it('takes the example', () => {
    const [zone] = parseLandingZones(EXAMPLE, 'example');
    expect(zone?.name).toBe('default');
    expect(Object.keys(zone?.regions ?? {})).toEqual(['eu-west-2', 'eu-west-1']);
  });

  it('takes subnets without zones', () => {
    const text = JSON.stringify(changed(`${LONDON}/availabilityZones`, undefined));
    expect(parseLandingZones(text, 'example')).toHaveLength(1);
  });

  it('takes the landing zone of the local cloud', () => {
    expect(parseLandingZones(JSON.stringify([localLandingZone]), 'local')).toEqual([localLandingZone]);
  });

  it('says of a text that is no JSON where it is from', () => {
    expect(() => parseLandingZones('[', 'zones.json')).toThrow(/landing zones in zones\.json are not JSON/);
  });

  const KEY = `${LONDON}/kmsKeyArns/redis`;
  const TOPIC = `${LONDON}/topicArns/info`;
  const NO_KEY = `${KEY} must be the ARN of a customer-managed KMS key (not of an alias), arn:aws:kms:eu-west-2:<account>:key/…, not`;
  const NO_TOPIC = `${TOPIC} must be the ARN of an SNS topic, arn:aws:sns:eu-west-2:<account>:topic, not`;

  it('takes a key of another partition', () => {
    const key = 'arn:aws-cn:kms:eu-west-2:111122223333:key/1';
    expect(parseLandingZones(JSON.stringify(changed(KEY, key)), 'zones.json')).toHaveLength(1);
  });

  /** What is changed, to what, and what the error says after naming the place. */
  const SHAPE: [string, string, unknown, string][] = [
    ['no list', '', {}, 'the document must be a list'],
    ['an empty list', '', [], 'the document needs at least one landing zone'],
    ['a zone without name', '/0/name', undefined, '/0/name is missing'],
    ['a name in capitals', '/0/name', 'Main', '/0/name must be a name'],
    ['no regions', '/0/regions', {}, '/0/regions needs at least one region'],
    ['a city', '/0/regions/london', {}, '/0/regions/london must be named as a region'],
    ['a region of null', LONDON, null, `${LONDON} must be an object with the members isolatedSubnetIds, `],
    ['an unknown member', `${LONDON}/vpcId`, 'vpc-1', `${LONDON}/vpcId is not known here: remove it, or use`],
    [
      'one isolated subnet',
      `${LONDON}/isolatedSubnetIds`,
      ['subnet-1'],
      `${LONDON}/isolatedSubnetIds has 1 and needs at least 2 subnets`,
    ],
    [
      'the same subnet twice',
      `${LONDON}/privateSubnetIds`,
      ['subnet-1', 'subnet-2', 'subnet-1'],
      `${LONDON}/privateSubnetIds must not name a subnet twice`,
    ],
    [
      'a VPC among the subnets',
      `${LONDON}/privateSubnetIds/1`,
      'vpc-1',
      `${LONDON}/privateSubnetIds/1 must be a subnet id such as subnet-0a1b2c3d4e5f60718, not "vpc-1"`,
    ],
    [
      'no security group of the migrate function',
      `${LONDON}/securityGroupIds/lambda`,
      undefined,
      `${LONDON}/securityGroupIds/lambda is missing`,
    ],
    [
      'a key alias',
      `${LONDON}/kmsKeyArns/redis`,
      'arn:aws:kms:eu-west-2:111122223333:alias/redis',
      `${LONDON}/kmsKeyArns/redis must be the ARN of a customer-managed KMS key (not of an alias)`,
    ],
    [
      'a topic without its ARN',
      `${LONDON}/topicArns/info`,
      'databases-info',
      `${LONDON}/topicArns/info must be the ARN of an SNS topic`,
    ],
    [
      'a zone that is a number',
      `${LONDON}/availabilityZones/subnet-0a1b2c3d4e5f60001`,
      1,
      `${LONDON}/availabilityZones/subnet-0a1b2c3d4e5f60001 must be an availability zone of the region`,
    ],
    [
      'zones as a list',
      `${LONDON}/availabilityZones`,
      ['eu-west-2a'],
      `${LONDON}/availabilityZones must be an object with the zone of each subnet`,
    ],
    ['a key that is a number', KEY, 1, `${NO_KEY} 1`],
    ['a key of another service', KEY, 'arn:aws:sns:eu-west-2:111122223333:key/1', NO_KEY],
    ['a key of another scheme', KEY, 'urn:aws:kms:eu-west-2:111122223333:key/1', NO_KEY],
    ['a key of another cloud', KEY, 'arn:xaws:kms:eu-west-2:111122223333:key/1', NO_KEY],
    ['a key of a partition with a digit', KEY, 'arn:aws1:kms:eu-west-2:111122223333:key/1', NO_KEY],
    ['a key of a long account', KEY, 'arn:aws:kms:eu-west-2:1111222233334:key/1', NO_KEY],
    ['a key of an account with a letter', KEY, 'arn:aws:kms:eu-west-2:a111122223333:key/1', NO_KEY],
    ['a key with more behind it', KEY, 'arn:aws:kms:eu-west-2:111122223333:key/1:2', NO_KEY],
    ['a key with more before it', KEY, 'arn:aws:kms:eu-west-2:111122223333:x:key/1', NO_KEY],
    ['a subscription of a topic', TOPIC, 'arn:aws:sns:eu-west-2:111122223333:info:1', NO_TOPIC],
    [
      'a security group with a blank',
      `${LONDON}/securityGroupIds/redis`,
      'sg-1 ',
      `${LONDON}/securityGroupIds/redis must be a security group id such as sg-0a1b2c3d4e5f60718, not "sg-1 "`,
    ],
    [
      'another thing than a security group',
      `${LONDON}/securityGroupIds/redis`,
      'xsg-1',
      `${LONDON}/securityGroupIds/redis must be a security group id`,
    ],
    [
      'one subnet for a list',
      `${LONDON}/privateSubnetIds`,
      'subnet-1',
      `${LONDON}/privateSubnetIds must be a list of subnet ids`,
    ],
    [
      'a subnet with a blank',
      `${LONDON}/privateSubnetIds/1`,
      'subnet-1 ',
      `${LONDON}/privateSubnetIds/1 must be a subnet id`,
    ],
    [
      'another thing than a subnet',
      `${LONDON}/privateSubnetIds/1`,
      'xsubnet-1',
      `${LONDON}/privateSubnetIds/1 must be a subnet id`,
    ],
    ['regions as a list', '/0/regions', [], '/0/regions must be an object with a region a member'],
    ['a name that is too long', '/0/name', 'a'.repeat(64), '/0/name must be a name'],
    [
      'an availability zone for a region',
      '/0/regions/eu-west-2a',
      {},
      '/0/regions/eu-west-2a must be named as a region',
    ],
    ['topics as a list', `${LONDON}/topicArns`, [], `${LONDON}/topicArns must be an object with the members`],
  ];

  it.each(SHAPE)('refuses %s, naming the place', (_what, pointer, value, message) => {
    const text = JSON.stringify(changed(pointer, value));
    expect(() => parseLandingZones(text, 'zones.json')).toThrow(
      `The landing zones in zones.json are wrong: ${message}`,
    );
  });

  it.each(SHAPE)('has a schema that refuses %s too', (_what, pointer, value) => {
    expect(matchesSchema(changed(pointer, value))).toBe(false);
  });

  it.each([
    [
      'a key of another region',
      `${LONDON}/kmsKeyArns/aurora`,
      'arn:aws:kms:eu-west-1:111122223333:key/1',
      ' is of region eu-west-1: name one of eu-west-2',
    ],
    [
      'a topic of another region',
      `${LONDON}/topicArns/info`,
      'arn:aws:sns:us-east-1:111122223333:info',
      ' is of region us-east-1: name one of eu-west-2',
    ],
    [
      'a zone of another region',
      `${LONDON}/availabilityZones/subnet-0a1b2c3d4e5f60001`,
      'eu-west-1a',
      ' must be an availability zone of the region, such as eu-west-2a, not "eu-west-1a"',
    ],
    [
      'a subnet without its zone',
      `${LONDON}/availabilityZones/subnet-0a1b2c3d4e5f60011`,
      undefined,
      ' is missing: privateSubnetIds has that subnet',
    ],
    [
      'a zone of a subnet that is not there',
      `${LONDON}/availabilityZones/subnet-1`,
      'eu-west-2a',
      ' is in neither list of subnets: remove it',
    ],
    [
      'isolated subnets of one zone',
      `${LONDON}/isolatedSubnetIds`,
      ['subnet-0a1b2c3d4e5f60001', 'subnet-0a1b2c3d4e5f60011'],
      ' has subnets of one availability zone (eu-west-2a) and needs two zones: add a subnet of another one',
      // The others are in neither list then.
      ['subnet-0a1b2c3d4e5f60002', 'subnet-0a1b2c3d4e5f60003'],
    ],
    ['two zones of one name', '/1', JSON.parse(EXAMPLE)[0], '/name "default" is the name of /0 too'],
  ] as [string, string, unknown, string, string[]?][])('refuses %s, which no schema can see', (...row) => {
    const [, pointer, value, message, unlisted = []] = row;
    // biome-ignore lint/suspicious/noExplicitAny: a document with an error in it
    const zones = changed(pointer, value) as any;
    for (const id of unlisted) delete zones[0].regions['eu-west-2'].availabilityZones[id];
    const text = JSON.stringify(zones);
    expect(matchesSchema(JSON.parse(text))).toBe(true);
    expect(() => parseLandingZones(text, 'zones.json')).toThrow(`wrong: ${pointer}${message}`);
  });
});

describe('config/landing-zones.schema.json', () => {
  it('takes the example', () => {
    expect(matchesSchema(JSON.parse(EXAMPLE))).toBe(true);
  });
});
