import type {
  CloudFormationCustomResourceCreateEvent,
  CloudFormationCustomResourceDeleteEvent,
  CloudFormationCustomResourceUpdateEvent,
} from 'aws-lambda';
import { protections } from '../../core/delete.ts';
import { OutcomeUnknown } from '../../core/errors.ts';
import { changedParameters, HANDLE_PROPERTY, parseLaunch } from '../../core/launch.ts';
import { validationProblem } from '../../core/problem.ts';
import { fingerprint } from '../../core/request.ts';
import { environmentExists, submitDeletionRequest, submitRequest } from '../submit.ts';
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
 * An environment cannot be changed yet, so an update that would change one is refused, naming what. What asks for the
 * environment as it is succeeds: new tags of the stack, a new version of the template, and the rollback of a refused
 * update, in which old and new properties have changed places.
 */
export async function update(
  runtime: SubmitRuntime,
  callbacks: Callbacks,
  event: CloudFormationCustomResourceUpdateEvent,
): Promise<Answer> {
  const properties = event.ResourceProperties as Properties;
  const old = (event.OldResourceProperties ?? {}) as Properties;
  const { project, request } = parseLaunch(properties);
  const environment = await runtime.registry.getEnvironment(project, request.environment);
  const isSame =
    event.PhysicalResourceId === `${project}/${request.environment}` &&
    environment?.fingerprint === fingerprint(request);
  if (!environment || !isSame) return { reason: unchangeable(changedParameters(old, properties)) };
  const { operationId } = environment;
  if (properties[HANDLE_PROPERTY] !== old[HANDLE_PROPERTY]) {
    const names = { project, environment: request.environment, operationId };
    await tellOrKeep(runtime, callbacks, names, waitCondition(callbacks, properties));
  }
  return { data: { OperationId: operationId } };
}

function unchangeable(changed: readonly string[]): string {
  const what = changed.length === 0 ? 'It is not there as it was launched' : `Changed: ${changed.join(', ')}`;
  return `An environment cannot be changed by an update yet. ${what}. Launch another environment under another name, or terminate this one and launch it again.`;
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
  const id = event.PhysicalResourceId;
  switch (result.outcome) {
    case 'absent':
      return {};
    case 'protected':
      return {
        reason: `Environment ${id} is protected from deletion (${protections(result.environment).join(', ')}). Nothing was deleted. Launch what is to be terminated later with a preset that does not protect, such as development.`,
      };
    case 'busy':
      return {
        reason: `Operation ${result.operation.operationId} is at work on environment ${id}. Terminate again when it has ended.`,
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
