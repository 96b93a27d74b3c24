import { AwsError } from '../../service.ts';
import { invalidCombination, invalidValue } from './errors.ts';
import type { Dax, SubnetGroup } from './state.ts';

const MAX_NODES = 10;
const NODE_TYPES: Readonly<Record<string, readonly string[]>> = {
  r4: ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '16xlarge'],
  r5: ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge'],
  r7i: ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge'],
  t2: ['small', 'medium'],
  t3: ['small', 'medium'],
};

/** Documented: 1 to 20 letters, digits, hyphens, stored in lower case; the guide forbids two words in it. */
export function requireClusterName(name: string | undefined): string {
  const lower = (name ?? '').toLowerCase();
  if (!/^[a-z](-?[a-z0-9])*$/.test(lower) || lower.length > 20) {
    throw invalidValue(
      `Invalid cluster name: ${name ?? 'null'}. It has 1 to 20 letters, digits and hyphens, begins with a letter, ` +
        'does not end with a hyphen and has no two hyphens in a row.',
    );
  }
  if (/sudo|grep/.test(lower)) throw invalidValue('The cluster name must not contain "sudo" or "grep".');
  return lower;
}

export function requireNodeType(type: string | undefined): string {
  const [, family = '', size = ''] = /^dax\.([a-z0-9]+)\.([a-z0-9]+)$/.exec(type ?? '') ?? [];
  if (!type || !NODE_TYPES[family]?.includes(size))
    throw invalidValue(`Invalid node type: ${type ?? 'null'}.`);
  return type;
}

/** Documented: 1, or 3 to 10. The guide shows 2 for development, and so it is taken. */
export function requireNodeCount(count: number | undefined): number {
  if (count === undefined || !Number.isInteger(count) || count < 1) {
    throw invalidValue('ReplicationFactor must be at least 1.');
  }
  if (count > MAX_NODES) {
    throw new AwsError('NodeQuotaForClusterExceededFault', `A cluster takes at most ${MAX_NODES} nodes.`);
  }
  return count;
}

/** Zones of `count` nodes: as asked, one each and within the subnets, or spread over the subnets. */
export function requireZones(
  asked: readonly string[] | undefined,
  count: number,
  subnets: SubnetGroup,
): string[] {
  const available = [...new Set(subnets.subnets.map((subnet) => subnet.availabilityZone))];
  if (asked && asked.length > 0) {
    if (asked.length !== count) {
      throw invalidCombination(`AvailabilityZones must name one zone for each of the ${count} nodes.`);
    }
    const outside = asked.find((zone) => !available.includes(zone));
    if (outside) throw invalidValue(`${outside} is not a zone of the subnet group ${subnets.name}.`);
    return [...asked];
  }
  return Array.from({ length: count }, (_, index) => available[index % available.length] ?? '');
}

/** A role that is not there yet, or that DAX may not assume, is the caller's mistake or one of time: IAM propagates. */
export function requireRole({ world }: Dax, arn: string | undefined): string {
  const role = world.directory.role(arn ?? '');
  if (!role) throw invalidValue(`The IAM role ${arn ?? 'null'} does not exist or cannot be used.`);
  if (!role.trustedServices.includes('dax.amazonaws.com')) {
    throw invalidValue(
      `DAX cannot assume the IAM role ${role.arn}: its trust policy has no dax.amazonaws.com.`,
    );
  }
  return role.arn;
}

export function requireSecurityGroups(
  { world }: Dax,
  region: string,
  ids: readonly string[],
  subnets: SubnetGroup,
): string[] {
  for (const id of ids) {
    const group = world.directory.securityGroup(region, id);
    if (!group) throw invalidValue(`The security group ${id} does not exist in ${region}.`);
    if (group.vpcId !== subnets.vpcId) {
      throw invalidCombination(
        `The security group ${id} is in ${group.vpcId}, the subnets in ${subnets.vpcId}.`,
      );
    }
  }
  return [...ids];
}

export function requireTopic({ world }: Dax, region: string, arn: string): string {
  if (arn.split(':')[3] !== region || !world.directory.topicExists(arn)) {
    throw invalidValue(`The SNS topic ${arn} does not exist in ${region}.`);
  }
  return arn;
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_MINUTES = 24 * 60;
const WINDOW = /^([a-z]{3}):([01]\d|2[0-3]):([0-5]\d)-([a-z]{3}):([01]\d|2[0-3]):([0-5]\d)$/;

/** Documented: `ddd:hh24:mi-ddd:hh24:mi` in UTC, at least an hour. */
export function requireWindow(window: string): string {
  const lower = window.toLowerCase();
  const [, fromDay = '', fromHour, from, toDay = '', toHour, to] = WINDOW.exec(lower) ?? [];
  const [first, last] = [DAYS.indexOf(fromDay), DAYS.indexOf(toDay)];
  const start = first * DAY_MINUTES + Number(fromHour) * 60 + Number(from);
  const end = last * DAY_MINUTES + Number(toHour) * 60 + Number(to);
  const length = (end - start + 7 * DAY_MINUTES) % (7 * DAY_MINUTES);
  if (first < 0 || last < 0 || !(length >= 60)) {
    throw invalidValue(
      `Invalid PreferredMaintenanceWindow ${window}. Use ddd:hh24:mi-ddd:hh24:mi, 60 minutes up.`,
    );
  }
  return lower;
}
