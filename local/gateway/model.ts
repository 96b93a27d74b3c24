import { deref, NormalizedSchema } from '@smithy/core/schema';
import type { Service } from '../service.ts';

/** A runtime schema of the SDK: a number for a simple type, a tuple for everything else. */
// biome-ignore lint/suspicious/noExplicitAny: the SDK does not publish a type that covers its static schemas
export type Schema = any;

export interface OperationModel {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** The output shape under the name of the query protocol's result element; undefined when there is no output. */
  readonly queryResult: Schema | undefined;
}

export interface ErrorModel {
  /** Shape name, which is `err.name` in the SDK. */
  readonly name: string;
  readonly schema: Schema;
  readonly status: number;
  /** Code on the query protocol and in `x-amzn-query-error`; the shape name when the model gives no other. */
  readonly queryCode: string;
}

/** What the gateway knows of one service; all of it is read from the SDK client, nothing is typed in here. */
export interface ServiceModel {
  readonly service: Service;
  readonly version: string;
  /** Part of `X-Amz-Target` before the dot. */
  readonly target: string;
  readonly xmlNamespace: string;
  /** JSON errors also carry the code of the service's former query protocol. */
  readonly queryCompatible: boolean;
  operation(name: string): OperationModel | undefined;
  /** By shape name, or else by query code. */
  error(name: string): ErrorModel | undefined;
}

const OPERATION = 9;
const ERROR = -3;
const STRUCTURE = 3;

export function createServiceModel(service: Service): ServiceModel {
  const settings = protocolSettings(service);
  const operations = new Map<string, OperationModel | undefined>();
  let errors: ErrorModel[] | undefined;
  return {
    service,
    version: settings.version,
    target: settings.serviceTarget,
    xmlNamespace: settings.xmlNamespace ?? '',
    queryCompatible: settings.awsQueryCompatible === true,
    operation(name) {
      if (!operations.has(name)) operations.set(name, operationModel(service.schemas[`${name}$`]));
      return operations.get(name);
    },
    error(name) {
      errors ??= Object.values(service.schemas).filter(isErrorSchema).map(errorModel);
      return errors.find((error) => error.name === name) ?? errors.find((error) => error.queryCode === name);
    },
  };
}

interface ProtocolSettings {
  readonly version: string;
  readonly serviceTarget: string;
  readonly xmlNamespace?: string;
  readonly awsQueryCompatible?: boolean;
}

/** The client class is the only export that holds the protocol's settings, so one is made and asked. */
function protocolSettings(service: Service): ProtocolSettings {
  const name = Object.keys(service.schemas).find((key) => /^[A-Z]\w*Client$/.test(key));
  const Client = name === undefined ? undefined : service.schemas[name];
  if (!Client)
    throw new Error(`Service ${service.name}: its schemas are not the exports of an SDK v3 client.`);
  const credentials = { accessKeyId: 'unused', secretAccessKey: 'unused' };
  return new Client({ region: 'us-east-1', credentials }).config.protocolSettings;
}

function operationModel(schema: Schema): OperationModel | undefined {
  if (schema?.[0] !== OPERATION) return undefined;
  const name: string = schema[2];
  const output = NormalizedSchema.of(schema[5]);
  const shape = deref(schema[5]);
  const queryResult = Array.isArray(shape)
    ? [STRUCTURE, shape[1], `${name}Result`, 0, shape[4], shape[5]]
    : undefined;
  return { name, input: NormalizedSchema.of(schema[4]), output, queryResult };
}

function isErrorSchema(schema: Schema): boolean {
  return Array.isArray(schema) && schema[0] === ERROR;
}

function errorModel(schema: Schema): ErrorModel {
  const traits = NormalizedSchema.of(schema).getMergedTraits() as Schema;
  const [queryCode, queryStatus] = traits.awsQueryError ?? [];
  const status = queryStatus ?? traits.httpError ?? (traits.error === 'server' ? 500 : 400);
  return { name: schema[2], schema, status, queryCode: queryCode ?? schema[2] };
}
