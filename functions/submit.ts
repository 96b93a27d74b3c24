import {
  type CancelResult,
  type ControlRequest,
  cancelOperation,
  type RetryResult,
  retryOperation,
} from '../core/control.ts';
import { type Deletion, type DeletionResult, protections } from '../core/delete.ts';
import { expiryOf } from '../core/expiry.ts';
import { areCounted, checkChangedExpiry } from '../core/limits.ts';
import type { Door, OperationRecord } from '../core/operations.ts';
import { paths } from '../core/paths.ts';
import { ProblemError } from '../core/problem.ts';
import type { EnvironmentRecord } from '../core/registry.ts';
import { fieldNames } from '../core/request/field-names.ts';
import { type EnvironmentRequest, fingerprint } from '../core/request.ts';
import { type SubmitResult, submit } from '../core/submit.ts';
import {
  type Change,
  type ChangeDependencies,
  type ChangeResult,
  type PreparedChange,
  prepareReconcile,
  prepareUpdate,
  submitChange,
} from '../core/update.ts';
import { audited } from './audited.ts';
import { createExecutions } from './executions.ts';
import { submitDeletionUnseen } from './submit-deletion.ts';
import type { SubmitRuntime } from './submit-runtime.ts';

/** A request that has been parsed, whichever door it came through. */
export interface DoorRequest {
  readonly project: string;
  readonly request: EnvironmentRequest;
  /** Who asked, for the record: an ARN, `event:<source>:<account>`, `catalog:<stack>`. */
  readonly requestedBy: string;
  readonly door: Door;
  /** The plan that the caller has seen. */
  readonly planId?: string | undefined;
}

/** What all three doors do once they know what is asked for. Nothing else starts a workflow. */
export function submitRequest(runtime: SubmitRuntime, asked: DoorRequest): Promise<SubmitResult> {
  const { project, request, requestedBy: who, door } = asked;
  const { environment } = request;
  const detail = fieldNames(request);
  return audited(runtime, { project, environment, who, door, what: 'create', detail }, () =>
    create(runtime, asked),
  );
}

function create(
  runtime: SubmitRuntime,
  { project, request, requestedBy, door, planId }: DoorRequest,
): Promise<SubmitResult> {
  const { registry, clock, workflow } = runtime;
  return submit(
    {
      project,
      environment: request.environment,
      request,
      fingerprint: fingerprint(request),
      requestedBy,
      door,
      options: { onFailure: request.onFailure ?? 'keep' },
      expiresAt: (nowMs) => expiryOf(request.expiresAfter, nowMs),
    },
    {
      registry,
      clock,
      executions: createExecutions(workflow),
      // Loaded when there is something to look for: a repeat, a conflict or a deletion needs no tier.
      resolve: async (previous) => {
        const { checkCreate } = await import('./preflight.ts');
        return checkCreate(runtime, { project, request, previous, planId });
      },
      ...(areCounted(runtime.limits, project) && {
        guard: async (record, existing) =>
          (await import('./limits.ts')).guardCreate(runtime, record, existing),
      }),
    },
  );
}

/** The same for a deletion. */
export function submitDeletionRequest(
  runtime: SubmitRuntime,
  deletion: Deletion & { readonly planId?: string | undefined },
): Promise<DeletionResult> {
  const { planId, ...rest } = deletion;
  return submitDeletionUnseen(runtime, rest, async (environment, { finalSnapshots = true }) => {
    if (planId === undefined) return;
    const options = { discard: environment.readyAt === null, finalSnapshots };
    await (await import('./preflight.ts')).checkDelete(runtime, { environment, options, planId });
  });
}

/** A change of an environment, with what it was asked with. */
export interface ChangeRequest extends Change {
  readonly planId?: string | undefined;
}

/** The same for a merge patch. */
export function submitUpdateRequest(
  runtime: SubmitRuntime,
  change: ChangeRequest,
  patch: unknown,
): Promise<ChangeResult> {
  const dependencies = changeDependencies(runtime, change);
  const prepare = (environment: EnvironmentRecord) =>
    prepareAllowedUpdate(runtime, environment, patch, dependencies);
  return auditedChange(runtime, change, 'update', fieldNames(patch), () =>
    submitChange(change, prepare, dependencies),
  );
}

/** `prepareUpdate`, and what is written down without a workflow is allowed too: another expiry. @throws ProblemError */
export async function prepareAllowedUpdate(
  { limits }: Pick<SubmitRuntime, 'limits'>,
  environment: EnvironmentRecord,
  patch: unknown,
  dependencies: Pick<ChangeDependencies, 'resolve' | 'clock'>,
): Promise<PreparedChange> {
  const prepared = await prepareUpdate(environment, patch, dependencies);
  checkChangedExpiry(limits, prepared);
  return prepared;
}

/** The same for a change that no merge patch can say. The edited request is checked like a new one. */
export function submitEdit(
  runtime: SubmitRuntime,
  change: ChangeRequest,
  edit: (request: EnvironmentRequest) => EnvironmentRequest,
): Promise<ChangeResult> {
  const dependencies = changeDependencies(runtime, change);
  const prepare = (environment: EnvironmentRecord) => {
    const { request } = environment;
    const edited = request ? { ...environment, request: edit(request) } : environment;
    return prepareAllowedUpdate(runtime, edited, {}, dependencies);
  };
  return auditedChange(runtime, change, 'update', null, () => submitChange(change, prepare, dependencies));
}

/** The same for the repair of what has drifted. */
export function submitReconcileRequest(runtime: SubmitRuntime, change: ChangeRequest): Promise<ChangeResult> {
  return auditedChange(runtime, change, 'reconcile', null, () =>
    submitChange(change, prepareReconcile, changeDependencies(runtime, change)),
  );
}

function auditedChange(
  runtime: SubmitRuntime,
  { project, environment, requestedBy: who, door, options }: ChangeRequest,
  what: 'update' | 'reconcile',
  fields: string | null,
  work: () => Promise<ChangeResult>,
): Promise<ChangeResult> {
  const also = options?.allowReplacement ? 'with allowReplacement' : null;
  const detail = [fields, also].filter((text) => text !== null).join(', ') || null;
  return audited(runtime, { project, environment, who, door, what, detail }, work);
}

export function changeDependencies(
  runtime: SubmitRuntime,
  { project, options, planId }: Pick<ChangeRequest, 'project' | 'options' | 'planId'>,
): ChangeDependencies {
  const { registry, clock, workflow } = runtime;
  return {
    registry,
    clock,
    executions: createExecutions(workflow),
    resolve: async (request, previous) =>
      (await import('./preflight.ts')).resolve(runtime, { project, request, previous }),
    check: async (prepared: PreparedChange) =>
      (await import('./preflight.ts')).checkChange(runtime, { prepared, options, planId }),
  };
}

export function submitRetry(runtime: SubmitRuntime, request: ControlRequest): Promise<RetryResult> {
  return auditedControl(runtime, request, 'retry', () =>
    retryOperation(request, controlDependencies(runtime)),
  );
}

export function submitCancel(runtime: SubmitRuntime, request: ControlRequest): Promise<CancelResult> {
  return auditedControl(runtime, request, 'cancel', () =>
    cancelOperation(request, controlDependencies(runtime)),
  );
}

/** Of an operation that is not there nobody knows the environment, and nothing is written down. */
async function auditedControl<T extends RetryResult | CancelResult>(
  runtime: SubmitRuntime,
  { project, operationId, requestedBy: who, door }: ControlRequest,
  what: 'retry' | 'cancel',
  work: () => Promise<T>,
): Promise<T> {
  const operation = await runtime.registry.getOperation(project, operationId);
  if (!operation) return work();
  const { environment } = operation;
  const detail = `operation ${operationId}`;
  return audited(runtime, { project, environment, who, door, what, detail }, work);
}

function controlDependencies({ registry, clock, workflow }: SubmitRuntime) {
  return { registry, clock, executions: createExecutions(workflow) };
}

/** The problem behind the outcome `conflict`. */
export function environmentExists(record: EnvironmentRecord): ProblemError {
  const { project, environment, status, operationId } = record;
  const self = paths.environment(project, environment);
  if (status === 'deleting') {
    const operation = paths.operation(project, operationId);
    return new ProblemError(
      'environment-exists',
      `Environment ${environment} of project ${project} is being deleted. Send the request again when that has ended: GET ${operation}.`,
      { headers: { Location: operation } },
    );
  }
  return new ProblemError(
    'environment-exists',
    `Environment ${environment} of project ${project} exists (${status}) and was asked for with another request. Change it with PATCH ${self}, choose another name in the field environment, or see it: GET ${self}.`,
    { headers: { Location: self } },
  );
}

/** The problem behind the outcome `busy`. */
export function operationInProgress({
  project,
  environment,
  operationId,
  kind,
}: Pick<OperationRecord, 'project' | 'environment' | 'operationId' | 'kind'>): ProblemError {
  const operation = paths.operation(project, operationId);
  return new ProblemError(
    'operation-in-progress',
    `Operation ${operationId} (${kind}) is at work on environment ${environment}. Send the request again when it has ended: GET ${operation}. Or stop it: POST ${operation}/cancel.`,
    { headers: { Location: operation, 'Retry-After': '30' } },
  );
}

/** The problem behind the outcome `protected`. */
export function deletionProtected(record: EnvironmentRecord): ProblemError {
  const { project, environment } = record;
  const fields = protections(record);
  const on = fields.length === 1 ? `${fields[0]} is` : `${fields.join(' and ')} are`;
  return new ProblemError(
    'deletion-protected',
    `Environment ${environment} of project ${project} is protected from deletion: ${on} true. Nothing was deleted. ` +
      `Turn deletion protection off first: PATCH ${paths.environment(project, environment)} with ${JSON.stringify(unprotect(fields))}.`,
  );
}

/** The patch that turns these fields off. */
function unprotect(fields: readonly string[]) {
  return Object.fromEntries(fields.map((field) => [field.split('.')[0], { deletionProtection: false }]));
}
