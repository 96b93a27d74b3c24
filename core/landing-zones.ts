import { asObject, below, type Check as CheckIn, Misplaced, object, parseChecked } from './checked.ts';
import type { LandingZone, LandingZoneRegion, Severity } from './spec.ts';

type Check = CheckIn<Context>;

interface Context {
  /** The region whose entry is being read: its ARNs must name it. */
  readonly region: string;
}

/** Aurora, ElastiCache and DAX each want subnets in at least two availability zones. */
const MIN_SUBNETS = 2;
/** As openapi.yaml takes them in a request. */
const REGION = /^[a-z]{2,4}(-[a-z]{2,10}){1,3}-[0-9]{1,2}$/;
const NAME = /^[a-z](-?[a-z0-9]){0,62}$/;

const subnetIds: Check = (value, place) => {
  if (!Array.isArray(value)) throw new Misplaced(place, 'must be a list of subnet ids');
  value.forEach((id, index) => {
    matching(/^subnet-[0-9a-z]+$/, 'a subnet id such as subnet-0a1b2c3d4e5f60718')(
      id,
      `${place}/${index}`,
      NO_REGION,
    );
  });
  const distinct = new Set(value).size;
  if (distinct !== value.length) throw new Misplaced(place, 'must not name a subnet twice');
  if (distinct < MIN_SUBNETS) {
    throw new Misplaced(
      place,
      `has ${distinct} and needs at least ${MIN_SUBNETS} subnets, in two availability zones`,
    );
  }
};

const securityGroupId = matching(/^sg-[0-9a-z]+$/, 'a security group id such as sg-0a1b2c3d4e5f60718');

const kmsKeyArn = arnOf(
  'kms',
  /^key\/[\w-]+$/,
  'key/…',
  'the ARN of a customer-managed KMS key (not of an alias)',
);
const topicArn = arnOf('sns', /^[\w-]{1,256}$/, 'topic', 'the ARN of an SNS topic');

const zoneNames: Check = (value, place, context) => {
  const zones = Object.entries(
    asObject(value, place, 'an object with the zone of each subnet, by subnet id'),
  );
  const zone = matching(
    new RegExp(`^${context.region}[a-z]$`),
    `an availability zone of the region, such as ${context.region}a`,
  );
  for (const [subnet, name] of zones) zone(name, below(place, subnet), context);
};

const landingZoneMembers = object<Omit<LandingZoneRegion, 'availabilityZones'>, Context>(
  {
    isolatedSubnetIds: subnetIds,
    privateSubnetIds: subnetIds,
    securityGroupIds: object<LandingZoneRegion['securityGroupIds'], Context>({
      aurora: securityGroupId,
      redis: securityGroupId,
      dax: securityGroupId,
      lambda: securityGroupId,
    }),
    kmsKeyArns: object<LandingZoneRegion['kmsKeyArns'], Context>({
      aurora: kmsKeyArn,
      dynamodb: kmsKeyArn,
      redis: kmsKeyArn,
      secrets: kmsKeyArn,
    }),
    topicArns: object<Record<Severity, string>, Context>({
      critical: topicArn,
      warning: topicArn,
      info: topicArn,
    }),
  },
  { availabilityZones: zoneNames },
);

const landingZoneRegion: Check = (value, place, context) => {
  landingZoneMembers(value, place, context);
  zonesFit(value as LandingZoneRegion, place);
};

/** A subnet id does not show its zone. Where a zone is given for the subnets, a list of one zone is found here. */
function zonesFit(region: LandingZoneRegion, place: string): void {
  const { availabilityZones, isolatedSubnetIds, privateSubnetIds } = region;
  if (availabilityZones === undefined) return;
  const subnets = [...isolatedSubnetIds, ...privateSubnetIds];
  for (const id of Object.keys(availabilityZones))
    if (!subnets.includes(id))
      throw new Misplaced(
        below(`${place}/availabilityZones`, id),
        'is in neither list of subnets: remove it',
      );
  for (const list of ['isolatedSubnetIds', 'privateSubnetIds'] as const) {
    for (const id of region[list])
      if (!Object.hasOwn(availabilityZones, id))
        throw new Misplaced(below(`${place}/availabilityZones`, id), `is missing: ${list} has that subnet`);
    const zones = new Set(region[list].map((id) => availabilityZones[id]));
    if (zones.size < MIN_SUBNETS)
      throw new Misplaced(
        `${place}/${list}`,
        `has subnets of one availability zone (${[...zones]}) and needs two zones: add a subnet of another one`,
      );
  }
}

const regions: Check = (value, place) => {
  const entries = Object.entries(asObject(value, place, 'an object with a region a member'));
  if (entries.length === 0) throw new Misplaced(place, 'needs at least one region, such as "eu-west-2"');
  for (const [region, entry] of entries) {
    if (!REGION.test(region))
      throw new Misplaced(below(place, region), 'must be named as a region, such as eu-west-2');
    landingZoneRegion(entry, below(place, region), { region });
  }
};

const landingZone = object<LandingZone, Context>({
  name: matching(
    NAME,
    'a name of lower-case letters, digits and single hyphens, a letter first, at most 63 characters',
  ),
  regions,
});

const NO_REGION: Context = { region: '' };

/**
 * What the platform team fixes, from JSON: a list of landing zones, checked as a whole. What a region needs is
 * {@link LandingZoneRegion}; `config/landing-zones.example.json` shows one.
 *
 * @param source Where the text is from, for the error: a file, or the name of a variable.
 * @throws Error naming source, JSON pointer and fix.
 */
export function parseLandingZones(text: string, source: string): LandingZone[] {
  return parseChecked(text, { what: 'The landing zones', source }, landingZones) as LandingZone[];
}

function landingZones(value: unknown): void {
  if (!Array.isArray(value)) throw new Misplaced('', 'must be a list: [{"name": …, "regions": …}]');
  if (value.length === 0) throw new Misplaced('', 'needs at least one landing zone');
  value.forEach((zone, index) => {
    landingZone(zone, `/${index}`, NO_REGION);
    const first = value.findIndex((other) => other.name === zone.name);
    if (first !== index)
      throw new Misplaced(`/${index}/name`, `"${zone.name}" is the name of /${first} too: choose another`);
  });
}

function matching(pattern: RegExp, what: string): Check {
  return (value, place) => {
    if (typeof value !== 'string' || !pattern.test(value)) {
      throw new Misplaced(place, `must be ${what}, not ${JSON.stringify(value)}`);
    }
  };
}

/** `arn:{partition}:{service}:{region}:{account}:{resource}` of the region it stands under. */
function arnOf(service: string, resource: RegExp, shape: string, what: string): Check {
  return (value, place, { region }) => {
    const parts = typeof value === 'string' ? value.split(':') : [];
    const [arn, partition = '', foundService, foundRegion, account = '', ...rest] = parts;
    const isArn = arn === 'arn' && /^aws[a-z-]*$/.test(partition) && foundService === service;
    if (!isArn || !/^\d{12}$/.test(account) || !resource.test(rest.join(':'))) {
      const example = `arn:aws:${service}:${region}:<account>:${shape}`;
      throw new Misplaced(place, `must be ${what}, ${example}, not ${JSON.stringify(value)}`);
    }
    if (foundRegion !== region) {
      throw new Misplaced(
        place,
        `is of region ${foundRegion}: name one of ${region}, the region that it is for`,
      );
    }
  };
}
