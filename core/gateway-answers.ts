import { PROBLEMS, type ProblemName } from './problem.ts';

/**
 * What API Gateway answers itself, before or instead of the function: the same catalogue of problems, in its words.
 * Source of the response types: API Gateway developer guide, "Gateway response types".
 */
export interface GatewayAnswer {
  readonly responseType: string;
  readonly problem: ProblemName;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** It is decided before anything is looked up, so it is the same whether an environment exists or not. */
export const ACCESS_DENIED: GatewayAnswer = {
  responseType: 'ACCESS_DENIED',
  problem: 'forbidden',
  detail: 'The caller may not do this. Ask the owner of the project for execute-api:Invoke on this path.',
};

/** API Gateway answers the same for a path or method that it does not have. */
export const UNSIGNED: GatewayAnswer = {
  responseType: 'MISSING_AUTHENTICATION_TOKEN',
  problem: 'forbidden',
  detail:
    'The request has no AWS signature, or nothing is at this path and method. Sign it with Signature Version 4 for the service execute-api; the paths are in openapi.yaml.',
};

/** Also an access key that AWS does not know. */
export const BAD_SIGNATURE: GatewayAnswer = {
  responseType: 'INVALID_SIGNATURE',
  problem: 'forbidden',
  detail:
    'The AWS signature is not valid. Sign the request as it is sent, with current credentials and a right clock, for the service execute-api and the region of the API.',
};

const EXPIRED: GatewayAnswer = {
  responseType: 'EXPIRED_TOKEN',
  problem: 'forbidden',
  detail: 'The session of the credentials has ended. Get new ones and sign the request again.',
};

/** The validator's text goes to the caller only. It quotes what was sent, so no log has it. */
const BAD_BODY: GatewayAnswer = {
  responseType: 'BAD_REQUEST_BODY',
  problem: 'validation',
  detail: 'The body does not fit openapi.yaml: $context.error.validationErrorString',
};

const BAD_PARAMETERS: GatewayAnswer = {
  responseType: 'BAD_REQUEST_PARAMETERS',
  problem: 'validation',
  detail: 'A parameter that openapi.yaml requires is missing: $context.error.validationErrorString',
};

const THROTTLED = 'Too many requests. Try again in a second, and less often.';
const UNAVAILABLE = 'The function behind the API does not answer. Try again in 5 seconds.';
const INTERNAL =
  'Something went wrong inside Plinth. Try again; if it stays, give the instance to the platform team.';

/**
 * One for each response type that these methods can end in. Not among them: authorizers and API keys, which the API
 * does not use, and REQUEST_TOO_LARGE, whose answer API Gateway does not let anybody change. DEFAULT_4XX and
 * DEFAULT_5XX are for what AWS adds later: their status is fixed, because a template cannot name the real one.
 */
export const GATEWAY_ANSWERS: readonly GatewayAnswer[] = [
  ACCESS_DENIED,
  UNSIGNED,
  BAD_SIGNATURE,
  EXPIRED,
  BAD_BODY,
  BAD_PARAMETERS,
  { responseType: 'WAF_FILTERED', problem: 'forbidden', detail: 'A rule of the web firewall refuses this.' },
  { responseType: 'RESOURCE_NOT_FOUND', problem: 'not-found', detail: 'The paths are in openapi.yaml.' },
  {
    responseType: 'UNSUPPORTED_MEDIA_TYPE',
    problem: 'unsupported-media-type',
    detail: 'Send JSON as application/json.',
  },
  {
    responseType: 'THROTTLED',
    problem: 'too-many-requests',
    detail: THROTTLED,
    headers: { 'Retry-After': '1' },
  },
  {
    responseType: 'QUOTA_EXCEEDED',
    problem: 'too-many-requests',
    detail: THROTTLED,
    headers: { 'Retry-After': '1' },
  },
  ...['INTEGRATION_FAILURE', 'INTEGRATION_TIMEOUT'].map(
    (responseType): GatewayAnswer => ({
      responseType,
      problem: 'unavailable',
      detail: UNAVAILABLE,
      headers: { 'Retry-After': '5' },
    }),
  ),
  { responseType: 'API_CONFIGURATION_ERROR', problem: 'internal', detail: INTERNAL },
  {
    responseType: 'DEFAULT_4XX',
    problem: 'validation',
    detail: 'API Gateway refuses the request: $context.error.responseType',
  },
  { responseType: 'DEFAULT_5XX', problem: 'internal', detail: INTERNAL },
];

/** The problem document as a template of API Gateway, which puts the variables in as they are. */
export function problemTemplate({ problem, detail }: GatewayAnswer): string {
  const { status, title } = PROBLEMS[problem];
  const type = `urn:plinth:problem:${problem}`;
  return JSON.stringify({ type, title, status, detail, instance: 'urn:plinth:request:$context.requestId' });
}
