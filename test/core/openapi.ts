import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { toJsonSchema } from '../../scripts/generate.mjs';

/** openapi.yaml, parsed. */
// biome-ignore lint/suspicious/noExplicitAny: a document of any shape
export const document: any = parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8'));

/** A component as a JSON schema that Ajv can compile. */
export function openapiSchemas(name: string): Record<string, unknown> {
  return { $ref: `#/definitions/${name}`, definitions: toJsonSchema(document.components.schemas) };
}
