import { createHash } from 'node:crypto';
import type { EnvironmentRequest } from '../generated/api.ts';
import { DEFAULT_PRESET } from '../presets.ts';

/** Defaults of the whole request, equal to those in openapi.yaml. */
export const REQUEST_DEFAULTS = {
  preset: DEFAULT_PRESET,
  landingZone: 'default',
  primaryRegion: 'eu-west-2',
  secondaryRegion: 'eu-west-1',
  migrations: { set: 'gaming' },
} as const;

/** The word for: run no migration. A merge patch cannot say null, which takes a field back to its default there. */
export const NO_MIGRATION = 'none';

export type CompleteRequest = EnvironmentRequest &
  Required<Pick<EnvironmentRequest, 'preset' | 'landingZone' | 'primaryRegion' | 'secondaryRegion'>> & {
    migrations: { set: string | null };
  };

/** The request with the defaults that do not depend on a preset. */
export function withDefaults(request: EnvironmentRequest): CompleteRequest {
  const set = request.migrations?.set;
  return {
    ...REQUEST_DEFAULTS,
    ...request,
    migrations: {
      set: set === undefined ? REQUEST_DEFAULTS.migrations.set : set === NO_MIGRATION ? null : set,
    },
  };
}

/**
 * Equal for requests that ask for the same in the same words: order of fields, empty objects and spelt-out defaults
 * make no difference. It does not depend on what a preset holds, so a new release of Plinth does not change it.
 * SHA-256 in hex. The project is not part of it, nor is what says nothing of the environment itself: how long it
 * lives, and what happens when its creation fails.
 */
export function fingerprint({ onFailure: _, expiresAfter: __, ...request }: EnvironmentRequest): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical(withDefaults(request))))
    .digest('hex');
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .map(([key, item]): [string, unknown] => [key, canonical(item)])
    .filter(([, item]) => item !== undefined && !isEmptyObject(item))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

function isEmptyObject(value: unknown): boolean {
  return (
    value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0
  );
}
