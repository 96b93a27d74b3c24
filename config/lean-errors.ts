import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';
import { vendored } from './vendored.ts';

/** Named by our code with `instanceof`: they stay the classes that they are. */
export const NAMED_ERRORS = [
  'ConditionalCheckFailedException',
  'TransactionCanceledException',
  'ExecutionAlreadyExists',
  'ExecutionDoesNotExist',
];

const MODULE = 'plinth:later-errors';
const REGISTRATION = /^n0_registry\.registerError\((\w+)\$, \1\);$/gm;

/**
 * Each SDK client makes a class and a schema of every error of its service when it is loaded (RDS: 151, half of the
 * client). Of most of them only the name, the code on the wire and whose fault it is are of any use: these become a
 * line of text, and the classes are made from it when the first error comes. Errors with members of their own, and
 * those that our code names, stay.
 */
export function errorsOnUse(): Plugin {
  return {
    name: 'errors-on-use',
    setup(build) {
      const filter = /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/;
      build.onLoad({ filter }, ({ path }) => {
        const client = createRequire(import.meta.url)(dirname(dirname(dirname(path))));
        return vendored(path, (text) => withPlainKeys(withErrorsOnUse(text, client)));
      });
      build.onResolve({ filter: new RegExp(`^${MODULE}$`) }, ({ importer }) => ({
        path: MODULE,
        namespace: 'later-errors',
        pluginData: dirname(importer),
        sideEffects: false,
      }));
      build.onLoad({ filter: /.*/, namespace: 'later-errors' }, ({ pluginData }) => ({
        contents: LATER_ERRORS,
        resolveDir: pluginData,
      }));
    },
  };
}

/**
 * `{[_e]: 'client'}` with `const _e = 'error'` might call something, as far as esbuild knows, so that it keeps every
 * schema with such a key and all schemas that it refers to, whether an operation that we use needs them or not.
 */
function withPlainKeys(text: string): string {
  const names = new Map(
    [...text.matchAll(/^const (\w+) = ("[^"]*");$/gm)].map(([, name, value]) => [name, value]),
  );
  return text.replace(/\[(_\w+)\]: /g, (key, name) => (names.has(name) ? `${names.get(name)}: ` : key));
}

// biome-ignore lint/suspicious/noExplicitAny: schemas and classes of a client, by their names
type Client = Record<string, any>;

function withErrorsOnUse(text: string, client: Client): string {
  const base = /^import \{ (\w+ServiceException) \}/m.exec(text)?.[1];
  const end = 'export const errorTypeRegistries = [';
  if (!base || !text.includes(end))
    throw new Error('A client of the SDK has another shape: see config/lean-errors.ts');
  const rows: string[] = [];
  const rest = text.replace(REGISTRATION, (line, name: string) => {
    if (NAMED_ERRORS.includes(name) || !isPlain(client, name)) return line;
    rows.push(rowOf(name, client[`${name}$`][3]));
    return '';
  });
  const later = `import { laterErrors } from '${MODULE}';\nlaterErrors(n0_registry, ${base}, ${JSON.stringify(rows.join(' '))});\n`;
  return rest.replace(end, later + end);
}

/** Nothing but a message, and no word on whether to try again. */
function isPlain(client: Client, name: string): boolean {
  const members = client[`${name}$`][4] as readonly string[];
  const { $retryable } = new client[name]({ message: '', $metadata: {} });
  return members.every((member) => member.toLowerCase() === 'message') && $retryable === undefined;
}

/** `Name:fault`, then the code of the query protocol and its status if it has one. */
function rowOf(name: string, traits: { error: string; awsQueryError?: [string, number] }): string {
  return [name, traits.error === 'server' ? 's' : 'c', ...(traits.awsQueryError ?? [])].join(':');
}

/**
 * The SDK looks for the registry of the service's namespace when an error has come, and copies what is in it
 * (`ProtocolLib.compose`). Until then there is nothing.
 */
const LATER_ERRORS = `
import { TypeRegistry } from '@smithy/core/schema';
export function laterErrors(registry, Base, rows) {
  const { namespace } = registry;
  const make = () => {
    TypeRegistry.registries.set(namespace, registry);
    for (const row of rows.split(' ')) {
      const [name, fault, code, status] = row.split(':');
      const $fault = fault === 's' ? 'server' : 'client';
      const traits = { error: $fault, ...(code ? { awsQueryError: [code, Number(status)] } : {}) };
      const ErrorClass = class extends Base {
        constructor(options) {
          super({ name, $fault, ...options });
          Object.setPrototypeOf(this, ErrorClass.prototype);
        }
      };
      registry.registerError([-3, namespace, name, traits, ['message'], [0]], ErrorClass);
    }
    return registry;
  };
  let made;
  TypeRegistry.registries.set(namespace, {
    get schemas() { return (made ??= make()).schemas; },
    get exceptions() { return (made ??= make()).exceptions; },
  });
}`;
