import { readFileSync } from 'node:fs';
import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Clock, systemClock } from '../core/clock.ts';
import { parseLandingZones } from '../core/landing-zones.ts';
import { parseNamePrefix } from '../core/naming.ts';
import { Registry } from '../core/registry.ts';
import type { LandingZone } from '../core/spec.ts';
import type { Clients } from '../core/tier.ts';
import { createClients, QUIET } from './clients.ts';
import { createEvents, type Events } from './publish.ts';

/** Everything a function works with. On AWS it comes from the environment variables, once per cold start. */
export interface Runtime {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: Registry;
  /** For the tiers' calls: AWS, the local cloud, or another endpoint. */
  readonly clients: Clients;
  readonly workflow: {
    readonly client: SFNClient;
    readonly stateMachineArn: string;
    readonly deleteStateMachineArn: string;
  };
  /** Plinth's own events, to its bus. */
  readonly events: Events;
  readonly idempotency: { readonly client: DynamoDBClient; readonly tableName: string };
  readonly landingZones: readonly LandingZone[];
  /** What the names of all resources begin with. */
  readonly namePrefix: string;
  readonly migrations: {
    readonly folder: string;
    /** PEM bundle that signed the database's certificate; undefined: the one of Amazon RDS. */
    readonly databaseCa: string | undefined;
  };
}

/** The variables a function needs. PLINTH_DATABASE_CA (a PEM file) may replace the authorities of Amazon RDS. */
export interface RuntimeEnvironment {
  readonly PLINTH_REGISTRY_TABLE: string;
  /** Name of the event bus. */
  readonly PLINTH_EVENT_BUS: string;
  readonly PLINTH_IDEMPOTENCY_TABLE: string;
  readonly PLINTH_STATE_MACHINE_ARN: string;
  readonly PLINTH_DELETE_STATE_MACHINE_ARN: string;
  /** JSON: the landing zones of this installation. */
  readonly PLINTH_LANDING_ZONES: string;
  /** What the names of all resources begin with, such as `plinth-`; the functions' permissions are limited to it. */
  readonly PLINTH_NAME_PREFIX: string;
  /** Folder with the migration sets, beside the bundle. */
  readonly PLINTH_MIGRATIONS_FOLDER: string;
}

const VARIABLES = [
  'PLINTH_REGISTRY_TABLE',
  'PLINTH_EVENT_BUS',
  'PLINTH_IDEMPOTENCY_TABLE',
  'PLINTH_STATE_MACHINE_ARN',
  'PLINTH_DELETE_STATE_MACHINE_ARN',
  'PLINTH_LANDING_ZONES',
  'PLINTH_NAME_PREFIX',
  'PLINTH_MIGRATIONS_FOLDER',
] as const satisfies readonly (keyof RuntimeEnvironment)[];

/** Checks the environment variables as a whole: one error names all that are missing. */
export function parseEnvironment(env: Readonly<Record<string, string | undefined>>): RuntimeEnvironment {
  const missing = VARIABLES.filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`Set the environment variables ${missing.join(', ')}.`);
  return Object.fromEntries(VARIABLES.map((name) => [name, env[name]])) as unknown as RuntimeEnvironment;
}

export function runtimeFromEnvironment(env: Readonly<Record<string, string | undefined>>): Runtime {
  const variables = parseEnvironment(env);
  const dynamodb = new DynamoDBClient(QUIET);
  return {
    clock: systemClock,
    logger: new Logger({ serviceName: 'plinth' }),
    registry: new Registry(documentClient(dynamodb), variables.PLINTH_REGISTRY_TABLE),
    clients: createClients(),
    workflow: {
      client: new SFNClient(QUIET),
      stateMachineArn: variables.PLINTH_STATE_MACHINE_ARN,
      deleteStateMachineArn: variables.PLINTH_DELETE_STATE_MACHINE_ARN,
    },
    events: createEvents({
      client: new EventBridgeClient(QUIET),
      busName: variables.PLINTH_EVENT_BUS,
      clock: systemClock,
    }),
    idempotency: { client: dynamodb, tableName: variables.PLINTH_IDEMPOTENCY_TABLE },
    namePrefix: parseNamePrefix(variables.PLINTH_NAME_PREFIX),
    landingZones: parseLandingZones(variables.PLINTH_LANDING_ZONES, 'PLINTH_LANDING_ZONES'),
    migrations: {
      folder: variables.PLINTH_MIGRATIONS_FOLDER,
      databaseCa: env.PLINTH_DATABASE_CA ? readFileSync(env.PLINTH_DATABASE_CA, 'utf8') : undefined,
    },
  };
}

/** Undefined members are left out, so that records can be written as they are. */
export function documentClient(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
