import { readOptionalFile } from '../config/optional-file.ts';
import { parseLandingZones } from '../core/landing-zones.ts';
import { REQUEST_DEFAULTS } from '../core/request/fingerprint.ts';
import type { LandingZone } from '../core/spec.ts';

/**
 * The landing zones of a deployment, read when it is synthesised, so that what is wrong with them ends the synth and
 * not the first request.
 *
 * @param file A JSON file, see `config/landing-zones.schema.json`.
 * @param homeRegion Where Plinth itself runs; the migrate function needs subnets there.
 * @returns Undefined when there is no such file: then the deployment makes its own (`LandingZoneStack`).
 * @throws Error naming file, place and fix.
 */
export function readLandingZones(file: string, homeRegion: string): LandingZone[] | undefined {
  const text = readOptionalFile(file, 'The landing zones');
  if (text === undefined) return undefined;
  const zones = parseLandingZones(text, file);
  requireRegions(zones, file, homeRegion);
  return zones;
}

/** What a request gets that names no zone and no region has to be there, and so has the home region. */
function requireRegions(zones: readonly LandingZone[], file: string, homeRegion: string): void {
  const { landingZone, primaryRegion, secondaryRegion } = REQUEST_DEFAULTS;
  const wrong = (place: string, fix: string) =>
    new Error(`The landing zones in ${file} are wrong: ${place} ${fix}.`);
  const index = zones.findIndex(({ name }) => name === landingZone);
  const zone = zones[index];
  if (!zone)
    throw wrong('the document', `needs a zone with the name "${landingZone}", for requests that name none`);
  const reasons: [string, string][] = [
    [homeRegion, 'Plinth itself runs there'],
    [primaryRegion, 'it is the primary region of requests that name none'],
    [secondaryRegion, 'it is the secondary region of requests that name none'],
  ];
  for (const [region, reason] of reasons)
    if (!Object.hasOwn(zone.regions, region))
      throw wrong(`/${index}/regions/${region}`, `is missing: add it, because ${reason}`);
}
