import { Ajv } from 'ajv';
import { GATEWAY_ANSWERS } from '../../core/gateway-answers.ts';
import { PROBLEMS, type ProblemName } from '../../core/problem.ts';
import { functionOf, queryOf, ROUTES } from '../../functions/api/routes.ts';
import { readOpenApi } from '../../lib/api.ts';
import { toGatewayDocument } from '../../lib/openapi.ts';
import { document, openapiSchemas } from '../core/openapi.ts';
import { gatewayDocument, integrationUri } from './gateway-model.ts';

type Node = Readonly<Record<string, unknown>>;

/** Every object below `value` with its JSON pointer. */
function* nodes(value: unknown, path = ''): Generator<[string, Node]> {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) yield [path, value as Node];
  for (const [key, item] of Object.entries(value)) yield* nodes(item, `${path}/${key}`);
}

const { paths, components } = gatewayDocument;
const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);
/** Schemas, not the maps of names to schemas. */
const schemas = [...nodes(components.schemas)].filter(
  ([path]) => path !== '' && !path.endsWith('/properties'),
);
const parameters = operations.flatMap(({ operation }) => (operation.parameters ?? []) as Node[]);
const strangers = (node: Node, known: readonly string[]) =>
  Object.keys(node).filter((key) => !known.includes(key));

const NOTES = 'API Gateway developer guide, Important notes for REST APIs';
const EXTENSIONS = 'API Gateway developer guide, OpenAPI extensions';
const VALIDATION = 'API Gateway developer guide, Request validation for REST APIs';
const DRAFT_4 = 'JSON Schema draft 4 (draft-zyp-json-schema-04)';

interface Rule {
  readonly rule: string;
  readonly source: string;
  /** What breaks the rule. */
  readonly broken: () => unknown[];
}

const RULES: readonly Rule[] = [
  {
    rule: 'is OpenAPI 3.0.1, the version that the notes link',
    source: NOTES,
    broken: () => [gatewayDocument.openapi].filter((version) => version !== '3.0.1'),
  },
  {
    rule: 'has no root-level security: it is not used',
    source: NOTES,
    broken: () => ['security'].filter((key) => key in gatewayDocument),
  },
  {
    rule: 'has nothing at the root that is not imported',
    source: EXTENSIONS,
    broken: () =>
      strangers(gatewayDocument as unknown as Node, [
        ...['openapi', 'info', 'paths', 'components', 'x-amazon-apigateway-gateway-responses'],
        ...['x-amazon-apigateway-request-validators', 'x-amazon-apigateway-request-validator'],
      ]),
  },
  {
    rule: 'has path segments of letters, digits, hyphens, periods and commas, or one whole parameter',
    source: NOTES,
    broken: () =>
      Object.keys(paths)
        .flatMap((path) => path.slice(1).split('/'))
        .filter((segment) => !/^([A-Za-z0-9.,-]+|\{[A-Za-z0-9]+\})$/.test(segment)),
  },
  {
    rule: 'does not use /ping and /sping',
    source: NOTES,
    broken: () => Object.keys(paths).filter((path) => /^\/s?ping$/.test(path)),
  },
  {
    rule: 'has parameters with name, in, required, description and a type',
    source: NOTES,
    broken: () => [
      ...parameters.flatMap((node) => strangers(node, ['name', 'in', 'required', 'description', 'schema'])),
      ...parameters.flatMap(({ schema }) => strangers(schema as Node, ['type'])),
    ],
  },
  {
    rule: 'has alphanumeric model names',
    source: NOTES,
    broken: () => Object.keys(components.schemas).filter((name) => !/^[A-Za-z0-9]+$/.test(name)),
  },
  {
    rule: 'has security schemes of type apiKey',
    source: NOTES,
    broken: () => Object.values(components.securitySchemes).filter(({ type }) => type !== 'apiKey'),
  },
  ...[
    ...['additionalProperties', 'anyOf', 'oneOf', 'allOf', 'discriminator', 'example', 'exclusiveMinimum'],
    ...['readOnly', 'deprecated', 'maxItems', 'minItems', 'format'],
  ].map((keyword) => ({
    rule: `has no ${keyword} in a model`,
    source: NOTES,
    broken: () => schemas.filter(([, node]) => keyword in node).map(([path]) => path),
  })),
  {
    rule: 'has models of keywords of draft 4',
    source: `${NOTES}; ${DRAFT_4}, sections 5 and 6`,
    broken: () =>
      schemas.flatMap(([path, node]) =>
        strangers(node, [
          ...['$ref', 'type', 'enum', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum'],
          ...['multipleOf', 'required', 'properties', 'items', 'uniqueItems', 'maxProperties'],
        ]).map((key) => `${path}/${key}`),
      ),
  },
  {
    rule: 'does not say integer, to which 1.0 does not belong, and JSON.parse makes it 1',
    source: `${DRAFT_4}, section 3.5`,
    broken: () => schemas.filter(([, { type }]) => type === 'integer').map(([path]) => path),
  },
  {
    rule: 'has required lists that are not empty',
    source: `${DRAFT_4}, validation 5.4.3`,
    broken: () => schemas.filter(([, { required }]) => Array.isArray(required) && required.length === 0),
  },
  {
    rule: 'has nothing beside a $ref',
    source: 'OpenAPI 3.0, Reference Object: siblings are ignored',
    broken: () => schemas.filter(([, node]) => '$ref' in node && Object.keys(node).length > 1),
  },
  {
    rule: 'has references to its own models only, and every model is referenced',
    source: NOTES,
    broken: () => {
      const names = Object.keys(components.schemas);
      const used = [...nodes(gatewayDocument)].flatMap(([, { $ref }]) =>
        typeof $ref === 'string' ? [$ref.replace('#/components/schemas/', '')] : [],
      );
      return [
        ...used.filter((name) => !names.includes(name)),
        ...names.filter((name) => !used.includes(name)),
      ];
    },
  },
  {
    rule: 'has no circle of references',
    source: 'grpc-gateway documentation, AWS gateway integration: circles are not imported',
    broken: () => {
      const circles = (name: string, above: readonly string[]): string[] => {
        if (above.includes(name)) return [[...above, name].join(' → ')];
        return [...nodes(components.schemas[name])].flatMap(([, { $ref }]) =>
          typeof $ref === 'string' ? circles($ref.split('/').at(-1) ?? '', [...above, name]) : [],
        );
      };
      return Object.keys(components.schemas).flatMap((name) => circles(name, []));
    },
  },
  {
    rule: 'has answers with a description only: primitive schemas and references are refused there',
    source: NOTES,
    broken: () =>
      operations.flatMap(({ operation }) =>
        Object.values(operation.responses as Node).flatMap((node) =>
          strangers(node as Node, ['description']),
        ),
      ),
  },
  {
    rule: 'validates bodies and parameters of every method',
    source: VALIDATION,
    broken: () => {
      const validators = gatewayDocument['x-amazon-apigateway-request-validators'] as Record<string, Node>;
      const chosen = validators[String(gatewayDocument['x-amazon-apigateway-request-validator'])];
      return chosen?.validateRequestBody && chosen.validateRequestParameters ? [] : [chosen];
    },
  },
  {
    rule: 'invokes the function by POST from every method',
    source: `${EXTENSIONS}, x-amazon-apigateway-integration`,
    broken: () =>
      operations.filter(({ method, path, operation }) => {
        const route = ROUTES.find(
          (known) => known.method === method.toUpperCase() && known.resource === `/v1${path}`,
        );
        const uri = integrationUri(route ? functionOf(route) : '');
        return (
          JSON.stringify(operation['x-amazon-apigateway-integration']) !==
          JSON.stringify({ type: 'aws_proxy', httpMethod: 'POST', uri })
        );
      }),
  },
  {
    rule: 'has no CORS: no OPTIONS and no Access-Control header',
    source: 'Nothing in a browser calls this API',
    broken: () => [
      ...operations.filter(({ method }) => method === 'options'),
      ...(JSON.stringify(gatewayDocument).match(/access-control/gi) ?? []),
    ],
  },
];

describe('the document that API Gateway imports', () => {
  it.each(RULES)('$rule [$source]', ({ broken }) => {
    expect(broken()).toEqual([]);
  });

  it('has every operation of openapi.yaml, at the path that follows the stage', () => {
    const known = ROUTES.map(({ method, resource }) => `${method} ${resource.replace(/^\/v1/, '')}`);
    expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(
      known.sort(),
    );
  });

  it('has the query parameters that the function knows', () => {
    const named = operations.map(({ method, path, operation }) => {
      const parameters = (operation.parameters ?? []) as { name: string; in: string }[];
      const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
      return [`${method.toUpperCase()} /v1${path}`, query.sort()];
    });
    const known = ROUTES.map((route) => [`${route.method} ${route.resource}`, [...queryOf(route)].sort()]);
    expect(Object.fromEntries(named)).toEqual(Object.fromEntries(known));
  });

  it('authorises every method with IAM but health', () => {
    expect(components.securitySchemes.sigv4).toMatchObject({
      type: 'apiKey',
      name: 'Authorization',
      in: 'header',
      'x-amazon-apigateway-authtype': 'awsSigv4',
    });
    const open = operations.filter(
      ({ operation }) => JSON.stringify(operation.security) !== JSON.stringify([{ sigv4: [] }]),
    );
    expect(open.map(({ method, path, operation }) => [method, path, operation.security])).toEqual([
      ['get', '/health', undefined],
    ]);
  });

  it('is refused to be made from a path without the version', () => {
    const { '/v1/health': health = {} } = readOpenApi().paths;
    expect(() =>
      toGatewayDocument(
        { ...readOpenApi(), paths: { '/health': health } },
        { title: 'x', integrationUri: () => 'y' },
      ),
    ).toThrow('openapi.yaml: path /health does not begin with /v1/');
  });
});

describe('what API Gateway answers itself', () => {
  const responses = gatewayDocument['x-amazon-apigateway-gateway-responses'] as Record<
    string,
    {
      statusCode: string;
      responseParameters: Record<string, string>;
      responseTemplates: Record<string, string>;
    }
  >;
  const isProblem = new Ajv({ strict: false }).compile(openapiSchemas('Problem'));
  /** What stands there once API Gateway has filled the variables in. */
  const filled = (template: string) =>
    JSON.parse(template.replace(/\$context\.[A-Za-z.]*[A-Za-z]/g, 'something'));

  it('covers what a signed call of a proxy integration can end in', () => {
    expect(Object.keys(responses)).toEqual(
      expect.arrayContaining([
        ...['ACCESS_DENIED', 'MISSING_AUTHENTICATION_TOKEN', 'INVALID_SIGNATURE', 'EXPIRED_TOKEN'],
        ...['BAD_REQUEST_BODY', 'BAD_REQUEST_PARAMETERS', 'THROTTLED', 'WAF_FILTERED'],
        ...['INTEGRATION_FAILURE', 'INTEGRATION_TIMEOUT', 'DEFAULT_4XX', 'DEFAULT_5XX'],
      ]),
    );
    // Developer guide, important notes: customizing 413 REQUEST_TOO_LARGE is not supported.
    expect(responses).not.toHaveProperty('REQUEST_TOO_LARGE');
  });

  it.each(Object.keys(responses))('%s is a problem of the catalogue', (responseType) => {
    const { statusCode, responseParameters, responseTemplates } = responses[responseType] ?? {};
    const body = filled(responseTemplates?.['application/json'] ?? '');
    expect([isProblem(body), isProblem.errors]).toEqual([true, null]);
    const { problem } = GATEWAY_ANSWERS.find((answer) => answer.responseType === responseType) ?? {};
    expect(body).toMatchObject({
      ...PROBLEMS[problem as ProblemName],
      type: `urn:plinth:problem:${problem}`,
      instance: 'urn:plinth:request:something',
    });
    expect(statusCode).toBe(String(body.status));
    expect(responseParameters?.['gatewayresponse.header.Content-Type']).toBe("'application/problem+json'");
  });

  it.each(['ACCESS_DENIED', 'MISSING_AUTHENTICATION_TOKEN', 'INVALID_SIGNATURE', 'EXPIRED_TOKEN'])(
    '%s says nothing of the request but its id',
    (responseType) => {
      const template = responses[responseType]?.responseTemplates['application/json'];
      expect(template?.match(/\$[\w.]+/g)).toEqual(['$context.requestId']);
    },
  );

  it('is documented for every operation that it can happen to', () => {
    for (const [path, item] of Object.entries<Record<string, { responses: object }>>(document.paths))
      for (const [method, { responses: documented }] of Object.entries(item)) {
        const expected = path === '/v1/health' ? ['429'] : ['403', '429', '500'];
        expect([method, path, Object.keys(documented)]).toEqual([
          method,
          path,
          expect.arrayContaining(expected),
        ]);
      }
  });
});
