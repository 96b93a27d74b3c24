import type { FunctionKey } from '../keys.ts';

interface Route {
  readonly method: string;
  readonly resource: string;
  readonly operation: string;
  /** As `x-plinth-function` in openapi.yaml says. @default api */
  readonly function?: FunctionKey;
  /** Query parameters, as openapi.yaml has them. @default none */
  readonly query?: readonly string[];
}

/** The operations of openapi.yaml, as API Gateway names them in a proxy event. */
export const ROUTES = [
  {
    method: 'POST',
    resource: '/v1/projects/{project}/environments',
    operation: 'createEnvironment',
    query: ['dryRun', 'planId'],
  },
  {
    method: 'GET',
    resource: '/v1/projects/{project}/environments',
    operation: 'listEnvironments',
    query: ['limit', 'nextToken'],
  },
  {
    method: 'GET',
    resource: '/v1/projects/{project}/environments/{environment}',
    operation: 'getEnvironment',
  },
  {
    method: 'DELETE',
    resource: '/v1/projects/{project}/environments/{environment}',
    operation: 'deleteEnvironment',
    query: ['dryRun', 'planId', 'finalSnapshot'],
  },
  {
    method: 'PATCH',
    resource: '/v1/projects/{project}/environments/{environment}',
    operation: 'updateEnvironment',
    query: ['dryRun', 'planId', 'allowReplacement'],
  },
  {
    method: 'GET',
    resource: '/v1/projects/{project}/environments/{environment}/drift',
    operation: 'getDrift',
  },
  {
    method: 'POST',
    resource: '/v1/projects/{project}/environments/{environment}/reconcile',
    operation: 'reconcileEnvironment',
    query: ['dryRun', 'planId', 'allowReplacement'],
  },
  {
    method: 'GET',
    resource: '/v1/projects/{project}/environments/{environment}/audit',
    operation: 'listAudit',
    query: ['limit', 'nextToken'],
  },
  {
    method: 'GET',
    resource: '/v1/projects/{project}/environments/{environment}/outputs',
    operation: 'getOutputs',
    query: ['format'],
  },
  {
    method: 'GET',
    resource: '/v1/projects/{project}/operations',
    operation: 'listOperations',
    query: ['environment', 'limit', 'nextToken'],
  },
  { method: 'GET', resource: '/v1/projects/{project}/operations/{operationId}', operation: 'getOperation' },
  {
    method: 'POST',
    resource: '/v1/projects/{project}/operations/{operationId}/retry',
    operation: 'retryOperation',
  },
  {
    method: 'POST',
    resource: '/v1/projects/{project}/operations/{operationId}/cancel',
    operation: 'cancelOperation',
  },
  { method: 'GET', resource: '/v1/orphans', operation: 'listOrphans', function: 'orphans' },
  { method: 'DELETE', resource: '/v1/orphans/{orphanId}', operation: 'deleteOrphan', function: 'orphans' },
  { method: 'GET', resource: '/v1/presets', operation: 'listPresets' },
  { method: 'GET', resource: '/v1/health', operation: 'getHealth' },
] as const satisfies readonly Route[];

export type ApiOperation = (typeof ROUTES)[number]['operation'];

/** Those of a function of its own, which may delete what it lists. */
export type OrphansOperation = Extract<(typeof ROUTES)[number], { function: 'orphans' }>['operation'];

/** Which function answers a route. */
export function functionOf(route: Route): FunctionKey {
  return route.function ?? 'api';
}

/** The names of the query parameters that a route knows. */
export function queryOf({ query = [] }: Route): readonly string[] {
  return query;
}
