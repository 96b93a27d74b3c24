import type {
  CloudFormationCustomResourceCreateEvent,
  CloudFormationCustomResourceDeleteEvent,
  CloudFormationCustomResourceUpdateEvent,
} from 'aws-lambda';
import { OutcomeUnknown } from '../../core/errors.ts';
import {
  changedParameters,
  HANDLE_PROPERTY,
  type Launch,
  type LaunchParameter,
  parseLaunch,
  withParameters,
} from '../../core/launch.ts';
import { ProblemError, validationProblem } from '../../core/problem.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { type EnvironmentRequest, fingerprint, withDefaults } from '../../core/request.ts';
import {
  deletionProtected,
  environmentExists,
  operationInProgress,
  submitDeletionRequest,
  submitEdit,
  submitRequest,
} from '../submit.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { type Callback, type Callbacks, failureOf, tellEnd } from './callbacks.ts';
import { type Answer, addressOf, namesOf, ownerOf } from './custom-resource.ts';

type Properties = Readonly<Record<string, unknown>>;

/**
 * Accepts the launch and answers at once: the wait condition of the product waits for the end, for which a custom
 * resource's hour may be too short.
 */
export async function create(
  runtime: SubmitRuntime,
  callbacks: Callbacks,
  event: CloudFormationCustomResourceCreateEvent,
): Promise<Answer> {
  const { project, request } = parseLaunch(event.ResourceProperties);
  const callback = waitCondition(callbacks, event.ResourceProperties);
  const result = await submitRequest(runtime, {
    project,
    request,
    requestedBy: ownerOf(event),
    door: 'catalog',
  });
  if (result.outcome === 'conflict') throw environmentExists(result.environment);
  const { operationId } = result.outcome === 'started' ? result.operation : result.environment;
  await tellOrKeep(runtime, callbacks, { project, environment: request.environment, operationId }, callback);
  return { data: { OperationId: operationId } };
}

/**
 * Parameters that have changed become a change of the environment, if this stack made it; like a launch it is answered
 * when it is accepted. What asks for the environment as it is starts nothing: new tags of the stack, a new version of the
 * template, and the rollback of a refused update, in which old and new properties have changed places. The rollback of
 * an update that was accepted is the inverse change.
 */
export async function update(
  runtime: SubmitRuntime,
  callbacks: Callbacks,
  event: CloudFormationCustomResourceUpdateEvent,
): Promise<Answer> {
  const properties = event.ResourceProperties as Properties;
  const old = (event.OldResourceProperties ?? {}) as Properties;
  const { project, request } = parseLaunch(properties);
  const { environment: name } = request;
  const id = event.PhysicalResourceId;
  const names = namesOf(id);
  const environment = names && (await runtime.registry.getEnvironment(names.project, names.environment));
  if (!environment)
    return { reason: `Environment ${id} is not there. Terminate this launch and launch it again.` };
  const fixed = fixedParameters(environment, { project, request });
  if (fixed.length > 0) return { reason: unchangeable(id, fixed) };
  const changed = changedParameters(old, properties);
  const isSame = changed.length === 0 || environment.fingerprint === fingerprint(request);
  const operationId = isSame
    ? environment.operationId
    : await change(runtime, event, environment, (before) => withParameters(before, changed, request));
  if (properties[HANDLE_PROPERTY] !== old[HANDLE_PROPERTY]) {
    const callback = waitCondition(callbacks, properties);
    await tellOrKeep(runtime, callbacks, { project, environment: name, operationId }, callback);
  }
  return { data: { OperationId: operationId } };
}

/** The operation that makes the change, or that made it before. @throws ProblemError */
async function change(
  runtime: SubmitRuntime,
  event: CloudFormationCustomResourceUpdateEvent,
  { project, environment, createdBy }: EnvironmentRecord,
  edit: (request: EnvironmentRequest) => EnvironmentRequest,
): Promise<string> {
  const requestedBy = ownerOf(event);
  if (createdBy !== requestedBy)
    throw new ProblemError(
      'forbidden',
      `Environment ${project}/${environment} was not made by this launch, so this launch cannot change it. Nothing was changed.`,
    );
  const asked = { project, environment, requestedBy, door: 'catalog' } as const;
  const result = await submitEdit(runtime, asked, edit);
  switch (result.outcome) {
    case 'absent':
      throw new OutcomeUnknown(`Environment ${project}/${environment} has just been deleted.`);
    case 'busy':
      throw operationInProgress(result.operation);
    case 'unchanged':
      return result.environment.operationId;
    case 'started':
      return result.operation.operationId;
  }
}

/** What makes an environment another one, and is not as this one has it. */
function fixedParameters(
  { project, environment, desired }: EnvironmentRecord,
  launch: Launch,
): LaunchParameter[] {
  const wanted = withDefaults(launch.request);
  const differs: Partial<Record<LaunchParameter, boolean>> = {
    Project: launch.project !== project,
    Environment: wanted.environment !== environment,
    LandingZone: wanted.landingZone !== desired.landingZone,
    PrimaryRegion: wanted.primaryRegion !== desired.primaryRegion,
  };
  return (Object.keys(differs) as LaunchParameter[]).filter((name) => differs[name]);
}

function unchangeable(id: string, fixed: readonly LaunchParameter[]): string {
  return `Environment ${id} cannot get another ${fixed.join(', ')}: everything would have to be made anew. Nothing was changed. Launch another environment and move the data.`;
}

/**
 * Deletes the environment if this stack made it, and answers when it is gone. Nothing to delete is a success: the
 * launch was refused, or somebody else has deleted it. What another door or another stack made is left alone.
 */
export async function remove(
  runtime: SubmitRuntime,
  callbacks: Callbacks,
  event: CloudFormationCustomResourceDeleteEvent,
): Promise<Answer> {
  const names = namesOf(event.PhysicalResourceId);
  const record = names && (await runtime.registry.getEnvironment(names.project, names.environment));
  if (!names || !record) return {};
  if (record.createdBy !== ownerOf(event)) {
    runtime.logger.info('Not made by this stack, so not deleted', { ...names });
    return {};
  }
  const result = await submitDeletionRequest(runtime, {
    ...names,
    requestedBy: ownerOf(event),
    door: 'catalog',
  });
  switch (result.outcome) {
    case 'absent':
      return {};
    case 'protected':
      return {
        reason: deletionProtected(result.environment).message,
      };
    case 'busy':
      return {
        reason: operationInProgress(result.operation).message,
      };
    default:
      return deletionAnswer(runtime, callbacks, event, { ...names, ...result.operation });
  }
}

/** The operation's end answers; one that has ended already is the answer. */
async function deletionAnswer(
  runtime: SubmitRuntime,
  callbacks: Callbacks,
  event: CloudFormationCustomResourceDeleteEvent,
  { project, operationId }: Names,
): Promise<Answer> {
  const { registry } = runtime;
  const callback: Callback = { kind: 'custom-resource', url: event.ResponseURL, address: addressOf(event) };
  const sealed = await callbacks.seal(operationId, callback);
  if (await registry.addCallback(project, operationId, sealed)) return { later: true };
  const operation = await registry.getOperation(project, operationId);
  if (!operation) throw new OutcomeUnknown(`Operation ${operationId} is not recorded yet.`);
  const reason = failureOf(operation, null);
  return reason === undefined ? {} : { reason };
}

interface Names {
  readonly project: string;
  readonly environment: string;
  readonly operationId: string;
}

/** Either the operation has not ended, and its end finds the callback; or it has, and is told here. Never neither. */
async function tellOrKeep(
  runtime: SubmitRuntime,
  callbacks: Callbacks,
  { project, environment, operationId }: Names,
  callback: Callback,
): Promise<void> {
  const { registry } = runtime;
  const sealed = await callbacks.seal(operationId, callback);
  if (await registry.addCallback(project, operationId, sealed)) return;
  const [operation, record] = await Promise.all([
    registry.getOperation(project, operationId),
    registry.getEnvironment(project, environment),
  ]);
  if (!operation) throw new OutcomeUnknown(`Operation ${operationId} is not recorded yet.`);
  const heard = await tellEnd(callbacks, callback, operation, record);
  if (!heard) runtime.logger.warn('Nobody waits at the wait condition', { operationId });
}

function waitCondition({ cloudFormation }: Callbacks, properties: Properties): Callback {
  const url = properties[HANDLE_PROPERTY];
  const target = typeof url === 'string' ? URL.parse(url) : null;
  if (target && cloudFormation.isTrusted(target)) return { kind: 'wait-condition', url: target.href };
  const detail = `${HANDLE_PROPERTY} must be a reference to a WaitConditionHandle. Launch the product as it is.`;
  throw validationProblem([{ parameter: HANDLE_PROPERTY, detail }]);
}
