import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isAlive, killLeftOver, processIdentity } from './identity.ts';

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
  /** Notes a process, and how to end it, for the next start, should this one be killed. */
  remember(pid: number, stopSignal: NodeJS.Signals): void;
  forget(pid: number): void;
  /** Removes the folder, synchronously: it also runs when the process exits. */
  remove(): void;
}

/** Makes this process's folder below `base`, and ends and removes what dead processes left there. */
export function openRunDirectory(base = defaultBase()): RunDirectory {
  const user = engineUser();
  const mode = user ? 0o711 : 0o700;
  for (const folder of [base, path.join(base, 'run'), path.join(base, 'cache')]) ensureOwn(folder, mode);
  if (user) requireTraversable(base, user);
  const runs = path.join(base, 'run');
  removeDeadRuns(runs);

  const folder = path.join(runs, `${process.pid}-${randomBytes(4).toString('hex')}`);
  fs.mkdirSync(folder, { mode });
  fs.mkdirSync(path.join(folder, 'children'), { mode: 0o700 });
  fs.writeFileSync(path.join(folder, 'owner'), processIdentity(process.pid), { mode: 0o600 });
  const noteOf = (pid: number) => path.join(folder, 'children', String(pid));

  return {
    path: folder,
    cache: path.join(base, 'cache'),
    user,
    makePrivate(name) {
      const made = path.join(folder, name);
      fs.mkdirSync(made, { mode: 0o700 });
      if (user) fs.chownSync(made, user.uid, user.gid);
      return made;
    },
    remember: (pid, stopSignal) =>
      fs.writeFileSync(noteOf(pid), `${stopSignal}\n${processIdentity(pid)}`, { mode: 0o600 }),
    forget: (pid) => fs.rmSync(noteOf(pid), { force: true }),
    remove: () => removeTree(folder),
  };
}

function defaultBase(): string {
  const home = process.env.PLINTH_HOME;
  if (home) return path.resolve(home);
  const name = `plinth-${process.getuid?.() ?? os.userInfo().username}`;
  return path.join(os.tmpdir(), name);
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

/** A server that is just ending may still write: then removing takes a second try. */
function removeTree(folder: string): void {
  try {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  } catch {
    // Somebody else is removing it as well, or the next start will.
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
