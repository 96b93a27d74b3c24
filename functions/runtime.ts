import { readFileSync } from 'node:fs';
import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Clock, systemClock } from '../core/clock.ts';
import { parseNamePrefix } from '../core/naming.ts';
import { Registry } from '../core/registry.ts';
import type { Clients } from '../core/tier.ts';
import { createClients, QUIET } from './clients.ts';
import type { CreateDatabaseClient } from './migrations/connect.ts';
import { createEvents, type Events } from './publish.ts';

/** What every function works with. On AWS it comes from the environment variables, once per cold start. */
export interface Runtime {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: Registry;
  /** For the tiers' calls: AWS, the local cloud, or another endpoint. */
  readonly clients: Clients;
  /** Plinth's own events, to its bus. */
  readonly events: Events;
  /** What the names of all resources begin with, such as `plinth-`; the functions' permissions are limited to it. */
  readonly namePrefix: string;
}

/** For the functions that look for drift: the newest version of a schema is in the names of its files. */
export interface LookingRuntime extends Runtime {
  readonly migrations: { readonly folder: string };
}

/** For the function that migrates schemas. */
export interface MigrateRuntime extends Runtime {
  readonly migrations: {
    readonly folder: string;
    /** PEM bundle that signed the database's certificate; undefined: the one of Amazon RDS. */
    readonly databaseCa: string | undefined;
    /** Another client of databases; by default pg's. */
    readonly createClient?: CreateDatabaseClient;
  };
}

export type Variables = Readonly<Record<string, string | undefined>>;

export interface RuntimeOptions {
  /** Variables that the function needs besides. */
  readonly also?: readonly string[];
  /** Made here unless the function has one already. */
  readonly dynamodb?: DynamoDBClient;
}

/** The variables that every function needs. */
export const COMMON_VARIABLES = ['PLINTH_REGISTRY_TABLE', 'PLINTH_EVENT_BUS', 'PLINTH_NAME_PREFIX'] as const;
type CommonVariables = Record<(typeof COMMON_VARIABLES)[number], string>;

/**
 * Checks the environment variables as a whole: one error names all that are missing. Of names with `|` between them
 * one is enough.
 */
export function requireVariables<Name extends string>(
  env: Variables,
  names: readonly Name[],
): Record<Name, string> {
  const missing = names.filter((name) => !name.split('|').some((one) => env[one]));
  if (missing.length > 0)
    throw new Error(`Set the environment variables ${missing.join(', ').replaceAll('|', ' or ')}.`);
  return Object.fromEntries(names.map((name) => [name, env[name]])) as Record<Name, string>;
}

export function runtimeFromEnvironment(env: Variables, options: RuntimeOptions = {}): Runtime {
  const { also = [], dynamodb = new DynamoDBClient(QUIET) } = options;
  const variables = requireVariables<string>(env, [...COMMON_VARIABLES, ...also]) as CommonVariables;
  return {
    clock: systemClock,
    logger: new Logger({ serviceName: 'plinth' }),
    registry: new Registry(documentClient(dynamodb), variables.PLINTH_REGISTRY_TABLE),
    clients: createClients(),
    events: createEvents({
      client: new EventBridgeClient(QUIET),
      busName: variables.PLINTH_EVENT_BUS,
      clock: systemClock,
    }),
    namePrefix: parseNamePrefix(variables.PLINTH_NAME_PREFIX),
  };
}

export function lookingRuntimeFromEnvironment(env: Variables): LookingRuntime {
  return {
    ...runtimeFromEnvironment(env, { also: ['PLINTH_MIGRATIONS_FOLDER'] }),
    migrations: { folder: env.PLINTH_MIGRATIONS_FOLDER as string },
  };
}

/** PLINTH_DATABASE_CA (a PEM file) may replace the authorities of Amazon RDS. */
export function migrateRuntimeFromEnvironment(env: Variables): MigrateRuntime {
  return {
    ...runtimeFromEnvironment(env, { also: ['PLINTH_MIGRATIONS_FOLDER'] }),
    migrations: {
      folder: env.PLINTH_MIGRATIONS_FOLDER as string,
      databaseCa: env.PLINTH_DATABASE_CA ? readFileSync(env.PLINTH_DATABASE_CA, 'utf8') : undefined,
    },
  };
}

/** Undefined members are left out, so that records can be written as they are. */
export function documentClient(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
