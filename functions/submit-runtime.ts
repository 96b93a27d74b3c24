import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { parseLandingZones } from '../core/landing-zones.ts';
import type { LandingZone } from '../core/spec.ts';
import { QUIET } from './clients.ts';
import type { Workflow } from './executions.ts';
import {
  COMMON_VARIABLES,
  type Runtime,
  type RuntimeOptions,
  requireVariables,
  runtimeFromEnvironment,
  type Variables,
} from './runtime.ts';

/** For the functions that take requests in: the API, the EventBridge intake, the Service Catalog product. */
export interface SubmitRuntime extends Runtime {
  readonly workflow: Workflow;
  readonly idempotency: { readonly client: DynamoDBClient; readonly tableName: string };
  readonly landingZones: readonly LandingZone[];
  readonly migrations: { readonly folder: string };
}

/** The variables of a function that starts workflows. */
export const WORKFLOW_VARIABLES = [
  'PLINTH_STATE_MACHINE_ARN',
  'PLINTH_UPDATE_STATE_MACHINE_ARN',
  'PLINTH_DELETE_STATE_MACHINE_ARN',
] as const;

export function workflowOf(variables: Record<(typeof WORKFLOW_VARIABLES)[number], string>): Workflow {
  return {
    client: new SFNClient(QUIET),
    stateMachineArns: {
      provision: variables.PLINTH_STATE_MACHINE_ARN,
      update: variables.PLINTH_UPDATE_STATE_MACHINE_ARN,
      delete: variables.PLINTH_DELETE_STATE_MACHINE_ARN,
    },
  };
}

/**
 * Landing zones come as JSON, or as the name of a file beside the bundle: all variables of a function together may
 * have 4 KB (Lambda quotas).
 */
export const SUBMIT_VARIABLES = [
  ...COMMON_VARIABLES,
  'PLINTH_IDEMPOTENCY_TABLE',
  ...WORKFLOW_VARIABLES,
  'PLINTH_LANDING_ZONES|PLINTH_LANDING_ZONES_FILE',
  'PLINTH_MIGRATIONS_FOLDER',
] as const;
type SubmitVariables = Record<(typeof SUBMIT_VARIABLES)[number], string>;

/** @throws Error naming what is missing, or what is wrong with the landing zones and where. */
export function submitRuntimeFromEnvironment(
  env: Variables,
  { also = [] }: Pick<RuntimeOptions, 'also'> = {},
): SubmitRuntime {
  const variables = requireVariables<string>(env, [...SUBMIT_VARIABLES, ...also]) as SubmitVariables;
  const dynamodb = new DynamoDBClient(QUIET);
  return {
    ...runtimeFromEnvironment(env, { dynamodb }),
    workflow: workflowOf(variables),
    idempotency: { client: dynamodb, tableName: variables.PLINTH_IDEMPOTENCY_TABLE },
    landingZones: landingZones(env),
    migrations: { folder: variables.PLINTH_MIGRATIONS_FOLDER },
  };
}

function landingZones({ PLINTH_LANDING_ZONES: text, PLINTH_LANDING_ZONES_FILE: file }: Variables) {
  if (text) return parseLandingZones(text, 'PLINTH_LANDING_ZONES');
  return parseLandingZones(readFileSync(file ?? '', 'utf8'), file ?? '');
}
