import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isAlive, killLeftOver, processIdentity } from './identity.ts';

/** From linux/magic.h. */
const tmpfsMagic = 0x01021994;
const leastMemoryBytes = 2 * 1024 ** 3;

/** The user that the engines run as: PostgreSQL refuses to run as root. `undefined`: as ourselves. */
export interface EngineUser {
  readonly uid: number;
  readonly gid: number;
}

/** Folders of one Plinth process. Another process on this machine has its own, and shares only `cache`. */
export interface RunDirectory {
  /** Everything in here ends with this process. */
  readonly path: string;
  /** Kept between runs: the initdb template and copied or unpacked binaries. Entries appear by rename only. */
  readonly cache: string;
  readonly user: EngineUser | undefined;
  /** Makes a folder that belongs to the engines' user and that nobody else can read. */
  makePrivate(name: string): string;
  /** The same for an engine's data, which lies in memory where the machine has enough of it. */
  makeData(name: string): string;
  /** Notes a process, and how to end it, for the next start, should this one be killed. */
  remember(pid: number, stopSignal: NodeJS.Signals): void;
  forget(pid: number): void;
  /** Removes the folder, synchronously: it also runs when the process exits. */
  remove(): void;
}

/**
 * Makes this process's folders below `home`, or PLINTH_HOME, or the system's folder for temporary files, and ends
 * and removes what dead processes left there. Data goes to /dev/shm, unless a place was chosen.
 */
export function openRunDirectory(home = process.env.PLINTH_HOME): RunDirectory {
  const user = engineUser();
  const mode = user ? 0o711 : 0o700;
  const base = home ? path.resolve(home) : path.join(os.tmpdir(), ownName());
  const runs = path.join(base, 'run');
  const cache = path.join(base, 'cache');
  for (const folder of [base, runs, cache]) ensureOwn(folder, mode);
  if (user) requireTraversable(base, user);
  removeDeadRuns(runs);
  const inMemory = home ? undefined : openMemory(mode);

  const name = `${process.pid}-${randomBytes(4).toString('hex')}`;
  const folder = claim(runs, name, mode);
  const data = inMemory ? claim(inMemory, name, mode) : folder;
  // Beside the data, which every later start looks through, also one with another folder for temporary files.
  const children = path.join(data, 'children');
  fs.mkdirSync(children, { mode: 0o700 });
  const noteOf = (pid: number) => path.join(children, String(pid));
  const makeIn = (parent: string) => (child: string) => {
    const made = path.join(parent, child);
    fs.mkdirSync(made, { mode: 0o700 });
    if (user) fs.chownSync(made, user.uid, user.gid);
    return made;
  };

  return {
    path: folder,
    cache,
    user,
    makePrivate: makeIn(folder),
    makeData: makeIn(data),
    remember: (pid, stopSignal) =>
      fs.writeFileSync(noteOf(pid), `${stopSignal}\n${processIdentity(pid)}`, { mode: 0o600 }),
    forget: (pid) => fs.rmSync(noteOf(pid), { force: true }),
    remove() {
      removeTree(folder);
      removeTree(data);
    },
  };
}

/** Makes a run's folder and says whose it is. */
function claim(runs: string, name: string, mode: number): string {
  const folder = path.join(runs, name);
  fs.mkdirSync(folder, { mode });
  spreadOnDisk(folder);
  fs.writeFileSync(path.join(folder, 'owner'), processIdentity(process.pid), { mode: 0o600 });
  return folder;
}

/**
 * The folder for data in memory, or none on machines that have little, such as containers with Docker's 64 MB.
 * The data is not meant to survive, a new cluster is 30 MB, and no disk is as even in its speed.
 */
function openMemory(mode: number): string | undefined {
  const mount = '/dev/shm';
  if (process.platform !== 'linux' || !fs.existsSync(mount)) return undefined;
  const { type, bavail, bsize } = fs.statfsSync(mount);
  if (type !== tmpfsMagic || bavail * bsize < leastMemoryBytes) return undefined;
  const folder = path.join(mount, ownName());
  ensureOwn(folder, mode);
  removeDeadRuns(folder);
  return folder;
}

function ownName(): string {
  return `plinth-${process.getuid?.() ?? os.userInfo().username}`;
}

/** As root: `postgres` where the machine has that user, else `nobody`. */
function engineUser(): EngineUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const entries = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const entry = entries.find(([name]) => name === 'postgres') ?? entries.find(([name]) => name === 'nobody');
  if (!entry) {
    throw new Error(
      'PostgreSQL does not run as root, and /etc/passwd has neither a user "postgres" nor "nobody" to run it as: ' +
        'add one, or start Plinth as an ordinary user',
    );
  }
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/**
 * Puts each folder made in this one somewhere else on an ext4 disk. There, creating files next to many that were
 * deleted in the last minutes is slow (ext4 looks at each): a cluster's thousand files take 0.7 s instead of 0.07 s
 * when another run has just ended. Other file systems know no such attribute, and need none.
 */
function spreadOnDisk(folder: string): void {
  if (process.platform === 'linux') spawnSync('chattr', ['+T', folder], { stdio: 'ignore' });
}

/** The base lies in a folder that everybody may write to: what is there must be ours, and no link. */
function ensureOwn(folder: string, mode: number): void {
  fs.mkdirSync(folder, { recursive: true, mode });
  const found = fs.lstatSync(folder);
  const uid = process.getuid?.();
  if (!found.isDirectory() || (uid !== undefined && found.uid !== uid)) {
    throw new Error(
      `${folder} exists and is not a folder of this user, so Plinth does not use it: remove it, or choose ` +
        'another place with PLINTH_HOME',
    );
  }
  if ((found.mode & 0o777) !== mode) fs.chmodSync(folder, mode);
}

function requireTraversable(base: string, user: EngineUser): void {
  const closed = closedParent(base, user);
  if (!closed) return;
  throw new Error(
    `the engines run as uid ${user.uid}, which may not enter ${closed}: choose another place with PLINTH_HOME, ` +
      'for example PLINTH_HOME=/var/tmp/plinth',
  );
}

/** The first folder on the way to `target`, or `target` itself, that `user` may not enter. */
export function closedParent(target: string, user: EngineUser): string | undefined {
  const parts = fs.realpathSync(target).split(path.sep);
  for (let end = 1; end <= parts.length; end++) {
    const folder = parts.slice(0, end).join(path.sep) || path.sep;
    const { mode, uid, gid } = fs.statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return folder;
  }
  return undefined;
}

function removeDeadRuns(runs: string): void {
  for (const name of fs.readdirSync(runs)) {
    const folder = path.join(runs, name);
    const pid = Number.parseInt(name, 10);
    // Without an owner file the owner may be about to write it: then its pid decides alone.
    const owner = readIfThere(path.join(folder, 'owner'));
    if (!Number.isInteger(pid) || isAlive(pid, owner || undefined)) continue;
    endChildren(path.join(folder, 'children'));
    removeTree(folder);
  }
}

function endChildren(folder: string): void {
  let names: string[] = [];
  try {
    names = fs.readdirSync(folder);
  } catch {
    return; // killed before it had started anything
  }
  for (const name of names) {
    const [stopSignal, identity] = (readIfThere(path.join(folder, name)) ?? '').split('\n');
    if (stopSignal && identity) killLeftOver(Number(name), identity, stopSignal as NodeJS.Signals);
  }
}

/**
 * What is just ending may still write: an initdb that was killed leaves the server it runs for a moment. Tried for
 * two seconds, by hand, because `rmSync` counts its retries differently from one Node to the next.
 */
function removeTree(folder: string): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let attempt = 0; attempt < 40; attempt++) {
    try {
      fs.rmSync(folder, { recursive: true, force: true });
      return;
    } catch {
      Atomics.wait(pause, 0, 0, 50);
    }
  }
  // Somebody else holds on to it: the next start tries again.
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
