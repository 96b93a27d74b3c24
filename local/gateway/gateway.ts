import { randomUUID } from 'node:crypto';
import { AwsError, type CallContext, type Service } from '../service.ts';
import { writeError } from './errors.ts';
import { type Listening, listen } from './http.ts';
import { readJsonInput, writeJsonOutput } from './json.ts';
import { createMemoryHandler, type MemoryHandler } from './memory.ts';
import { createServiceModel, type OperationModel, type ServiceModel } from './model.ts';
import { readQueryInput, writeQueryOutput } from './query.ts';
import { type GatewayRequest, type GatewayResponse, type ParsedRequest, parseRequest } from './request.ts';
import { checkRequired } from './required.ts';

/** One call, after it was decoded. Input and output may hold secrets: never log them. */
export interface Call {
  readonly context: CallContext;
  readonly input: unknown;
  readonly output?: unknown;
  readonly error?: unknown;
}

export interface GatewayOptions {
  readonly services: readonly Service[];
  /** Told of every call that could be decoded, when it has ended. */
  readonly onCall?: (call: Call) => void;
  /** Asked before an operation runs; throws `AwsError`, such as AccessDenied, to refuse. */
  readonly authorize?: (context: CallContext, input: unknown) => void | Promise<void>;
  /**
   * Stands around every operation, permission included: may let time pass, refuse with `AwsError`, or throw `NoAnswer`,
   * before or after `run`. For those who play a bad network or a broken AWS.
   */
  readonly around?: (
    call: { context: CallContext; input: unknown },
    run: () => Promise<unknown>,
  ) => Promise<unknown>;
}

/** The connection ends without an answer, whatever the call has done. */
export class NoAnswer extends Error {
  override readonly name = 'TimeoutError';
}

/** The AWS endpoint of the local cloud: the same dispatch behind a socket and in memory. */
export interface Gateway {
  handle(request: GatewayRequest): Promise<GatewayResponse>;
  /** For the `requestHandler` of an SDK v3 client: reaches the gateway without a socket. */
  readonly requestHandler: MemoryHandler;
  /** @param port 0 takes any free one. */
  listen(port: number, host?: string): Promise<Listening>;
}

export function createGateway(options: GatewayOptions): Gateway {
  const models = options.services.map(createServiceModel);
  const handle = async (request: GatewayRequest): Promise<GatewayResponse> => {
    const requestId = randomUUID();
    let parsed: Pick<ParsedRequest, 'protocol' | 'jsonVersion'> = { protocol: 'query', jsonVersion: '1.0' };
    let model: ServiceModel | undefined;
    try {
      const full = parseRequest(request);
      parsed = full;
      model = findModel(models, full);
      return await dispatch(options, full, model, requestId);
    } catch (error) {
      if (error instanceof NoAnswer) throw error;
      const known =
        error instanceof AwsError ? error : new AwsError('InternalFailure', 'The gateway failed.');
      if (known !== error) report('The gateway of the local cloud failed', error);
      return writeError(known, model, parsed, requestId);
    }
  };
  return {
    handle,
    requestHandler: createMemoryHandler(handle),
    listen: (port, host = '127.0.0.1') => listen(handle, port, host),
  };
}

/** By the scope's signing name; without one by the target of a JSON or the version of a query request. */
function findModel(models: readonly ServiceModel[], request: ParsedRequest): ServiceModel | undefined {
  if (request.service !== undefined) return models.find((model) => model.service.name === request.service);
  if (request.protocol === 'json') return models.find((model) => model.target === request.target);
  return models.find((model) => model.version === request.parameters.get('Version'));
}

async function dispatch(
  options: GatewayOptions,
  request: ParsedRequest,
  model: ServiceModel | undefined,
  requestId: string,
): Promise<GatewayResponse> {
  const context = callContext(request, model);
  const operation = model?.operation(context.operation);
  if (!model || !operation) throw notImplemented(context, request);
  const input = readInput(operation, request);
  try {
    const perform = () => run(options, model, operation, context, input, request);
    const output = await (options.around ? options.around({ context, input }, perform) : perform());
    options.onCall?.({ context, input, output });
    return writeOutput(model, operation, output, request, requestId);
  } catch (error) {
    options.onCall?.({ context, input, error });
    throw error;
  }
}

function callContext(request: ParsedRequest, model: ServiceModel | undefined): CallContext {
  const { service, region, accessKeyId, operation } = request;
  if (service === undefined || region === undefined || accessKeyId === undefined) {
    throw new AwsError(
      'MissingAuthenticationToken',
      `The request${model ? ` to ${model.service.name}` : ''} has no SigV4 credential scope, from which the local cloud takes service and region. Sign it; any access key will do.`,
      { status: 403 },
    );
  }
  if (operation === '') {
    const message =
      'The request names no operation. The local cloud takes the AWS query protocol (Action=…) and AWS JSON (X-Amz-Target).';
    throw new AwsError(request.protocol === 'query' ? 'MissingAction' : 'UnknownOperationException', message);
  }
  return { service, region, accessKeyId, operation };
}

function notImplemented(context: CallContext, request: ParsedRequest): AwsError {
  const name = request.protocol === 'query' ? 'InvalidAction' : 'UnknownOperationException';
  const message = `The local cloud does not implement ${context.service}:${context.operation}.`;
  return new AwsError(name, message, { status: 400 });
}

async function run(
  { authorize }: GatewayOptions,
  model: ServiceModel,
  operation: OperationModel,
  context: CallContext,
  input: unknown,
  request: ParsedRequest,
): Promise<unknown> {
  const perform = Object.hasOwn(model.service.operations, operation.name)
    ? model.service.operations[operation.name]
    : undefined;
  if (!perform) throw notImplemented(context, request);
  await authorize?.(context, input);
  checkRequired(model, operation, input);
  try {
    return await perform(input, context);
  } catch (error) {
    if (error instanceof AwsError) throw error;
    const name = `${context.service}:${context.operation}`;
    report(`${name} in ${context.region} failed inside the local cloud`, error);
    throw new AwsError(
      'InternalFailure',
      `${name} failed inside the local cloud; the cause is on its stderr.`,
      {
        status: 500,
      },
    );
  }
}

function readInput(operation: OperationModel, request: ParsedRequest): unknown {
  return request.protocol === 'query'
    ? readQueryInput(operation, request.parameters)
    : readJsonInput(operation, request.text());
}

function writeOutput(
  model: ServiceModel,
  operation: OperationModel,
  output: unknown,
  request: ParsedRequest,
  requestId: string,
): GatewayResponse {
  const query = request.protocol === 'query';
  return {
    status: 200,
    headers: {
      'content-type': query ? 'text/xml' : `application/x-amz-json-${request.jsonVersion}`,
      'x-amzn-requestid': requestId,
    },
    body: query ? writeQueryOutput(model, operation, output, requestId) : writeJsonOutput(operation, output),
  };
}

/** The stack only: the input of a call may hold secrets. */
function report(what: string, error: unknown): void {
  process.stderr.write(`${what}: ${error instanceof Error ? error.stack : typeof error}\n`);
}
