/** The operations of openapi.yaml, as API Gateway names them in a proxy event. */
export const ROUTES = [
  { method: 'POST', resource: '/v1/projects/{project}/environments', operation: 'createEnvironment' },
  { method: 'GET', resource: '/v1/projects/{project}/environments', operation: 'listEnvironments' },
  {
    method: 'GET',
    resource: '/v1/projects/{project}/environments/{environment}',
    operation: 'getEnvironment',
  },
  {
    method: 'DELETE',
    resource: '/v1/projects/{project}/environments/{environment}',
    operation: 'deleteEnvironment',
  },
  {
    method: 'GET',
    resource: '/v1/projects/{project}/environments/{environment}/outputs',
    operation: 'getOutputs',
  },
  { method: 'GET', resource: '/v1/projects/{project}/operations', operation: 'listOperations' },
  { method: 'GET', resource: '/v1/projects/{project}/operations/{operationId}', operation: 'getOperation' },
  { method: 'GET', resource: '/v1/presets', operation: 'listPresets' },
  { method: 'GET', resource: '/v1/health', operation: 'getHealth' },
] as const;

export type ApiOperation = (typeof ROUTES)[number]['operation'];
