import { Interruption, StateError } from '../errors.ts';
import { isTooLarge, type JsonObject, payload } from '../json.ts';
import { type Invocation, invoke } from '../lambda.ts';
import type { StateBody } from '../machine.ts';
import { integerType, type Reader, stringType } from '../reader.ts';
import { readCatchers, readRetriers } from '../retry.ts';
import type { Frame } from '../scope.ts';
import { transferWith } from '../transfer.ts';

const RESOURCE = 'arn:aws:states:::lambda:invoke';
/** How the history names the resource. */
const EVENT = { resourceType: 'lambda', resource: 'invoke' };

/** A Task that invokes a Lambda function and waits for its answer. */
export function readTask(reader: Reader): StateBody {
  if (reader.value('Resource') !== RESOURCE) reader.fault(`only '${RESOURCE}' is supported`, 'Resource');
  const timeoutSeconds = reader.dynamic('TimeoutSeconds', integerType(1, 99_999_999));
  const retriers = readRetriers(reader);
  const catchers = readCatchers(reader);
  const transfer = reader.transfer(['input', 'context', 'result'], reader.nextOrEnd());
  const argumentsOf = readArguments(reader);
  return {
    async attempt(frame) {
      const bindings = frame.bindings();
      const limitSeconds = await timeoutSeconds?.(bindings);
      const result = await runTask(frame, await argumentsOf(bindings), limitSeconds);
      return transferWith(transfer, frame.bindings({ result }), result);
    },
    targets: [transfer.next, ...catchers.map((catcher) => catcher.transfer.next)],
    assigns: [...transfer.assigns, ...catchers.flatMap((catcher) => catcher.transfer.assigns)],
    retriers,
    catchers,
    nested: [],
  };
}

/** FunctionName and Payload; other parameters of Lambda's Invoke are not implemented and refused. */
function readArguments(reader: Reader) {
  const fields = reader.object('Arguments');
  if (!fields) {
    reader.fault("an object with 'FunctionName' is required", 'Arguments');
    return async () => ({ FunctionName: '' });
  }
  const functionName = fields.dynamic('FunctionName', stringType);
  if (!functionName) fields.fault("Field 'FunctionName' is required", 'FunctionName');
  const body = fields.template('Payload', ['input', 'context']);
  fields.done();
  return async (bindings: Parameters<NonNullable<typeof body>>[0]): Promise<JsonObject> => ({
    FunctionName: (await functionName?.(bindings)) ?? '',
    ...(body && { Payload: await body(bindings) }),
  });
}

async function runTask(frame: Frame, parameters: JsonObject, limitSeconds?: number): Promise<JsonObject> {
  const { text } = payload(parameters);
  if (isTooLarge(text)) throw tooLarge('was given arguments');
  frame.record('TaskScheduled', {
    taskScheduledEventDetails: {
      ...EVENT,
      region: frame.environment.region,
      parameters: text,
      ...(limitSeconds !== undefined && { timeoutInSeconds: limitSeconds }),
    },
  });
  frame.record('TaskStarted', { taskStartedEventDetails: EVENT });
  const outcome = await invoke(frame, text, (limitSeconds ?? Number.POSITIVE_INFINITY) * 1000);
  return settle(frame, outcome);
}

function settle(frame: Frame, outcome: Invocation): JsonObject {
  if (outcome.kind === 'over deadline') throw new Interruption('timed out');
  if (outcome.kind === 'timed out') {
    frame.record('TaskTimedOut', { taskTimedOutEventDetails: { ...EVENT, error: 'States.Timeout' } });
    throw new StateError('States.Timeout');
  }
  const failure = outcome.kind === 'failed' ? outcome.error : undefined;
  // Further members that AWS gives (SdkHttpMetadata, SdkResponseMetadata) describe an HTTP call that is not made.
  const result = { ExecutedVersion: '$LATEST', Payload: outcome.payload ?? null, StatusCode: 200 };
  const { text } = payload(result);
  const error = failure ?? (isTooLarge(text) ? tooLarge('returned a result') : undefined);
  if (error) {
    const details = { ...EVENT, error: error.error, cause: error.detail };
    frame.record('TaskFailed', { taskFailedEventDetails: details });
    throw error;
  }
  frame.record('TaskSucceeded', {
    taskSucceededEventDetails: { ...EVENT, output: text, outputDetails: { truncated: false } },
  });
  return result;
}

function tooLarge(what: string): StateError {
  const detail = `The state/task '${RESOURCE}' ${what} with a size exceeding the maximum number of bytes service limit.`;
  return new StateError('States.DataLimitExceeded', detail);
}
