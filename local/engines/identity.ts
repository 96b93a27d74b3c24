import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

/**
 * What tells a process from a later one with the same number: when it started. The boot is part of it on Linux,
 * where start times count from there.
 */
export function processIdentity(pid: number): string {
  if (process.platform === 'linux') {
    const started = linuxStat(pid)?.[19];
    return started === undefined ? '' : `${started} ${bootId()}`;
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return ''; // ps exits 1 when there is no such process
  }
}

/** True while the process runs and, if an identity is given, is still the same one. A zombie is dead. */
export function isAlive(pid: number, identity?: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (process.platform === 'linux' && linuxStat(pid)?.[0] === 'Z') return false;
  return identity === undefined || processIdentity(pid) === identity;
}

/**
 * Ends a process that a dead owner started, and nothing else: the identity was written down when it was started.
 */
export function killLeftOver(pid: number, identity: string, stopSignal: NodeJS.Signals): void {
  if (!isAlive(pid, identity)) return;
  signal(pid, stopSignal);
  const deadline = Date.now() + 2_000;
  while (isAlive(pid, identity) && Date.now() < deadline) pause(5);
  if (isAlive(pid, identity)) signal(pid, 'SIGKILL');
}

/**
 * Sends a signal to a process that leads a group, as all do that Plinth starts; one that has gone in the meantime is
 * as good. SIGKILL goes to the whole group: the server that an initdb runs would outlive it and write on.
 */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(name === 'SIGKILL' ? -pid : pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Blocks: used only before the engines start and when the process exits. */
export function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** The fields of /proc/PID/stat after the command, which is in brackets and may hold anything: [0] is the state. */
function linuxStat(pid: number): string[] | undefined {
  try {
    const line = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

let boot: string | undefined;
function bootId(): string {
  boot ??= fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return boot;
}
