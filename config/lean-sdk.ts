import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';
import { errorsOnUse } from './lean-errors.ts';
import { vendored } from './vendored.ts';

/** What of the AWS SDK and of Powertools a function of Plinth on Lambda has no use for. */
export const LEAN_SDK: Plugin[] = [
  environmentCredentials(),
  withoutSharedFiles(),
  withoutWebCrypto(),
  withoutFileBodies(),
  withoutEndpointDiscovery(),
  versionOnly(),
  withoutEventStreams(),
  errorsOnUse(),
  membersOnly(),
];

/**
 * Lambda has no ~/.aws/config. The SDK reads it for every setting that no variable names, and loads node:fs/promises
 * for that.
 */
function withoutSharedFiles(): Plugin {
  return {
    name: 'without-shared-files',
    setup(build) {
      build.onLoad({ filter: /[\\/]shared-ini-file-loader[\\/]loadSharedConfigFiles\.js$/ }, () => ({
        contents: `export { CONFIG_PREFIX_SEPARATOR } from './constants';
          export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });`,
      }));
    },
  };
}

/** `globalThis.crypto` makes Node load all of web crypto, 10 ms, for the random ids that node:crypto gives too. */
function withoutWebCrypto(): Plugin {
  return {
    name: 'without-web-crypto',
    setup(build) {
      build.onLoad({ filter: /@smithy[\\/]core[\\/].*[\\/]serde[\\/]uuid[\\/]v4\.js$/ }, () => ({
        contents: `import { randomUUID } from 'node:crypto';
          export const bindV4 = () => () => randomUUID();`,
      }));
    },
  };
}

/** A request's body is never a file; to ask whether it is one loads Node's file streams and node:fs/promises, 3 ms. */
function withoutFileBodies(): Plugin {
  return {
    name: 'without-file-bodies',
    setup(build) {
      build.onLoad({ filter: /@smithy[\\/]core[\\/].*[\\/]calculateBodyLength\.js$/ }, ({ path }) =>
        vendored(path, (text) => text.replace('body instanceof ReadStream', 'false')),
      );
    },
  };
}

/** DynamoDB's client has it and needs it nowhere (AWS SDKs reference guide: it is off unless a service requires it). */
function withoutEndpointDiscovery(): Plugin {
  return {
    name: 'without-endpoint-discovery',
    setup(build) {
      build.onLoad(
        { filter: /middleware-endpoint-discovery[\\/]dist-es[\\/]resolveEndpointDiscoveryConfig\.js$/ },
        () => ({
          contents: 'export const resolveEndpointDiscoveryConfig = (config) => config;',
        }),
      );
    },
  };
}

/**
 * Powertools picks the idempotency key out of an event with JMESPath, a language of 23 kB. Ours are names of members;
 * anything else is refused.
 */
function membersOnly(): Plugin {
  return {
    name: 'members-only',
    setup(build) {
      build.onResolve({ filter: /^@aws-lambda-powertools\/jmespath(\/functions)?$/ }, ({ path }) => ({
        path,
        namespace: 'members-only',
        sideEffects: false,
      }));
      build.onLoad({ filter: /.*/, namespace: 'members-only' }, ({ path }) => ({
        contents: `export class PowertoolsFunctions {}
          export const search = (name, data) => {
            if (!/^\\w+$/.test(name)) throw new Error('${path} is not part of this bundle: see config/lean-sdk.ts');
            return data[name] ?? null;
          };`,
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
            constructor() { throw new Error('${path} is not part of this bundle: see config/lean-sdk.ts'); }
          }`,
      }));
    },
  };
}
