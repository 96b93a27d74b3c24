import { readFile } from 'node:fs/promises';
import type { JsonObject } from './json.ts';

/**
 * A state machine file with its `${Tokens}` filled in, as CloudFormation's DefinitionSubstitutions does. Values are
 * put inside JSON strings, so they are escaped.
 *
 * @throws Error when the file has a token for which there is no value
 */
export async function loadDefinition(
  path: string | URL,
  substitutions: Readonly<Record<string, string>>,
): Promise<JsonObject> {
  const text = await readFile(path, 'utf8');
  const filled = text.replace(/\$\{(\w+)\}/g, (_, token: string) => {
    const value = substitutions[token];
    if (value === undefined) throw new Error(`${path} needs a value for the substitution \${${token}}`);
    return JSON.stringify(value).slice(1, -1);
  });
  return JSON.parse(filled);
}
