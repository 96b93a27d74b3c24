import fc from 'fast-check';
import type { GatewayRequest } from '../../../local/gateway/request.ts';
import type { Draw } from './values.ts';

/** One way to spoil a request. */
type Mutation = (request: GatewayRequest, draw: Draw) => GatewayRequest;

const among = <T>(draw: Draw, choices: readonly T[]): T => choices[draw(fc.nat, choices.length - 1)] as T;

const TOKENS = [
  '%',
  '%zz',
  '%ff%fe',
  '&=&',
  '&&&',
  '=',
  '.',
  '..',
  '.member.999999999',
  '.member.-1',
  '.entry.1.key',
  '.1.1.1.1',
  '.'.repeat(5000),
  '"',
  '\\',
  '\\u0000',
  '\\ud800',
  '"__proto__":{},',
  '{"a":',
  '[[[[',
  ']}',
  ',',
  '\0',
  '<![CDATA[',
  ']]></Message>',
  'é',
];

const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  1.5,
  '',
  '***',
  'a',
  'NaN',
  '2026-01-02T03:04:05Z',
  [],
  [null],
  [[]],
  {},
  { __type: 'x', '': 1 },
  JSON.parse('{"__proto__": {"S": "x"}}'),
];

const spliced: Mutation = (request, draw) => {
  const at = draw(fc.nat, request.body.byteLength);
  const length = among(draw, [0, 0, 1, 5, 1000]);
  const inserted = draw(fc.boolean)
    ? Buffer.from(among(draw, TOKENS))
    : draw(() => fc.uint8Array({ maxLength: 4 }));
  const body = Buffer.concat([request.body.subarray(0, at), inserted, request.body.subarray(at + length)]);
  return { ...request, body };
};

const cutShort: Mutation = (request, draw) => ({
  ...request,
  body: request.body.subarray(0, draw(fc.nat, request.body.byteLength)),
});

/** Another value, of a type that may be wrong, anywhere in a JSON body or for any parameter of a form. */
const replaced: Mutation = (request, draw) => {
  const text = Buffer.from(request.body).toString();
  try {
    return { ...request, body: Buffer.from(JSON.stringify(replaceIn(JSON.parse(text), draw))) };
  } catch {
    const parameters = [...new URLSearchParams(text)];
    const at = draw(fc.nat, Math.max(0, parameters.length - 1));
    const [name = 'Action'] = parameters[at] ?? [];
    const suffix = draw(fc.boolean) ? among(draw, TOKENS) : '';
    parameters[at] = [name + suffix, String(among(draw, VALUES))];
    return { ...request, body: Buffer.from(String(new URLSearchParams(parameters))) };
  }
};

function replaceIn(value: unknown, draw: Draw): unknown {
  if (typeof value !== 'object' || value === null || draw(fc.nat, 3) === 0) return hostileValue(draw);
  const names = Object.keys(value);
  const name = names.length === 0 ? 'a' : among(draw, names);
  const inner = replaceIn((value as Record<string, unknown>)[name], draw);
  if (Array.isArray(value)) return value.map((item, index) => (`${index}` === name ? inner : item));
  return { ...value, [name]: inner };
}

/** Deep ones lie in each other as the values of a DynamoDB item or the entries of a list do. */
function hostileValue(draw: Draw): unknown {
  if (draw(fc.nat, 4) > 0) return among(draw, VALUES);
  const [open, close] = among(draw, [
    ['[', ']'],
    ['{"L":[', ']}'],
    ['{"M":{"a":', '}}'],
  ] as const);
  return JSON.parse(`${open.repeat(3000)}1${close.repeat(3000)}`);
}

const SCOPE = 'AWS4-HMAC-SHA256 Credential=key/20260101/eu-west-2';
const HEADERS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'content-type': [
    undefined,
    '',
    'text/plain',
    'application/json',
    'application/cbor',
    'application/x-amz-json-1.1',
    'application/x-amz-json-9.9; charset=latin1',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ],
  'content-encoding': ['gzip', 'br', 'deflate', 'identity', ''],
  'x-amz-target': [
    undefined,
    '',
    '.',
    'a.b.c',
    '__proto__.__proto__',
    'DynamoDB_20120810.constructor',
    '\u00e9.x',
  ],
  authorization: [
    undefined,
    '',
    'Bearer x',
    'Credential=',
    'Credential=////',
    'Credential=a/b/c/__proto__/d',
    `${SCOPE}/rds/aws4_request`,
    `${SCOPE}/dynamodb/aws4_request`,
    `${SCOPE}/nothing/aws4_request`,
  ],
};

const otherHeader: Mutation = (request, draw) => {
  const name = among(draw, Object.keys(HEADERS));
  const value = among(draw, HEADERS[name] as readonly (string | undefined)[]);
  const others = Object.entries(request.headers).filter(([key]) => key.toLowerCase() !== name);
  return {
    ...request,
    headers: { ...Object.fromEntries(others), ...(value !== undefined && { [name]: value }) },
  };
};

const otherPlace: Mutation = (request, draw) => ({
  ...request,
  method: among(draw, ['GET', 'PUT', 'DELETE', 'TRACE', '']),
  path: among(draw, ['', '//', '/?', '/?Action=a&Action=b', '/?%', '???&&&=%', '/?Action.1=x', '/a/../b']),
});

const MUTATIONS = [spliced, spliced, cutShort, replaced, replaced, replaced, otherHeader, otherPlace];

/** The request with one to three things wrong. */
export function spoil(request: GatewayRequest, draw: Draw): GatewayRequest {
  let spoilt = request;
  for (let left = 1 + draw(fc.nat, 2); left > 0; left--) spoilt = among(draw, MUTATIONS)(spoilt, draw);
  return spoilt;
}
