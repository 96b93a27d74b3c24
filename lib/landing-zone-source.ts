import type { LandingZone } from '../core/spec.ts';

/** Where an installation's landing zones come from. */
export interface LandingZoneSource {
  /**
   * The platform team's file, which goes into the bundles; or stacks of this app: then ids and ARNs are tokens, known
   * when it is deployed.
   */
  readonly kind: 'file' | 'stacks';
  readonly zones: readonly LandingZone[];
}

/** All regions of all zones, sorted. */
export function regionsOf(zones: readonly LandingZone[]): string[] {
  return [...new Set(zones.flatMap(({ regions }) => Object.keys(regions)))].sort();
}

/**
 * Where the migrate function runs: the private subnets and `lambda` security group of the default landing zone in
 * Plinth's own region. So it reaches databases of that VPC; another landing zone's VPC has to be peered with it.
 */
export function migrateNetwork(zones: readonly LandingZone[], region: string) {
  const zone = zones.find(({ name }) => name === 'default') ?? zones[0];
  const home = zone?.regions[region];
  if (!home) {
    throw new Error(
      `Landing zone "${zone?.name}" has no region ${region}, in which Plinth is to be deployed: add it, or deploy to one of ${regionsOf(zones).join(', ')} (context "region").`,
    );
  }
  return { subnetIds: home.privateSubnetIds, securityGroupId: home.securityGroupIds.lambda };
}
