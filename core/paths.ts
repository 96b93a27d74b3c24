/** Paths of the API, relative to its root. */
export const paths = {
  environment: (project: string, environment: string) =>
    `/v1/projects/${project}/environments/${environment}`,
  operation: (project: string, operationId: string) => `/v1/projects/${project}/operations/${operationId}`,
};
