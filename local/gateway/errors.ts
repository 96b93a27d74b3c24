import type { AwsError } from '../service.ts';
import { writeJson } from './json.ts';
import type { ErrorModel, ServiceModel } from './model.ts';
import { writeXml } from './query.ts';
import type { GatewayResponse, ParsedRequest } from './request.ts';

/** Status of codes that no model holds; every other one is 400. From AWS's list of common errors. */
const COMMON_STATUS: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  MissingAuthenticationToken: 403,
  InternalFailure: 500,
  ServiceUnavailable: 503,
};

/** An error as the caller's protocol has it. `model` is undefined when the service is not known. */
export function writeError(
  error: AwsError,
  model: ServiceModel | undefined,
  request: Pick<ParsedRequest, 'protocol' | 'jsonVersion'>,
  requestId: string,
): GatewayResponse {
  const modelled = model?.error(error.name);
  const status = error.status ?? modelled?.status ?? COMMON_STATUS[error.name] ?? 400;
  const type = status < 500 ? 'Sender' : 'Receiver';
  const headers: Record<string, string> = { 'x-amzn-requestid': requestId };
  if (request.protocol === 'query') {
    headers['content-type'] = 'text/xml';
    return { status, headers, body: queryError(error, modelled, type, model?.xmlNamespace ?? '', requestId) };
  }
  const name = modelled?.name ?? error.name;
  headers['content-type'] = `application/x-amz-json-${request.jsonVersion}`;
  headers['x-amzn-errortype'] = name;
  if (model?.queryCompatible) headers['x-amzn-query-error'] = `${modelled?.queryCode ?? error.name};${type}`;
  return { status, headers, body: jsonError(error, modelled, name) };
}

function queryError(
  error: AwsError,
  modelled: ErrorModel | undefined,
  type: string,
  xmlNamespace: string,
  requestId: string,
): string {
  const code = modelled?.queryCode ?? error.name;
  const [names, schemas] = extraMembers(modelled);
  const schema = [3, 'plinth', 'Error', 0, ['Type', 'Code', 'Message', ...names], [0, 0, 0, ...schemas]];
  const body = writeXml(schema, { ...error.members, Type: type, Code: code, Message: error.message });
  return `<ErrorResponse xmlns="${xmlNamespace}">${body}<RequestId>${requestId}</RequestId></ErrorResponse>`;
}

function jsonError(error: AwsError, modelled: ErrorModel | undefined, name: string): string {
  const [names, schemas] = extraMembers(modelled);
  const members = JSON.parse(writeJson([3, 'plinth', 'Error', 0, names, schemas], error.members));
  return JSON.stringify({ __type: name, message: error.message, ...members });
}

/** Names and schemas of a modelled error's members besides its message. */
function extraMembers(modelled: ErrorModel | undefined): [string[], unknown[]] {
  if (!modelled) return [[], []];
  const [, , , , names, schemas] = modelled.schema as [0, 0, 0, 0, string[], unknown[]];
  const indexes = names.flatMap((name, index) => (name.toLowerCase() === 'message' ? [] : [index]));
  return [indexes.map((index) => names[index] as string), indexes.map((index) => schemas[index])];
}
