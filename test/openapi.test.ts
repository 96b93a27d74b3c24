import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { toTfvars } from '../core/formats.ts';
import type { EnvironmentOutputs } from '../core/outputs.ts';
import { PROBLEMS } from '../core/problem.ts';
import { REQUEST_DEFAULTS } from '../core/request/fingerprint.ts';
import { summarise } from '../core/resolve.ts';
import { toJsonSchema } from '../scripts/generate.mjs';
import { document, openapiSchemas } from './core/openapi.ts';
import { LANDING_ZONES, resolveBody } from './core/sample.ts';

const root = new URL('../', import.meta.url);
const { schemas } = document.components;

/** Every node of the document with its path. */
function* nodes(value: unknown, path = '#'): Generator<[string, Record<string, unknown>]> {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) yield [path, value as Record<string, unknown>];
  for (const [key, item] of Object.entries(value)) yield* nodes(item, `${path}/${key}`);
}

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  // biome-ignore lint/suspicious/noExplicitAny: OpenAPI operations
  Object.entries(item as Record<string, any>).map(([method, operation]) => ({ path, method, operation })),
);

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'api', definitions: openapiSchemas('Problem').definitions });

const validator = (schema: string) => ajv.compile({ $ref: `api#/definitions/${schema}` });

describe('openapi.yaml', () => {
  it('passes redocly lint', () => {
    const cli = fileURLToPath(new URL('node_modules/@redocly/cli/bin/cli.js', root));
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    const lint = () =>
      execFileSync(process.execPath, [cli, 'lint', 'openapi.yaml', '--max-problems=5'], {
        cwd: root,
        env,
        stdio: 'pipe',
      });
    expect(lint).not.toThrow();
  });

  it('has exactly the endpoints of the contract', () => {
    expect(operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort()).toEqual([
      'DELETE /v1/orphans/{orphanId}',
      'DELETE /v1/projects/{project}/environments/{environment}',
      'GET /v1/health',
      'GET /v1/orphans',
      'GET /v1/presets',
      'GET /v1/projects/{project}/environments',
      'GET /v1/projects/{project}/environments/{environment}',
      'GET /v1/projects/{project}/environments/{environment}/audit',
      'GET /v1/projects/{project}/environments/{environment}/drift',
      'GET /v1/projects/{project}/environments/{environment}/outputs',
      'GET /v1/projects/{project}/operations',
      'GET /v1/projects/{project}/operations/{operationId}',
      'PATCH /v1/projects/{project}/environments/{environment}',
      'POST /v1/projects/{project}/environments',
      'POST /v1/projects/{project}/environments/{environment}/reconcile',
      'POST /v1/projects/{project}/operations/{operationId}/cancel',
      'POST /v1/projects/{project}/operations/{operationId}/retry',
    ]);
  });

  it('names the same defaults as the code', () => {
    const { preset, landingZone, primaryRegion, secondaryRegion } = schemas.EnvironmentRequest.properties;
    expect({
      preset: preset.default,
      landingZone: landingZone.default,
      primaryRegion: primaryRegion.default,
      secondaryRegion: secondaryRegion.default,
      migrations: { set: schemas.MigrationsRequest.properties.set.default },
    }).toEqual(REQUEST_DEFAULTS);
  });

  it('names the same defaults of single fields as the code', async () => {
    const desired = await resolveBody({ environment: 'dev', preset: 'development' });
    const tiers = {
      AuroraRequest: desired.aurora,
      RedisRequest: desired.redis,
      DaxRequest: desired.dax,
      AlarmThresholdsRequest: desired.alarms,
    };
    for (const [schema, spec] of Object.entries(tiers))
      for (const [field, property] of Object.entries<{ default?: unknown }>(schemas[schema].properties))
        if (property.default !== undefined)
          expect([schema, field, (spec as unknown as Record<string, unknown>)[field]]).toEqual([
            schema,
            field,
            property.default,
          ]);
  });
});

/** Source: API Gateway developer guide, important notes for REST APIs (OpenAPI), and models (JSON schema draft 4). */
describe("API Gateway's subset", () => {
  it('is OpenAPI 3.0', () => expect(document.openapi).toBe('3.0.3'));

  it.each([
    'discriminator',
    'readOnly',
    'writeOnly',
    'deprecated',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'anyOf',
    'oneOf',
    'allOf',
    'not',
    'const',
    'if',
    'patternProperties',
    'propertyNames',
    'example',
  ])('has no %s in a schema', (keyword) => {
    const found = [...nodes(schemas)].filter(
      ([path, node]) => keyword in node && !path.endsWith('/properties'),
    );
    expect(found.map(([path]) => path)).toEqual([]);
  });

  it('has no int32, int64 or decimal', () => {
    const formats = new Set(
      [...nodes(document)].map(([, { format }]) => format).filter((format) => typeof format === 'string'),
    );
    expect([...formats]).toEqual(['date-time']);
  });

  it('references schemas only', () => {
    const references = [...nodes(document)].flatMap(([, { $ref }]) =>
      typeof $ref === 'string' ? [$ref] : [],
    );
    expect(references.length).toBeGreaterThan(50);
    expect(
      references.filter((reference) => !/^#\/components\/schemas\/[A-Za-z0-9]+$/.test(reference)),
    ).toEqual([]);
  });

  it('has alphanumeric model names and one type a schema', () => {
    expect(Object.keys(schemas).filter((name) => !/^[A-Za-z0-9]+$/.test(name))).toEqual([]);
    const several = [...nodes(schemas)].filter(
      ([path, { type }]) => Array.isArray(type) && !path.endsWith('/properties'),
    );
    expect(several).toEqual([]);
  });

  it('has parameters as whole path segments of plain characters', () => {
    for (const path of Object.keys(document.paths))
      for (const segment of path.slice(1).split('/'))
        expect(segment).toMatch(/^([a-zA-Z0-9._-]+|\{[a-zA-Z]+\})$/);
  });

  it('says on each operation who may call it, by signature unless it is the health check', () => {
    expect(document.security).toBeUndefined();
    for (const { path, operation } of operations)
      expect(operation.security).toEqual(path === '/v1/health' ? [] : [{ sigv4: [] }]);
    expect(document.components.securitySchemes.sigv4.type).toBe('apiKey');
  });

  it('takes null as migration set, which a type string would refuse there', () => {
    const { 'x-plinth-type': type, ...model } = schemas.MigrationsRequest.properties.set;
    const validate = new Ajv({ strict: false }).compile(model);
    expect([type, model.type, validate(null), validate('gaming'), validate('../x')]).toEqual([
      ['string', 'null'],
      undefined,
      true,
      true,
      false,
    ]);
  });

  it('takes no unknown field in any object of a request', () => {
    const open = Object.entries<{ additionalProperties?: unknown }>(schemas).filter(
      ([name, schema]) => name.endsWith('Request') && schema.additionalProperties !== false,
    );
    expect(open).toEqual([]);
  });

  it('has patterns that are anchored and take no time on any text', () => {
    const patterns = [...nodes(document)].flatMap(([, { pattern }]) =>
      typeof pattern === 'string' ? [pattern] : [],
    );
    const texts = ['a', 'a-', '-a', 'a1', '1', ' ', '! ', 'arn:aws-', 'sun:00:00-'].map((text) =>
      text.repeat(20_000),
    );
    const started = performance.now();
    for (const pattern of new Set(patterns)) {
      expect(pattern).toMatch(/^\^.*\$$/);
      for (const text of texts) new RegExp(pattern, 'u').test(`${text}\u0000`);
    }
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('answers', () => {
  const answers = operations.flatMap(({ path, method, operation }) =>
    // biome-ignore lint/suspicious/noExplicitAny: OpenAPI responses
    Object.entries<any>(operation.responses).flatMap(([status, response]) =>
      // biome-ignore lint/suspicious/noExplicitAny: OpenAPI media types
      Object.entries<any>(response.content).map(([type, media]) => ({
        name: `${method} ${path} ${status} ${type}`,
        status,
        type,
        media,
      })),
    ),
  );

  it.each(answers)('$name has a status, a schema and examples that fit it', ({ status, media }) => {
    expect(status).toMatch(/^[1-5][0-9][0-9]$/);
    const validate = validator(media.schema.$ref.split('/').at(-1));
    const examples = Object.values<{ value: unknown }>(media.examples);
    expect(examples.length).toBeGreaterThan(0);
    for (const { value } of examples) expect([validate(value), validate.errors]).toEqual([true, null]);
  });

  it.each(answers.filter(({ type }) => type === 'application/problem+json'))(
    '$name shows problems of the catalogue',
    ({ status, media }) => {
      for (const { value } of Object.values<{ value: { type: string; title: string; status: number } }>(
        media.examples,
      )) {
        const name = value.type.replace('urn:plinth:problem:', '') as keyof typeof PROBLEMS;
        expect(value).toMatchObject({ ...PROBLEMS[name], status: Number(status) });
      }
    },
  );

  it('show environments with the summary that the code makes', async () => {
    const summary = summarise(await resolveBody({ environment: 'dev', preset: 'development' }));
    const validate = validator('EnvironmentSpec');
    expect([validate(summary), validate.errors]).toEqual([true, null]);
    const { value } =
      document.paths['/v1/projects/{project}/environments/{environment}'].get.responses['200'].content[
        'application/json'
      ].examples.example;
    expect(value.spec).toEqual(summary);
  });
});

describe('examples/', () => {
  const files = readdirSync(new URL('examples/', root)).filter((file) => file.endsWith('.json'));
  const read = (file: string) => readFileSync(new URL(`examples/${file}`, root), 'utf8');

  it('has one for each preset and one with tables', () => {
    expect(files.sort()).toEqual([
      'custom-tables.json',
      'development.json',
      'production.json',
      'staging.json',
      'standard.json',
    ]);
  });

  it.each(files)('%s is the example of the contract, fits it and resolves', async (file) => {
    const body = JSON.parse(read(file));
    const { examples } =
      document.paths['/v1/projects/{project}/environments'].post.requestBody.content['application/json'];
    expect(examples[file.replace('.json', '').replace('-', '')].value).toEqual(body);
    const validate = validator('EnvironmentRequest');
    expect([validate(body), validate.errors]).toEqual([true, null]);
    const desired = await resolveBody(read(file));
    expect(desired.identity.environment).toBe(body.environment);
    expect(desired.preset).toBe(body.preset);
  });
});

describe('docs/terraform-mapping.md', () => {
  const page = readFileSync(new URL('docs/terraform-mapping.md', root), 'utf8');
  const rows = (heading: string) =>
    (page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
      .split('\n')
      .slice(2)
      .filter((line) => line.startsWith('|'))
      .map((line) =>
        line
          .split('|')
          .map((cell) => cell.trim())
          .slice(1, -1),
      );

  /** The schema at `aurora.primary.port`, through references; `*` is any key. */
  // biome-ignore lint/suspicious/noExplicitAny: JSON schemas
  function at(schema: any, path: string): any {
    return path.split('.').reduce((node, key) => {
      const target = node?.$ref ? schemas[node.$ref.split('/').at(-1)] : node;
      return key === '*' ? target?.additionalProperties : target?.properties?.[key];
    }, schema);
  }

  it.each(rows('Inputs'))('input %s is in the %s at %s', (_, place = '', field = '') => {
    if (place === 'path') expect(operations[0]?.path).toContain(`{${field}}`);
    else if (place === 'request') expect(at(schemas.EnvironmentRequest, field)).toBeDefined();
    else
      expect(
        field
          .split('.')
          .reduce<unknown>(
            (node, key) => (node as Record<string, unknown>)?.[key],
            LANDING_ZONES[0]?.regions['eu-west-2'],
          ),
      ).toBeDefined();
  });

  it.each(rows('Outputs'))(
    'output %s is at %s, and in the tfvars by its own name',
    (output = '', field = '') => {
      expect(at(schemas.Outputs, field)).toBeDefined();
      const { value } =
        document.paths['/v1/projects/{project}/environments/{environment}/outputs'].get.responses['200']
          .content['application/json'].examples.example;
      expect(toTfvars(value as EnvironmentOutputs)).toMatch(new RegExp(`^${output} +=`, 'm'));
    },
  );

  it('has every input and output of the module', () => {
    expect(rows('Inputs')).toHaveLength(36);
    expect(rows('Outputs')).toHaveLength(12);
  });
});

it('nullable becomes a type of its own in what is generated', () => {
  expect(toJsonSchema({ type: 'string', nullable: true })).toEqual({ type: ['string', 'null'] });
});
