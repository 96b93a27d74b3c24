import { readFile } from 'node:fs/promises';

/**
 * The text of a state machine file with its `${Tokens}` filled in, as CloudFormation's DefinitionSubstitutions
 * does. Values are put inside JSON strings, so they are escaped.
 *
 * @throws Error when the file has a token for which there is no value
 */
export async function loadDefinition(
  path: string | URL,
  substitutions: Readonly<Record<string, string>>,
): Promise<string> {
  const text = await readFile(path, 'utf8');
  return text.replace(/\$\{(\w+)\}/g, (_, token: string) => {
    const value = substitutions[token];
    if (value === undefined) throw new Error(`${path} needs a value for the substitution \${${token}}`);
    return JSON.stringify(value).slice(1, -1);
  });
}
