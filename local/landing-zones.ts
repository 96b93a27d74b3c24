import { createHash } from 'node:crypto';
import type { LandingZone, LandingZoneRegion } from '../core/spec.ts';

/** The account of the local cloud. */
export const ACCOUNT = '000000000000';

/** Regions in which the local cloud has a network, keys and topics. */
export const REGIONS = ['eu-west-2', 'eu-west-1', 'eu-central-1', 'us-east-1'] as const;

const SEVERITIES = ['critical', 'warning', 'info'] as const;
const ZONES = ['a', 'b', 'c'] as const;

function idOf(region: string, part: string): string {
  // 17 hexadecimal digits, as AWS's own, and the same in every run, so that they can be found in a log again.
  return createHash('sha256').update(`${part}/${region}`).digest('hex').slice(0, 17);
}

const subnetsOf = (region: string, kind: 'isolated' | 'private') =>
  ZONES.map((zone) => `subnet-${idOf(region, kind[0] + zone)}`);
const vpcOf = (region: string) => `vpc-${idOf(region, 'vpc')}`;
const groupOf = (region: string, part: string) => `sg-${idOf(region, part)}`;
const keyOf = (region: string, part: string) => `arn:aws:kms:${region}:${ACCOUNT}:key/plinth-${part}`;

function localRegion(region: string): LandingZoneRegion {
  const topic = (severity: string) => `arn:aws:sns:${region}:${ACCOUNT}:plinth-${severity}`;
  return {
    isolatedSubnetIds: subnetsOf(region, 'isolated'),
    privateSubnetIds: subnetsOf(region, 'private'),
    securityGroupIds: {
      aurora: groupOf(region, 'rds'),
      redis: groupOf(region, 'redis'),
      dax: groupOf(region, 'dax'),
      lambda: groupOf(region, 'fn'),
    },
    kmsKeyArns: {
      aurora: keyOf(region, 'aurora'),
      dynamodb: keyOf(region, 'dynamodb'),
      redis: keyOf(region, 'redis'),
      secrets: keyOf(region, 'secrets'),
    },
    topicArns: { critical: topic('critical'), warning: topic('warning'), info: topic('info') },
  };
}

/** The landing zone of the laptop: what a platform team would have set up, in every region of the local cloud. */
export const localLandingZone: LandingZone = {
  name: 'default',
  regions: Object.fromEntries(REGIONS.map((region) => [region, localRegion(region)])),
};

const regions = Object.values(localLandingZone.regions);

/** Keys of Plinth itself, as the deployment makes them. */
export const ownKeys = {
  registry: keyOf('eu-west-2', 'registry'),
  callbacks: keyOf('eu-west-2', 'callbacks'),
} as const;

/** What exists in the local cloud from the start. */
export const seeds = {
  keys: [...Object.values(ownKeys), ...regions.flatMap((region) => Object.values(region.kmsKeyArns))],
  topics: regions.flatMap((region) => SEVERITIES.map((severity) => region.topicArns[severity])),
};

export function findSubnet(region: string, id: string) {
  for (const kind of ['isolated', 'private'] as const) {
    const index = subnetsOf(region, kind).indexOf(id);
    if (index >= 0) return { availabilityZone: `${region}${ZONES[index]}`, vpcId: vpcOf(region) };
  }
  return undefined;
}

export function findSecurityGroup(region: string, id: string) {
  const groups: string[] = Object.values(localLandingZone.regions[region]?.securityGroupIds ?? {});
  return groups.includes(id) ? { vpcId: vpcOf(region) } : undefined;
}
