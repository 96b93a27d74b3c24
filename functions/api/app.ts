import type { APIGatewayProxyResult } from 'aws-lambda';
import { formatOutputs } from '../../core/formats.ts';
import { paths } from '../../core/paths.ts';
import { listPresets } from '../../core/presets.ts';
import { ProblemError } from '../../core/problem.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { listAudit } from './audit.ts';
import { type Answer, type ApiCall, createHandler, json } from './handler.ts';
import type { ApiOperation, OrphansOperation } from './routes.ts';
import { environmentView, operationView } from './views.ts';

export { type ApiCall, bodyOf, json } from './handler.ts';

const VERSION = '0.1.0';

/** What only changes and looks at AWS need. */
const HEAVY = [
  ...['createEnvironment', 'deleteEnvironment', 'updateEnvironment', 'reconcileEnvironment'],
  ...['retryOperation', 'cancelOperation', 'getDrift'],
] as const satisfies readonly ApiOperation[];

/**
 * What they need is most of the code, such as every tier, to look at what is there. It is loaded with the first one:
 * readers, who come often and to many cold starts, do not wait for it.
 */
function createHeavy(runtime: SubmitRuntime): Record<(typeof HEAVY)[number], Answer> {
  let loaded: Promise<Record<(typeof HEAVY)[number], Answer>> | undefined;
  const load = async () => (await import('./heavy.ts')).createHeavyAnswers(runtime);
  const later =
    (operation: (typeof HEAVY)[number]): Answer =>
    async (call) => {
      loaded ??= load();
      return (await loaded)[operation](call);
    };
  return Object.fromEntries(HEAVY.map((operation) => [operation, later(operation)])) as never;
}

/** The HTTP API behind API Gateway: one route a line. What may delete orphans is another function. */
export function createApi(runtime: SubmitRuntime) {
  const { registry } = runtime;
  const answers: Record<Exclude<ApiOperation, OrphansOperation>, Answer> = {
    ...createHeavy(runtime),
    listEnvironments: async (call) =>
      json(200, page(await registry.listEnvironments(call.project, call), environmentView)),
    getEnvironment: async (call) => json(200, environmentView(await requireEnvironment(call))),
    getOutputs: async (call) => outputs(call),
    listOperations: async (call) =>
      json(200, page(await registry.listOperations(call.project, call, call.filter), operationView)),
    getOperation: async (call) => {
      const operation = await registry.getOperation(call.project, call.operationId);
      if (!operation) throw noOperation(call);
      return json(200, operationView(operation), operation.endedAt ? {} : { 'Retry-After': '2' });
    },
    listAudit: async (call) => json(200, await listAudit(runtime, call)),
    listPresets: async () => json(200, listPresets()),
    getHealth: async () => json(200, { status: 'ok', version: VERSION }),
  };

  async function requireEnvironment(call: ApiCall) {
    const record = await registry.getEnvironment(call.project, call.environment);
    if (record) return record;
    throw noEnvironment(call);
  }

  async function outputs(call: ApiCall): Promise<APIGatewayProxyResult> {
    const record = await requireEnvironment(call);
    if (!record.outputs) throw notReady(record);
    const { contentType, body } = formatOutputs(record.outputs, call.format);
    return { statusCode: 200, headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store' }, body };
  }

  return createHandler(runtime, answers);
}

function notReady({ project, environment, status, operationId }: EnvironmentRecord): ProblemError {
  const operation = paths.operation(project, operationId);
  const advice =
    status === 'creating' || status === 'updating' ? 'Wait for its operation' : 'See what its operation says';
  const missing = status === 'deleting' ? 'has no outputs any more' : 'has no outputs yet';
  return new ProblemError(
    'not-ready',
    `Environment ${environment} is ${status} and ${missing}. ${advice}: GET ${operation}.`,
  );
}

export function noEnvironment({ project, environment }: Pick<ApiCall, 'project' | 'environment'>) {
  return new ProblemError(
    'not-found',
    `Project ${project} has no environment ${environment}. POST it to create it.`,
  );
}

export function noOperation({ project, operationId }: Pick<ApiCall, 'project' | 'operationId'>) {
  return new ProblemError('not-found', `Project ${project} has no operation ${operationId}.`);
}

function page<T, V>(records: { items: readonly T[]; nextToken: string | null }, view: (record: T) => V) {
  return { items: records.items.map(view), nextToken: records.nextToken };
}
