import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import type { Random } from './random.ts';

/** What a simulation puts in the place of the machine's own time, chance and network. */
export interface Sources {
  now(): number;
  readonly random: Random;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  fetch(url: string, init: { readonly body?: unknown }): Promise<Response>;
}

let sources: Sources | undefined;

/** From now on the process lives in this simulation; undefined: in none, which is an error for who asks for the time. */
export function liveIn(simulation: Sources | undefined): void {
  sources = simulation;
}

/** A timer of no time is a turn of the event loop: whoever waits for it is at work, and no time passes. */
const TURN_MS = 1;

/**
 * Takes time, chance, timers and fetch from the simulation, for everything that is loaded afterwards, libraries too. Once
 * for each process, before any other import.
 */
export function installGlobals(): void {
  installDate();
  installRandom();
  installTimers();
  const realFetch = globalThis.fetch;
  globalThis.fetch = ((url: string | URL, init: { body?: unknown } = {}) =>
    sources ? sources.fetch(String(url), init) : realFetch(url, init as never)) as typeof fetch;
}

function installDate(): void {
  const RealDate = Date;
  const now = () => sources?.now() ?? RealDate.now();
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
}

function installRandom(): void {
  const real = { ...crypto, random: Math.random };
  Math.random = () => sources?.random.next() ?? real.random();
  const patch = crypto as unknown as Record<string, unknown>;
  patch.randomBytes = (size: number) =>
    sources ? sources.random.fill(Buffer.alloc(size)) : real.randomBytes(size);
  patch.randomFillSync = (bytes: Uint8Array) =>
    sources ? sources.random.fill(bytes) : real.randomFillSync(bytes);
  patch.randomInt = (low: number, high?: number) => {
    const [from, below] = high === undefined ? [0, low] : [low, high];
    return sources ? sources.random.integer(from, below - 1) : real.randomInt(from, below);
  };
  const uuid = () => (sources ? uuidOf(sources.random) : real.randomUUID());
  patch.randomUUID = uuid;
  Object.defineProperty(globalThis.crypto, 'randomUUID', { value: uuid });
  syncBuiltinESMExports();
}

function uuidOf(random: Random): `${string}-${string}-${string}-${string}-${string}` {
  const hex = random.fill(Buffer.alloc(16)).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

interface Timer {
  readonly controller: AbortController;
  readonly immediate?: NodeJS.Immediate;
  unref(): Timer;
  ref(): Timer;
  hasRef(): boolean;
}

function installTimers(): void {
  const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  const set = (act: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    if (!sources) return real.setTimeout(act, ms, ...args);
    const controller = new AbortController();
    const immediate = ms <= TURN_MS ? setImmediate(() => act(...args)) : undefined;
    if (!immediate)
      sources.sleep(ms, controller.signal).then(
        () => act(...args),
        () => {},
      );
    const timer: Timer = {
      controller,
      ...(immediate && { immediate }),
      unref: () => timer,
      ref: () => timer,
      hasRef: () => true,
    };
    return timer;
  };
  const clear = (timer: Timer | NodeJS.Timeout | undefined) => {
    if (!timer || !('controller' in timer)) return real.clearTimeout(timer);
    timer.controller.abort();
    if (timer.immediate) clearImmediate(timer.immediate);
  };
  globalThis.setTimeout = set as unknown as typeof setTimeout;
  globalThis.clearTimeout = clear as unknown as typeof clearTimeout;
  Object.assign(timers, { setTimeout: set, clearTimeout: clear });
  syncBuiltinESMExports();
  const realTimeout = AbortSignal.timeout;
  AbortSignal.timeout = (ms) => {
    if (!sources) return realTimeout(ms);
    const controller = new AbortController();
    set(() => controller.abort(new DOMException('The operation timed out.', 'TimeoutError')), ms);
    return controller.signal;
  };
}
