import { cpSync, existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { FUNCTION_KEYS, type FunctionKey } from '../functions/keys.ts';
import { BUNDLE } from './bundle.ts';
import { LIMITS_FILE } from './limits.ts';

const ROOT = join(import.meta.dirname, '..');

/** The functions that take requests in: they need the landing zones, the limits and the names of the migration sets. */
export const SUBMITTERS: readonly FunctionKey[] = ['api', 'events', 'catalog'];

/** The functions that go by the migrations: their sets, their newest files, or what is in them. */
export const MIGRATION_READERS: readonly FunctionKey[] = [...SUBMITTERS, 'migrate', 'drift'];

/** The functions that start workflows. */
export const STARTERS: readonly FunctionKey[] = [...SUBMITTERS, 'execution-ended', 'caretaker'];

/** The platform team's landing zones; without the file the deployment makes some. */
export const LANDING_ZONES_FILE = join(ROOT, 'config/landing-zones.json');

/**
 * Makes the folder that a function is deployed from: the bundle, its source map, and the files it reads. The same
 * sources give the same bytes on every machine, so an unchanged function is not deployed again.
 *
 * @param landingZones,limits Files that go beside the bundle of each function that takes requests in.
 */
export async function bundleFunction(
  key: FunctionKey,
  folder: string,
  landingZones = LANDING_ZONES_FILE,
  limits = LIMITS_FILE,
): Promise<Metafile> {
  rmSync(folder, { recursive: true, force: true });
  const { metafile } = await build({
    ...BUNDLE,
    entryPoints: { index: join(ROOT, 'functions/entries', `${key}.ts`) },
    outdir: folder,
    absWorkingDir: ROOT,
    // What a door needs only for something new is loaded when that comes; all others need all they have.
    splitting: SUBMITTERS.includes(key),
    sourcemap: 'external', // without a word of it in the code: config/stacks.js knows where it is
    sourcesContent: false,
    metafile: true,
    logLevel: 'error',
  });
  const submits = SUBMITTERS.includes(key);
  if (MIGRATION_READERS.includes(key)) {
    cpSync(join(ROOT, 'migrations'), join(folder, 'migrations'), { recursive: true });
  }
  for (const file of submits ? [landingZones, limits] : [])
    if (existsSync(file)) cpSync(file, join(folder, basename(file)));
  return metafile;
}

/** All functions, each in a folder of its own below `folder`. */
export async function bundleFunctions(folder: string): Promise<Record<FunctionKey, Metafile>> {
  const made = await Promise.all(
    FUNCTION_KEYS.map(async (key) => [key, await bundleFunction(key, join(folder, key))]),
  );
  return Object.fromEntries(made);
}

/** The files of a bundle, without source maps and what else lies beside it. */
export function bundleOf({ outputs }: Metafile) {
  const modules = Object.entries(outputs).filter(([path]) => path.endsWith('.mjs'));
  const sizes = modules.map(([, { bytes }]) => bytes);
  return {
    /** All there is, also what is loaded later. */
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    /** Paths of the sources. */
    inputs: [...new Set(modules.flatMap(([, { inputs }]) => Object.keys(inputs)))],
    startBytes: bytesAtStart(outputs),
  };
}

/** What is read and compiled before the handler is ready. */
function bytesAtStart(outputs: Metafile['outputs']): number {
  const entry = Object.keys(outputs).find((path) => path.endsWith('/index.mjs'));
  const seen = new Set<string>();
  const visit = (path: string | undefined): number => {
    const output = path === undefined ? undefined : outputs[path];
    if (!path || !output || seen.has(path)) return 0;
    seen.add(path);
    const imports = output.imports.filter(({ kind, external }) => kind === 'import-statement' && !external);
    return imports.reduce((sum, one) => sum + visit(one.path), output.bytes);
  };
  return visit(entry);
}
