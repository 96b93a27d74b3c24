import type { Desired } from '../../core/spec.ts';
import { TIER_KINDS, type TierKind } from '../../core/tier.ts';
import { type Check, creates, error } from './finding.ts';

interface Network {
  readonly region: string;
  readonly subnetIds: readonly string[];
}

const NETWORKS: Readonly<Record<TierKind, (desired: Desired) => readonly Network[]>> = {
  aurora: ({ aurora }) => [aurora.primary, ...(aurora.secondary ? [aurora.secondary] : [])],
  dynamodb: () => [],
  redis: ({ redis }) => [redis],
  dax: ({ dax }) => [dax],
};

/** Subnets in at least two zones, by what the landing zone says of them; where it says nothing, it is not known. */
export const checkSubnets: Check = async ({ landingZones }, { after, actions }) => {
  const zone = landingZones.find(({ name }) => name === after.landingZone);
  return TIER_KINDS.filter((tier) => creates(actions[tier])).flatMap((tier) =>
    NETWORKS[tier](after).flatMap(({ region, subnetIds }) => {
      const zones = zone?.regions[region]?.availabilityZones;
      const known = subnetIds.flatMap((id) => zones?.[id] ?? []);
      if (known.length < subnetIds.length || new Set(known).size >= 2) return [];
      const detail = `All subnets for ${tier} in ${region} are of one availability zone (${known[0]}), and AWS wants two. Add a subnet of another zone to the landing zone.`;
      return [error('subnet', detail, '#/landingZone')];
    }),
  );
};
