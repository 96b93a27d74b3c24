import type { APIGatewayProxyResult } from 'aws-lambda';
import { leavesSnapshots, protections } from '../../core/delete.ts';
import type { Finding, Plan } from '../../core/generated/api.ts';
import type { OperationOptions } from '../../core/operations.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { type EnvironmentRequest, fingerprint } from '../../core/request.ts';
import type { Desired } from '../../core/spec.ts';
import type { PlanOptions } from '../../core/tier.ts';
import { type PreparedChange, prepareReconcile } from '../../core/update.ts';
import { isAtWork } from '../../core/workflow.ts';
import { previewCreate, previewDelete, previewUpdate } from '../preview.ts';
import {
  changeDependencies,
  environmentExists,
  operationInProgress,
  prepareAllowedUpdate,
} from '../submit.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { type ApiCall, json, noEnvironment } from './app.ts';

/** POST …/environments?dryRun=true. A name that is taken by another request is refused like the request itself. */
export async function planCreate(
  runtime: SubmitRuntime,
  { project }: ApiCall,
  request: EnvironmentRequest,
): Promise<APIGatewayProxyResult> {
  const existing = await runtime.registry.getEnvironment(project, request.environment);
  if (existing && (existing.status === 'deleting' || existing.fingerprint !== fingerprint(request)))
    throw environmentExists(existing);
  return json(200, await previewCreate(runtime, { project, request, previous: previousOf(existing) }));
}

/** As `submit` goes on with it, so that the plan of the request has the same id. */
function previousOf(existing: EnvironmentRecord | null): Desired | null {
  return existing?.status === 'failed' || existing?.status === 'blocked' ? existing.desired : null;
}

/** PATCH …/environments/{environment}?dryRun=true. */
export function planUpdate(
  runtime: SubmitRuntime,
  call: ApiCall,
  patch: unknown,
): Promise<APIGatewayProxyResult> {
  const { project, allowReplacement } = call;
  const dependencies = changeDependencies(runtime, { project, options: { allowReplacement } });
  return planChange(runtime, call, (environment) =>
    prepareAllowedUpdate(runtime, environment, patch, dependencies),
  );
}

/** POST …/reconcile?dryRun=true. */
export function planReconcile(runtime: SubmitRuntime, call: ApiCall): Promise<APIGatewayProxyResult> {
  return planChange(runtime, call, prepareReconcile);
}

async function planChange(
  runtime: SubmitRuntime,
  call: ApiCall,
  prepare: (environment: EnvironmentRecord) => Promise<PreparedChange> | PreparedChange,
): Promise<APIGatewayProxyResult> {
  const environment = await idle(runtime, call);
  const { allowReplacement } = call;
  const prepared = await prepare(environment);
  const plan = await previewUpdate(runtime, environment, prepared, { allowReplacement });
  return json(200, prepared.changes ? plan : withoutActions(plan));
}

/** A patch that changes nothing starts nothing, whatever has drifted meanwhile: that is for a reconcile. */
function withoutActions(plan: Plan): Plan {
  const tiers = plan.tiers.map(({ tier }) => ({ tier, actions: [] }));
  const expected = { ...plan.expected, p50Seconds: 0, p90Seconds: 0 };
  return { ...plan, possible: true, findings: [], tiers, expected };
}

/** DELETE …/environments/{environment}?dryRun=true. */
export async function planDelete(runtime: SubmitRuntime, call: ApiCall): Promise<APIGatewayProxyResult> {
  const environment = await runtime.registry.getEnvironment(call.project, call.environment);
  if (!environment) throw noEnvironment(call);
  // What the delete itself would be refused for. A create it would stop.
  if (environment.status === 'updating') await idle(runtime, call);
  const finalSnapshots = leavesSnapshots(environment, call.finalSnapshots);
  const options = planOptions(environment, { finalSnapshots });
  const plan = await previewDelete(runtime, environment, options);
  return json(200, withFindings(plan, protections(environment).map(isProtected)));
}

/** How the plans of a delete are made, for its preview and its operation alike. */
export function planOptions({ readyAt }: EnvironmentRecord, options: OperationOptions): PlanOptions {
  return { discard: readyAt === null, finalSnapshots: options.finalSnapshots ?? true };
}

function isProtected(field: string): Finding {
  return {
    severity: 'error',
    code: 'protected',
    detail: `${field} is true. Turn it off with a PATCH of its own; then the environment can be deleted.`,
    pointer: `#/${field.replace('.', '/')}`,
  };
}

/** Each resource that is protected says so too, and to turn that off in AWS: here the patch does it. */
function withFindings(plan: Plan, findings: readonly Finding[]): Plan {
  if (findings.length === 0) return plan;
  const others = plan.findings.filter(({ code }) => code !== 'unusable');
  return { ...plan, possible: false, findings: [...findings, ...others] };
}

/** The environment, while nothing is at work on it: a plan of what is changing holds for nobody. */
async function idle({ registry }: SubmitRuntime, call: ApiCall): Promise<EnvironmentRecord> {
  const environment = await registry.getEnvironment(call.project, call.environment);
  if (!environment) throw noEnvironment(call);
  if (!isAtWork(environment)) return environment;
  const operation = await registry.getOperation(call.project, environment.operationId);
  throw operationInProgress(operation ?? { ...environment, kind: 'update' });
}
