import { EVENT_VERSION } from '../../core/events.ts';
import { parseParameters } from '../../core/parameters.ts';
import { ProblemError, type ProblemItem, validationProblem } from '../../core/problem.ts';
import { shorten } from '../../core/request/pointer.ts';
import { type EnvironmentRequest, parseRequest } from '../../core/request.ts';

/** What an `Environment Requested` event asks for. */
export interface RequestedDetail {
  readonly project: string;
  readonly request: EnvironmentRequest;
}

const FIELDS = ['version', 'project', 'request'];
const SHAPE = 'Send {"version": "1", "project": "shop", "request": {"environment": "dev"}}.';

/**
 * The detail of an `Environment Requested` event; `schemas/events/environment-requested.json` describes it.
 * @throws ProblemError with pointers into the detail. None repeats a value.
 */
export function parseDetail(detail: unknown): RequestedDetail {
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail))
    throw new ProblemError('validation', `The detail of the event is not an object. ${SHAPE}`);
  const { version, project, request } = detail as Record<string, unknown>;
  // First of all: what another version means is not known here.
  if (version !== EVENT_VERSION)
    throw validationProblem([
      {
        pointer: '#/version',
        detail: `version must be "${EVENT_VERSION}", the only version of the detail that is known here. ${SHAPE}`,
      },
    ]);
  const items = [...unknownFields(detail), ...wrongProject(project)];
  const parsed = collect(items, () => parseRequest(request));
  if (items.length > 0 || !parsed) throw validationProblem(items);
  return { project: String(project), request: parsed };
}

/** The names of the detail as far as they can be told, for a refusal: what is not a name is not repeated. */
export function subjectOf(detail: unknown): { project: string | null; environment: string | null } {
  const { project, request } = (detail ?? {}) as Record<string, unknown>;
  const { environment } = (request ?? {}) as Record<string, unknown>;
  return { project: nameOrNull('project', project), environment: nameOrNull('environment', environment) };
}

function nameOrNull(name: 'project' | 'environment', value: unknown): string | null {
  if (typeof value !== 'string') return null;
  try {
    parseParameters({ [name]: value });
    return value;
  } catch {
    return null;
  }
}

function unknownFields(detail: object): ProblemItem[] {
  return Object.keys(detail)
    .filter((name) => !FIELDS.includes(name))
    .map((name) => ({
      pointer: `#/${encodeURIComponent(shorten(name))}`,
      detail: `The detail has no field ${shorten(name)}. Its fields are ${FIELDS.join(', ')}.`,
    }));
}

function wrongProject(project: unknown): ProblemItem[] {
  if (typeof project !== 'string')
    return [{ pointer: '#/project', detail: `project must be a string. ${SHAPE}` }];
  const items: ProblemItem[] = [];
  collect(items, () => parseParameters({ project }), '#/project');
  return items;
}

/** Adds what is wrong to `items`; a problem that is not about fields goes on as it is. */
function collect<T>(items: ProblemItem[], parse: () => T, pointer?: string): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.problem !== 'validation') throw within(error);
    items.push(...error.errors.map((item) => ({ pointer: pointer ?? deeper(item), detail: item.detail })));
    return undefined;
  }
}

/** A problem of the request, as one of the detail that holds it. */
export function within(error: ProblemError): ProblemError {
  const errors = error.errors.map((item) => (item.pointer ? { ...item, pointer: deeper(item) } : item));
  return new ProblemError(error.problem, error.message, { errors, headers: error.headers, cause: error });
}

function deeper({ pointer = '#' }: ProblemItem): string {
  return `#/request${pointer.slice(1)}`;
}
