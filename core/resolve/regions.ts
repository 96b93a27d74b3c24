import type { CompleteRequest } from '../request/fingerprint.ts';
import type { LandingZone, LandingZoneRegion } from '../spec.ts';
import type { Faults } from './faults.ts';

/** A region of the environment with what the landing zone has in it. */
export interface Place extends LandingZoneRegion {
  readonly region: string;
}

export interface Places {
  readonly primary: Place;
  /** Null when no tier uses a second region. */
  readonly secondary: Place | null;
}

/** Where the environment goes, or null when that cannot be told; then `faults` says why. */
export function resolvePlaces(
  faults: Faults,
  request: CompleteRequest,
  landingZones: readonly LandingZone[],
  needsSecondary: boolean,
): Places | null {
  const zone = landingZones.find(({ name }) => name === request.landingZone);
  if (zone === undefined) {
    const names = landingZones.map(({ name }) => name).join(', ');
    faults.add(['landingZone'], `(${request.landingZone}) is not known. Landing zones: ${names || 'none'}.`);
  }
  if (request.secondaryRegion === request.primaryRegion && needsSecondary)
    faults.add(
      ['secondaryRegion'],
      `must differ from primaryRegion; both are ${request.primaryRegion}. Name another region of the landing zone.`,
    );
  if (zone === undefined) return null;
  const primary = placeIn(faults, zone, 'primaryRegion', request.primaryRegion);
  const secondary = needsSecondary ? placeIn(faults, zone, 'secondaryRegion', request.secondaryRegion) : null;
  if (primary === null || (needsSecondary && secondary === null)) return null;
  return { primary, secondary };
}

function placeIn(faults: Faults, zone: LandingZone, field: string, region: string): Place | null {
  const found = Object.hasOwn(zone.regions, region) ? zone.regions[region] : undefined;
  if (found !== undefined) return { region, ...found };
  const regions = Object.keys(zone.regions).join(', ');
  faults.add([field], `(${region}) is not in landing zone ${zone.name}. Its regions: ${regions}.`);
  return null;
}
