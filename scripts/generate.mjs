/**
 * Types, validators and the schemas of events from openapi.yaml, and the functions' policies from the CDK app:
 * `node scripts/generate.mjs` writes core/generated/, schemas/events/ and lib/generated/, with `--check` it only tells
 * whether what is there is current. The validators are bundled, so no ajv reaches a Lambda.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { compile } from 'json-schema-to-typescript';
import { parse } from 'yaml';
import { eventSchemas } from './event-schemas.mjs';

const ROOT = new URL('../', import.meta.url);
const HEADER = '// Generated from openapi.yaml by scripts/generate.mjs. Do not edit.\n';

/** OpenAPI 3.0 to JSON schema: `nullable` and `x-plinth-type` become types, component references definitions. */
export function toJsonSchema(node) {
  if (Array.isArray(node)) return node.map(toJsonSchema);
  if (node === null || typeof node !== 'object') return node;
  if (typeof node.$ref === 'string')
    return { $ref: node.$ref.replace('#/components/schemas/', '#/definitions/') };
  const { nullable, 'x-plinth-type': type, ...rest } = node;
  const schema = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, toJsonSchema(value)]));
  if (nullable === true) schema.type = [schema.type, 'null'];
  if (type !== undefined) schema.type = type;
  return schema;
}

/** One property for each path, query and header parameter; the same name means the same thing everywhere. */
export function parameterSchema(document) {
  const properties = {};
  for (const item of Object.values(document.paths))
    for (const operation of Object.values(item))
      for (const { name, in: place, schema, description } of operation.parameters ?? []) {
        const known = properties[name];
        if (known && JSON.stringify(known.pattern) !== JSON.stringify(schema.pattern))
          throw new Error(`openapi.yaml: parameter ${name} has two patterns`);
        if (!known || place === 'path') properties[name] = { ...toJsonSchema(schema), description };
      }
  return { type: 'object', properties };
}

/** @returns {Promise<Record<string, string>>} File contents by path from the root of the repository. */
export async function generate() {
  const document = parse(await readFile(new URL('openapi.yaml', ROOT), 'utf8'));
  const definitions = toJsonSchema(document.components.schemas);
  const parameters = parameterSchema(document);
  return {
    ...eventSchemas(definitions, parameters.properties.project),
    'core/generated/api.ts': await types(definitions),
    ...(await validator('request', { definitions, $ref: '#/definitions/EnvironmentRequest' })),
    ...(await validator('parameters', parameters)),
  };
}

/**
 * The policies under which the local cloud runs the functions: those of the template, for its account and its
 * landing zones.
 */
export async function generatePolicies() {
  const [{ rolePolicies }, { ACCOUNT, REGIONS, localLandingZone }] = await Promise.all([
    import('../lib/role-policies.ts'),
    import('../local/landing-zones.ts'),
  ]);
  const policies = rolePolicies([localLandingZone], ACCOUNT, REGIONS[0]);
  return {
    'lib/generated/policies.json': `${JSON.stringify(policies, null, 2)}\n`,
    'docs/permissions.md': await permissionsReport(policies),
  };
}

/** What each role may do that no test needs, and why it stays. */
async function permissionsReport(policies) {
  const { UNNEEDED } = await import('../config/unneeded-permissions.ts');
  const roles = Object.entries(policies).map(([role, { statements }]) => {
    const granted = new Set(
      statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => [Action].flat()),
    );
    const rows = Object.entries(UNNEEDED[role] ?? {}).map(([action, why]) => `| \`${action}\` | ${why} |`);
    return `## ${role}\n\n${granted.size} actions, ${rows.length} of them not needed by a test:\n\n| action | why it stays |\n|---|---|\n${rows.join('\n')}\n`;
  });
  return `<!-- Made by scripts/generate.mjs. Do not edit. -->
# Permissions that no test needs

Each function has a role of its own; its statements are in [lib/generated/policies.json](../lib/generated/policies.json), as
the deployment would give them to it with the landing zones of the local cloud. \`npm run demo\`, \`npm start\` and the end-to-end
tests run every function under them. A test takes an environment through its whole life, in every door, records what was asked
of each policy, and fails when a granted action is neither needed by a recorded call nor listed here.

${roles.join('\n')}`;
}

async function types(definitions) {
  const source = await compile({ title: 'Api', type: 'object', properties: {}, definitions }, 'Api', {
    additionalProperties: false,
    bannerComment: '',
    format: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
  });
  // The root exists only to carry the definitions, and "via the definition" comments say nothing.
  const text = source
    .replace(/export interface Api \{\s*\}\n/, '')
    .replace(/\/\*\*\n(?: \*[^\n]*\n)*? \* via the `definition` "\w+"\.\n \*\/\n/g, '')
    .replace(
      /\n \*\n \* This interface was referenced by `\w+`'s JSON-Schema\n \* via the `definition` "\w+"\./g,
      '',
    );
  return `${HEADER}${text.trim()}\n`;
}

/** A file a validator: one of parameters has 5 kB, the one of requests 50 kB, which only a POST needs. */
async function validator(name, schema) {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    messages: false,
    strictTypes: false,
    code: { source: true, esm: true, lines: true },
    schemas: [{ $id: name, ...schema }],
  });
  const member = `validate${name[0].toUpperCase()}${name.slice(1)}`;
  const bundle = await build({
    stdin: {
      contents: standaloneCode(ajv, { [member]: name }),
      resolveDir: fileURLToPath(ROOT),
      loader: 'js',
    },
    bundle: true,
    format: 'esm',
    write: false,
    minifySyntax: true,
    treeShaking: true,
  });
  return {
    [`core/generated/validate-${name}.js`]: `${HEADER}${withShortErrors(bundle.outputFiles[0].text)}`,
    [`core/generated/validate-${name}.d.ts`]: declaration(member, TYPES[name]),
  };
}

const ERROR =
  /let (err\d+) = \{ instancePath(?:: (.+?))?, schemaPath: ".+?", keyword: "(\w+)", params: (.+), schema: .+, parentSchema: (\S+), data(?:: \w+)? \};\s+vErrors === null \? vErrors = \[\1\] : vErrors\.push\(\1\), errors\+\+;/g;

/** Of these, what was expected is in the schema. */
const WITHOUT_PARAMS = new Set(['pattern', 'minimum', 'maximum']);

/**
 * Every rule has an error of eight members, two thirds of the code that a function reads and compiles to check a
 * request. `core/request/messages.ts` wants four of them.
 */
function withShortErrors(code) {
  const short = code.replace(
    ERROR,
    (_error, _name, path = 'instancePath', keyword, params, schema) =>
      `vErrors = broken(vErrors, ${path}, "${keyword}", ${WITHOUT_PARAMS.has(keyword) ? '{}' : params}, ${schema}), errors++;`,
  );
  // A copy of all errors so far for each item of a list would take the square of the list.
  const joined = short.replace(
    /vErrors === null \? (validate\d+)\.errors : vErrors\.concat\(\1\.errors\)/g,
    'joined(vErrors, $1.errors)',
  );
  if (/schemaPath|concat/.test(joined))
    throw new Error('scripts/generate.mjs: ajv writes errors in another way');
  return `function broken(errors, instancePath, keyword, params, parentSchema) {
  errors ??= [];
  errors.push({ instancePath, keyword, params, parentSchema });
  return errors;
}
function joined(errors, more) {
  if (errors === null) return more;
  for (const error of more) errors.push(error);
  return errors;
}
${joined}`;
}

const TYPES = { request: 'EnvironmentRequest', parameters: 'Record<string, unknown>' };

function declaration(member, type) {
  const own = type === 'EnvironmentRequest' ? "import type { EnvironmentRequest } from './api.ts';\n" : '';
  return `${HEADER}import type { BrokenRule } from '../request/messages.ts';
${own}
export const ${member}: {
  (data: unknown): data is ${type};
  errors?: BrokenRule[] | null;
};
`;
}

async function main(check) {
  let stale = false;
  for (const [path, text] of Object.entries({ ...(await generate()), ...(await generatePolicies()) })) {
    const file = new URL(path, ROOT);
    const current = await readFile(file, 'utf8').catch(() => '');
    if (current === text) continue;
    stale = true;
    if (check) console.error(`${path} is not current: run node scripts/generate.mjs`);
    else await writeFile(file, text);
  }
  if (check && stale) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.includes('--check'));
