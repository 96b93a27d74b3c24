import { readFileSync } from 'node:fs';
import { type BuildOptions, transformSync } from 'esbuild';
import { LEAN } from './lean.ts';

/** On one line and in a scope of its own. */
const STACKS = transformSync(`{${readFileSync(new URL('stacks.js', import.meta.url), 'utf8')}}`, {
  minify: true,
}).code;

/**
 * How esbuild bundles each of `functions/entries/` for Lambda; the deployment and the tests take the same options.
 * The AWS SDK is bundled too: its version is the one that was tested, and not the one of Lambda's runtime.
 * Some dependencies are CommonJS and call `require` for Node's own modules, which an ES module does not have: the
 * banner gives it to them. `module` before `main` takes the ES modules of packages that have both: half the size.
 */
export const BUNDLE = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  mainFields: ['module', 'main'],
  banner: {
    js: `import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);${STACKS.trim()}`,
  },
  // Answers of AWS come as streams of Node; the SDK's code for the web's streams would load all of those.
  define: { ReadableStream: 'undefined' },
  assetNames: '[name]',
  legalComments: 'none',
  plugins: LEAN,
} satisfies BuildOptions;
