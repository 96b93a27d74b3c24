import { Ajv, type ValidateFunction } from 'ajv';
import { toJsonSchema } from '../../../scripts/generate.mjs';
import { document } from '../../core/openapi.ts';

interface Answered {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** The part of OpenAPI's Operation Object that is used here. */
interface OperationObject {
  readonly responses: Readonly<Record<string, { content?: Record<string, { schema: object }> }>>;
}

// Formats are documentation in the contract; what they promise is asserted where it matters.
const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
const definitions = toJsonSchema(document.components.schemas);
const compiled = new Map<string, ValidateFunction>();

/**
 * Holds an answer to openapi.yaml: a documented operation may answer only what is documented for it; everything
 * else must be a problem. Throws with what is wrong.
 */
export function checkAgainstContract(answered: Answered): void {
  const { method, path, status, contentType } = answered;
  const operation = findOperation(method, path);
  const media = contentType.split(';')[0] ?? '';
  if (!operation) {
    if (media !== 'application/problem+json') throw violation(answered, 'is not a problem document');
    checkSchema(answered, { $ref: '#/components/schemas/Problem' });
    return;
  }
  const documented = operation.responses[String(status)];
  if (!documented) throw violation(answered, `has a status that is not in openapi.yaml (${status})`);
  const content = documented.content?.[media];
  if (!content) throw violation(answered, `has a media type that is not in openapi.yaml (${contentType})`);
  if (media.endsWith('json')) checkSchema(answered, content.schema);
}

function checkSchema(answered: Answered, schema: object): void {
  const key = JSON.stringify(schema);
  const validate = compiled.get(key) ?? ajv.compile({ ...(toJsonSchema(schema) as object), definitions });
  compiled.set(key, validate);
  if (!validate(JSON.parse(answered.text)))
    throw violation(answered, `does not fit its schema: ${ajv.errorsText(validate.errors)}`);
}

function findOperation(method: string, path: string): OperationObject | undefined {
  const segments = path.split('?')[0]?.split('/') ?? [];
  for (const [template, item] of Object.entries<Record<string, OperationObject>>(document.paths)) {
    const expected = template.split('/');
    const fits = (part: string, index: number) => part.startsWith('{') || part === segments[index];
    if (expected.length === segments.length && expected.every(fits)) return item[method.toLowerCase()];
  }
  return undefined;
}

function violation({ method, path, text }: Answered, what: string): Error {
  return new Error(`The answer of ${method} ${path} ${what}: ${text.slice(0, 500)}`);
}
