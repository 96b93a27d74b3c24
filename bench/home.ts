import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const BARE = path.join(import.meta.dirname, 'bare.ts');

/** The environment of a process whose home is below this folder: Plinth's default place, with its own rules. */
export function homeEnvironment(folder: string): NodeJS.ProcessEnv {
  const { PLINTH_HOME: _, ...rest } = process.env;
  return { ...rest, TMPDIR: folder };
}

/** Sets up bare engines `count` times in a process of their own; milliseconds of each. */
export async function setUpBare(home: string, heat: 'cold' | 'warm', count: number): Promise<number[]> {
  const env = homeEnvironment(home);
  const { stdout } = await promisify(execFile)(process.execPath, [BARE, heat, String(count)], { env });
  return JSON.parse(stdout) as number[];
}

/** Folders with a home of Plinth each, which go when the bench ends. */
export class Homes {
  readonly #base: string;
  #count = 0;

  constructor() {
    this.#base = fs.mkdtempSync(path.join(os.tmpdir(), 'plinth-bench-'));
    fs.chmodSync(this.#base, 0o711); // as root: the engines' user passes through
  }

  /**
   * A new home: it has the servers' programs, where this machine has to copy or unpack them first, for installing is
   * not provisioning, and no initdb template.
   */
  async create(): Promise<string> {
    const programs = path.join(this.#base, 'programs');
    if (!fs.existsSync(programs)) {
      fs.mkdirSync(programs, { mode: 0o711 });
      await setUpBare(programs, 'cold', 0);
    }
    const home = path.join(this.#base, String(++this.#count));
    fs.cpSync(programs, home, { recursive: true, verbatimSymlinks: true });
    return home;
  }

  remove(): void {
    fs.rmSync(this.#base, { recursive: true, force: true });
  }
}
