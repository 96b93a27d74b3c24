import type { EnvironmentOutputs } from './outputs.ts';
import { parseParameters } from './parameters.ts';
import { ProblemError, type ProblemItem, validationProblem } from './problem.ts';
import { shorten } from './request/pointer.ts';
import { type EnvironmentRequest, NO_MIGRATION, parseRequest } from './request.ts';

/**
 * The parameters of the Service Catalog product, which are the properties of its custom resource, and the fields of
 * a request that they fill. Project is not in the request.
 */
export const LAUNCH_PARAMETERS = {
  Project: null,
  Environment: 'environment',
  Preset: 'preset',
  LandingZone: 'landingZone',
  PrimaryRegion: 'primaryRegion',
  SecondaryRegion: 'secondaryRegion',
  MigrationSet: 'migrations',
} as const;

export type LaunchParameter = keyof typeof LAUNCH_PARAMETERS;

/** Property with the URL of the wait condition's handle. */
export const HANDLE_PROPERTY = 'Handle';

/** Properties that are CloudFormation's own. */
const OTHER_PROPERTIES = new Set([HANDLE_PROPERTY, 'ServiceToken', 'ServiceTimeout']);

export interface Launch {
  readonly project: string;
  readonly request: EnvironmentRequest;
}

/**
 * The request in the properties of a custom resource: texts, of which an empty one counts as absent.
 * @throws ProblemError validation, with the name of each parameter that is wrong; no value is repeated.
 */
export function parseLaunch(given: Readonly<Record<string, unknown>> | null | undefined): Launch {
  const properties = given ?? {};
  const items = wrongProperties(properties);
  const values = Object.fromEntries(
    Object.entries(properties).filter(([name, value]) => isParameter(name) && value !== ''),
  ) as Partial<Record<LaunchParameter, string>>;
  const { Project: project, ...rest } = values;
  if (items.length === 0) {
    if (project === undefined)
      items.push({ parameter: 'Project', detail: 'Project is missing. Give the name of your project.' });
    else items.push(...problemsOf(() => parseParameters({ project })));
    items.push(...problemsOf(() => parseRequest(requestOf(rest))));
  }
  if (items.length > 0) throw validationProblem(items);
  return { project: String(project), request: requestOf(rest) as EnvironmentRequest };
}

/** A problem of the request in the words of the launch: a pointer becomes the name of its parameter. */
export function asLaunchProblem(error: ProblemError): ProblemError {
  if (error.errors.length === 0) return error;
  return validationProblem(error.errors.map(asParameter), error.problem);
}

/** The parameters whose values differ; an absent one and an empty one are the same. */
export function changedParameters(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): LaunchParameter[] {
  const names = Object.keys(LAUNCH_PARAMETERS) as LaunchParameter[];
  return names.filter((name) => (before[name] ?? '') !== (after[name] ?? ''));
}

/**
 * An environment's request with these parameters as the launch has them now: one that the launch leaves open goes back to
 * its default. What else has been changed since, through another door, stays.
 */
export function withParameters(
  request: EnvironmentRequest,
  changed: readonly LaunchParameter[],
  launched: EnvironmentRequest,
): EnvironmentRequest {
  const fields = changed.flatMap((name) => LAUNCH_PARAMETERS[name] ?? []);
  const kept = Object.entries(request).filter(([field]) => !fields.some((each) => each === field));
  const given = fields.flatMap((field) => (launched[field] === undefined ? [] : [[field, launched[field]]]));
  return Object.fromEntries([...kept, ...given]) as EnvironmentRequest;
}

function wrongProperties(properties: Readonly<Record<string, unknown>>): ProblemItem[] {
  return Object.entries(properties).flatMap(([name, value]): ProblemItem[] => {
    if (OTHER_PROPERTIES.has(name)) return [];
    const known = Object.keys(LAUNCH_PARAMETERS).join(', ');
    if (!isParameter(name)) {
      const shown = shorten(name);
      return [{ parameter: shown, detail: `${shown} is not a parameter. The parameters are ${known}.` }];
    }
    return typeof value === 'string' ? [] : [{ parameter: name, detail: `${name} must be a text.` }];
  });
}

function requestOf({ MigrationSet, ...fields }: Partial<Record<LaunchParameter, string>>): object {
  const entries = Object.entries(fields).map(([name, value]) => [
    LAUNCH_PARAMETERS[name as LaunchParameter],
    value,
  ]);
  const set = MigrationSet === NO_MIGRATION ? null : MigrationSet;
  return { ...Object.fromEntries(entries), ...(set === undefined ? {} : { migrations: { set } }) };
}

function problemsOf(parse: () => unknown): ProblemItem[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.errors.map(asParameter);
    throw error;
  }
}

function asParameter(item: ProblemItem): ProblemItem {
  const field = item.parameter ?? /^#\/([A-Za-z]+)/.exec(item.pointer ?? '')?.[1];
  const fields = Object.entries(LAUNCH_PARAMETERS);
  const name = fields.find(([key, known]) => known === field || key.toLowerCase() === field)?.[0];
  return name === undefined ? item : { parameter: name, detail: `${name}: ${item.detail}` };
}

function isParameter(name: string): name is LaunchParameter {
  return Object.hasOwn(LAUNCH_PARAMETERS, name);
}

type Pick = (outputs: EnvironmentOutputs) => string | number | null;

/** What a launch answers: enough to connect. Everything else is in the environment's outputs. */
export const LAUNCH_OUTPUTS: Readonly<Record<string, { readonly description: string; readonly of: Pick }>> = {
  AuroraWriterEndpoint: {
    description: 'Host of the writer',
    of: ({ aurora }) => aurora.globalWriterEndpoint ?? aurora.primary.writerEndpoint,
  },
  AuroraReaderEndpoint: {
    description: 'Host of the readers in the primary region',
    of: ({ aurora }) => aurora.primary.readerEndpoint,
  },
  AuroraPort: { description: 'Port of PostgreSQL', of: ({ aurora }) => aurora.primary.port },
  AuroraDatabaseName: { description: 'Name of the database', of: ({ aurora }) => aurora.databaseName },
  AuroraMasterSecretArn: {
    description: 'Secret with the master user and password',
    of: ({ aurora }) => aurora.masterSecretArn,
  },
  RedisEndpoint: {
    description: 'Host of the Redis primary, or the configuration endpoint in cluster mode',
    of: ({ redis }) => redis.primaryEndpoint ?? redis.configurationEndpoint,
  },
  RedisPort: { description: 'Port of Redis', of: ({ redis }) => redis.port },
  RedisAuthTokenSecretArn: {
    description: 'Secret with the AUTH token',
    of: ({ redis }) => redis.authTokenSecretArn,
  },
  DaxEndpoint: { description: 'Host of the DAX cluster', of: ({ dax }) => dax.address },
  DaxPort: { description: 'Port of DAX', of: ({ dax }) => dax.port },
};

/** Stands for a value that is not there: a template has no null. */
const ABSENT = 'none';

/**
 * The outputs as one text for the wait condition, `;Name=value;Name=value;`: a template can take one value out with
 * Fn::Split and Fn::Select, which it cannot with JSON in JSON.
 */
export function launchData(outputs: EnvironmentOutputs): string {
  const pairs = Object.entries(LAUNCH_OUTPUTS).map(([name, { of }]) => `${name}=${of(outputs) ?? ABSENT}`);
  return `;${pairs.join(';')};`;
}
