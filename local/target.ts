import { readFileSync } from 'node:fs';
import { parseLandingZones } from '../core/landing-zones.ts';
import type { LandingZone } from '../core/spec.ts';

/** Where the tiers' calls go instead of the local cloud. */
export type Target = { readonly endpoint: string } | 'aws';

export interface TargetOptions {
  /** Undefined: the local cloud. */
  readonly target?: Target;
  /** Undefined: the landing zone of the local cloud. */
  readonly landingZones?: readonly LandingZone[];
}

/**
 * `PLINTH_CLOUD` (where the tiers' calls go) and `PLINTH_LANDING_ZONES` (a file: what exists there), checked
 * together: the subnets and keys of the local cloud exist nowhere else. An emulator may not look, so there they
 * will do; AWS does, and would refuse them after the first resources had been made.
 *
 * @throws Error naming the variable and what to set it to.
 */
export function targetFromEnvironment(env: Readonly<Record<string, string | undefined>>): TargetOptions {
  const target = parseTarget(env.PLINTH_CLOUD);
  const file = env.PLINTH_LANDING_ZONES;
  if (target === 'aws' && !file) {
    throw new Error(
      `PLINTH_CLOUD=aws needs PLINTH_LANDING_ZONES: a JSON file with the subnets, security groups, KMS keys and topics that exist there. Copy config/landing-zones.example.json and fill it in.`,
    );
  }
  return {
    ...(target ? { target } : {}),
    ...(file ? { landingZones: parseLandingZones(readZones(file), file) } : {}),
  };
}

function parseTarget(value: string | undefined): Target | undefined {
  if (value === undefined || value === '' || value === 'local') return undefined;
  if (value === 'aws') return 'aws';
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.username || url?.password) {
    throw new Error('PLINTH_CLOUD must not hold credentials: leave out what is before the @.');
  }
  if (url && /^https?:$/.test(url.protocol)) return { endpoint: value };
  throw new Error(
    `PLINTH_CLOUD=${value} is not known: use local, aws, or an endpoint URL such as http://127.0.0.1:5000.`,
  );
}

function readZones(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`PLINTH_LANDING_ZONES=${file} cannot be read: ${reason}.`, { cause });
  }
}
