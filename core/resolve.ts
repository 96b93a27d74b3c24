import type { EnvironmentRequest } from './generated/api.ts';
import { PRESETS } from './presets.ts';
import { ProblemError, validationProblem } from './problem.ts';
import { type CompleteRequest, NO_MIGRATION, withDefaults } from './request/fingerprint.ts';
import { alarmsSpec } from './resolve/alarms.ts';
import { type AuroraSizes, auroraSizes, auroraSpec, checkAuroraSecret } from './resolve/aurora.ts';
import { daxSizes, daxSpec } from './resolve/dax.ts';
import { dynamoDbSizes, dynamoDbSpec } from './resolve/dynamodb.ts';
import { Faults } from './resolve/faults.ts';
import { checkRedisSecret, redisSizes, redisSpec } from './resolve/redis.ts';
import { type Places, resolvePlaces } from './resolve/regions.ts';
import { resolveTags } from './resolve/tags.ts';
import type { Desired, Identity, LandingZone } from './spec.ts';

export { DEFAULT_THRESHOLDS } from './resolve/alarms.ts';
export { summarise } from './resolve/summary.ts';
export { DEFAULT_TABLES } from './resolve/tables.ts';

/** A DynamoDB item holds 400 KB, and the registry keeps outputs and status beside the desired document. */
export const MAX_DESIRED_BYTES = 300_000;

export interface EngineVersionQuery {
  /** Null: the newest 15.x that is orderable everywhere it is needed. */
  readonly requested: string | null;
  readonly instanceClass: string;
  readonly regions: readonly string[];
  readonly globalDatabase: boolean;
}

export type EngineVersionAnswer =
  | { readonly version: string }
  /** `message` follows the field's name, and lists what is orderable. */
  | { readonly field: 'engineVersion' | 'instanceClass'; readonly message: string };

export interface ResolveDependencies {
  readonly chooseEngineVersion: (query: EngineVersionQuery) => Promise<EngineVersionAnswer>;
  /** Folders of `migrations/`. */
  readonly migrationSets: readonly string[];
}

/**
 * Preset, request and landing zone as one complete document.
 * @param input A project and a request that have passed `parseParameters` and `parseRequest`.
 * @throws ProblemError validation, with everything that is wrong; environment-too-large; or what
 *   `chooseEngineVersion` throws, when nothing else is wrong.
 */
export async function resolveDesired(
  input: {
    readonly project: string;
    readonly request: EnvironmentRequest;
    readonly landingZones: readonly LandingZone[];
    /** What the names of this installation's resources begin with, such as `plinth-`: its permissions end there. */
    readonly namePrefix: string;
    /** What the environment was to become before: what the request leaves open stays as it is there. */
    readonly previous?: Desired | null;
  },
  dependencies: ResolveDependencies,
): Promise<Desired> {
  const request = withDefaults(input.request);
  const identity = identityOf(input.namePrefix, input.project, request.environment);
  const preset = PRESETS[request.preset].values;
  const faults = new Faults();

  const tags = resolveTags(faults, identity, request);
  const aurora = auroraSizes(faults, preset, request);
  const dynamodb = dynamoDbSizes(faults, preset, request, identity.slug);
  const redis = redisSizes(faults, preset, request);
  const dax = daxSizes(faults, preset, request);
  checkMigrationSet(faults, request, dependencies.migrationSets);
  checkAuroraSecret(faults, aurora, request.primaryRegion);
  checkRedisSecret(faults, redis, request.primaryRegion);
  const needsSecondary = aurora.globalDatabase || dynamodb.globalTables;
  const places = resolvePlaces(faults, request, input.landingZones, needsSecondary);
  const version = await engineVersion(faults, request, aurora, places, input.previous ?? null, dependencies);
  if (faults.items.length > 0 || places === null || version === null) throw validationProblem(faults.items);

  const base = { identity, tags };
  const tables = dynamoDbSpec(dynamodb, places, base);
  return withinSize({
    identity,
    preset: request.preset,
    landingZone: request.landingZone,
    primaryRegion: request.primaryRegion,
    secondaryRegion: places.secondary?.region ?? null,
    aurora: auroraSpec(aurora, version, places, base),
    dynamodb: tables,
    redis: redisSpec(redis, places, base),
    dax: daxSpec(dax, places, tables.tables, base),
    alarms: alarmsSpec(request, places),
    migrations: { set: request.migrations.set },
    tags,
  });
}

export function identityOf(namePrefix: string, project: string, environment: string): Identity {
  return { project, environment, slug: `${namePrefix}${project}-${environment}` };
}

function checkMigrationSet(faults: Faults, request: CompleteRequest, known: readonly string[]): void {
  const { set } = request.migrations;
  if (set !== null && !known.includes(set))
    faults.add(
      ['migrations', 'set'],
      `(${set}) is not known. Sets: ${known.join(', ') || '(there is none)'}; or ${NO_MIGRATION} to run no migration.`,
    );
}

/** Asks AWS last, and only what can be asked; a request that is wrong anyway does not fail for AWS's sake. */
async function engineVersion(
  faults: Faults,
  request: CompleteRequest,
  { instanceClass, globalDatabase }: AuroraSizes,
  places: Places | null,
  previous: Desired | null,
  { chooseEngineVersion }: ResolveDependencies,
): Promise<string | null> {
  if (places === null || faults.has(['aurora', 'instanceClass'])) return null;
  const regions = [places.primary.region];
  if (globalDatabase && places.secondary) regions.push(places.secondary.region);
  const requested = request.aurora?.engineVersion ?? previous?.aurora.engineVersion ?? null;
  // What runs needs no order: a version that AWS has taken out of its catalogue goes on running.
  if (previous && isUnchanged(previous, { requested, instanceClass, regions })) return requested;
  try {
    const answer = await chooseEngineVersion({ requested, instanceClass, regions, globalDatabase });
    if ('version' in answer) return answer.version;
    faults.add(['aurora', answer.field], answer.message);
  } catch (error) {
    if (faults.items.length === 0) throw error;
  }
  return null;
}

function isUnchanged(
  { aurora: { engineVersion: version, instanceClass, secondary } }: Desired,
  wanted: { requested: string | null; instanceClass: string; regions: readonly string[] },
): boolean {
  const known = wanted.regions.length === 1 || secondary?.region === wanted.regions[1];
  return known && version === wanted.requested && instanceClass === wanted.instanceClass;
}

function withinSize(desired: Desired): Desired {
  const bytes = Buffer.byteLength(JSON.stringify(desired));
  if (bytes <= MAX_DESIRED_BYTES) return desired;
  throw new ProblemError(
    'environment-too-large',
    `The environment comes to ${bytes} bytes of description, and ${MAX_DESIRED_BYTES} are kept. Ask for fewer tables, indexes, parameters or tags.`,
  );
}
