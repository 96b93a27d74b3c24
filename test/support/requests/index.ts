import fc from 'fast-check';
import type { EnvironmentRequest } from '../../../core/generated/api.ts';
import { PRESETS } from '../../../core/presets.ts';
import { auroraRequests } from './aurora.ts';
import { daxRequests } from './dax.ts';
import { dynamoDbRequests } from './dynamodb.ts';
import { some, together } from './parts.ts';
import { redisRequests } from './redis.ts';

/** What a request may name that only the installation knows. */
export interface Installation {
  readonly landingZone: string;
  /** Two or more of the landing zone's regions. */
  readonly regions: readonly string[];
  readonly migrationSets: readonly string[];
}

/** That of test/core/sample.ts, and of the local cloud. */
const DEFAULT: Installation = {
  landingZone: 'default',
  regions: ['eu-west-2', 'eu-west-1'],
  migrationSets: ['gaming'],
};

/** The longest and the oddest beside ordinary ones. */
export const environmentNames = fc.oneof(
  fc.constantFrom('dev', 'a', 'global-game-platform', 'a-1-b'),
  fc.stringMatching(/^[a-z](-?[a-z0-9]){0,9}$/),
);

const tags = fc.dictionary(
  fc.constantFrom('team', 'cost:code', 'Größe', 'a b', 'Project', 'k'.repeat(128)),
  fc.constantFrom('', 'orders', 'v'.repeat(256), 'a=b+c-d@e/f'),
  { maxKeys: 3 },
);

interface Options {
  readonly installation?: Installation;
  readonly environments?: fc.Arbitrary<string>;
  /** Where it has to be; by default any region of the installation. */
  readonly primaryRegion?: string;
}

/** Requests that are accepted: by the contract, and by the resolver of that installation. */
export function validRequests(options: Options = {}): fc.Arbitrary<EnvironmentRequest> {
  const { installation = DEFAULT, environments = environmentNames } = options;
  const places = fc.shuffledSubarray([...installation.regions], { minLength: 2, maxLength: 2 });
  return places
    .map(([first = '', second = '']): [string, string] => {
      const primary = options.primaryRegion ?? first;
      return [primary, first === primary ? second : first];
    })
    .chain(([primaryRegion, secondaryRegion]) =>
      together(
        fc.record({
          environment: environments,
          landingZone: fc.constant(installation.landingZone),
          primaryRegion: fc.constant(primaryRegion),
          secondaryRegion: fc.constant(secondaryRegion),
        }),
        optional(installation, primaryRegion),
      ),
    )
    .map((request) => consistent(request as EnvironmentRequest));
}

function optional({ migrationSets }: Installation, primaryRegion: string) {
  return some({
    preset: fc.constantFrom(...(Object.keys(PRESETS) as (keyof typeof PRESETS)[])),
    owner: fc.constantFrom('team-shop', 'shop@example.com'),
    costCenter: fc.constant('4711'),
    aurora: auroraRequests(primaryRegion),
    dynamodb: dynamoDbRequests,
    redis: redisRequests(primaryRegion),
    dax: daxRequests,
    alarms: fc.constantFrom({}, { enabled: false }, { thresholds: { cpuPercent: 99.5, latencyMs: 1 } }),
    migrations: fc.constantFrom<{ set: string | null }>(
      { set: null },
      ...migrationSets.map((set) => ({ set })),
    ),
    tags,
  });
}

/** Instances of a second region go with a global database only, which the preset may have. */
function consistent(request: EnvironmentRequest): EnvironmentRequest {
  const preset = PRESETS[request.preset ?? 'standard'].values;
  const isGlobal = request.aurora?.globalDatabase ?? preset.aurora.globalDatabase;
  if (isGlobal || !request.aurora) return request;
  const { secondaryInstanceCount: _, ...aurora } = request.aurora;
  return { ...request, aurora };
}
