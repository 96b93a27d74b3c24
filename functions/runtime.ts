import { readFileSync } from 'node:fs';
import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Clock, systemClock } from '../core/clock.ts';
import { parseNamePrefix } from '../core/naming.ts';
import { Registry } from '../core/registry.ts';
import type { Clients } from '../core/tier.ts';
import { createClients, QUIET } from './clients.ts';

/** What every function works with. On AWS it comes from the environment variables, once per cold start. */
export interface Runtime {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: Registry;
  /** For the tiers' calls: AWS, the local cloud, or another endpoint. */
  readonly clients: Clients;
  /** Name of the bus that events go to. */
  readonly eventBusName: string;
  /** What the names of all resources begin with, such as `plinth-`; the functions' permissions are limited to it. */
  readonly namePrefix: string;
}

/** For the function that migrates schemas. */
export interface MigrateRuntime extends Runtime {
  readonly migrations: {
    readonly folder: string;
    /** PEM bundle that signed the database's certificate; undefined: the one of Amazon RDS. */
    readonly databaseCa: string | undefined;
  };
}

/** For the functions that talk to a waiting CloudFormation stack. */
export interface CallbackRuntime extends Runtime {
  /** KMS key that the addresses of waiting stacks are encrypted with. */
  readonly callbackKeyArn: string;
}

export type Variables = Readonly<Record<string, string | undefined>>;

/** The variables that every function needs. */
export const COMMON_VARIABLES = ['PLINTH_REGISTRY_TABLE', 'PLINTH_EVENT_BUS', 'PLINTH_NAME_PREFIX'] as const;

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

/** @param dynamodb Made here unless the function has one already. */
export function runtimeFromEnvironment(env: Variables, dynamodb = new DynamoDBClient(QUIET)): Runtime {
  const variables = requireVariables(env, COMMON_VARIABLES);
  return {
    clock: systemClock,
    logger: new Logger({ serviceName: 'plinth' }),
    registry: new Registry(documentClient(dynamodb), variables.PLINTH_REGISTRY_TABLE),
    clients: createClients(),
    eventBusName: variables.PLINTH_EVENT_BUS,
    namePrefix: parseNamePrefix(variables.PLINTH_NAME_PREFIX),
  };
}

/** PLINTH_DATABASE_CA (a PEM file) may replace the authorities of Amazon RDS. */
export function migrateRuntimeFromEnvironment(env: Variables): MigrateRuntime {
  const names = [...COMMON_VARIABLES, 'PLINTH_MIGRATIONS_FOLDER'] as const;
  const variables = requireVariables(env, names);
  return {
    ...runtimeFromEnvironment(env),
    migrations: {
      folder: variables.PLINTH_MIGRATIONS_FOLDER,
      databaseCa: env.PLINTH_DATABASE_CA ? readFileSync(env.PLINTH_DATABASE_CA, 'utf8') : undefined,
    },
  };
}

export function callbackRuntimeFromEnvironment(env: Variables): CallbackRuntime {
  const variables = requireVariables(env, [...COMMON_VARIABLES, 'PLINTH_CALLBACK_KEY_ARN'] as const);
  return { ...runtimeFromEnvironment(env), callbackKeyArn: variables.PLINTH_CALLBACK_KEY_ARN };
}

/** Undefined members are left out, so that records can be written as they are. */
export function documentClient(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
