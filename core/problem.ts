import { OutcomeUnknown, PlinthError, Throttled } from './errors.ts';
import type { Problem, ProblemItem } from './generated/api.ts';

export type { Problem, ProblemItem } from './generated/api.ts';

/** The kinds of problem that the API answers. Names are stable: the type is `urn:plinth:problem:<name>`. */
export const PROBLEMS = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  validation: { status: 400, title: 'The request is not valid' },
  'secret-in-request': { status: 400, title: 'The request holds a secret' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'environment-exists': { status: 409, title: 'The environment exists' },
  'name-taken': { status: 409, title: 'The name is taken by something that is not ours' },
  'in-use': { status: 409, title: 'Something else uses it' },
  'deletion-protected': { status: 409, title: 'The environment is protected from deletion' },
  'operation-in-progress': { status: 409, title: 'Another operation is at work on the environment' },
  'operation-ended': { status: 409, title: 'The operation has ended' },
  'operation-replaced': { status: 409, title: 'Another operation has followed this one' },
  'plan-outdated': { status: 409, title: 'The plan does not hold any more' },
  'replacement-needed': { status: 409, title: 'The change would replace or delete something with its data' },
  'limit-exceeded': { status: 403, title: 'The project is at its limit' },
  'not-ready': { status: 409, title: 'The environment is not ready' },
  'idempotency-in-flight': { status: 409, title: 'The same request is being handled' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'environment-too-large': { status: 413, title: 'The environment is too large' },
  'unsupported-media-type': { status: 415, title: 'The body has the wrong media type' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used before' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Not available now' },
} as const;

export type ProblemName = keyof typeof PROBLEMS;

/** As many items as an answer lists; the rest is counted. */
const MAX_ITEMS = 50;
const RETRY_AFTER_SECONDS = 5;

/** An answer that is not a success, as RFC 9457 describes it. `message` is the `detail` that the caller reads. */
export class ProblemError extends PlinthError {
  override readonly name = 'ProblemError';
  readonly problem: ProblemName;
  readonly errors: readonly ProblemItem[];
  /** Such as Retry-After or Location. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    problem: ProblemName,
    detail: string,
    options: {
      errors?: readonly ProblemItem[];
      headers?: Readonly<Record<string, string>>;
      cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: options.cause });
    this.problem = problem;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return PROBLEMS[this.problem].status;
  }

  get type(): string {
    return `urn:plinth:problem:${this.problem}`;
  }

  get title(): string {
    return PROBLEMS[this.problem].title;
  }
}

/** One problem for everything that is wrong with a request. */
export function validationProblem(
  errors: readonly ProblemItem[],
  name: ProblemName = 'validation',
): ProblemError {
  const listed = errors.slice(0, MAX_ITEMS);
  const more = errors.length - listed.length;
  const details = listed.slice(0, 3).map((error) => error.detail);
  const rest = errors.length - details.length;
  if (rest > 0)
    details.push(`And ${rest} more${more > 0 ? `, of which ${listed.length - 3} are listed` : ''}.`);
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  return new ProblemError(name, `The request has ${count}. ${details.join(' ')}`, { errors: listed });
}

/** Any error as a problem. What was not raised for the caller to read is not shown to them. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof Throttled || error instanceof OutcomeUnknown)
    return new ProblemError(
      'unavailable',
      `A service that Plinth needs does not answer. Try again in ${RETRY_AFTER_SECONDS} seconds.`,
      { headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) }, cause: error },
    );
  return new ProblemError(
    'internal',
    'Something went wrong inside Plinth. Try again; if it stays, give the instance to the platform team.',
    { cause: error },
  );
}

export interface ProblemResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The answer for an error, in the form that a Lambda behind API Gateway returns.
 * @param instance URI reference of this occurrence, such as `urn:plinth:request:<request id>`.
 */
export function problemResponse(error: unknown, instance?: string): ProblemResponse {
  const problem = toProblem(error);
  return {
    statusCode: problem.status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...problem.headers },
    body: JSON.stringify(problemDocument(problem, instance)),
  };
}

/** The problem as JSON, for an answer or an event. */
export function problemDocument(problem: ProblemError, instance?: string): Problem {
  return {
    type: problem.type,
    title: problem.title,
    status: problem.status,
    detail: problem.message,
    ...(instance === undefined ? {} : { instance }),
    ...(problem.errors.length === 0 ? {} : { errors: [...problem.errors] }),
  };
}
