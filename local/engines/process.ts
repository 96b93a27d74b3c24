import { type ChildProcess, spawn } from 'node:child_process';
import { isAlive, pause, signal } from './identity.ts';
import type { RunDirectory } from './run-directory.ts';

/** A start that takes longer has failed. Twenty environments on two cores stay far below. */
const startTimeoutMs = 60_000;
const stopTimeoutMs = 3_000;
const keptLines = 30;

export interface ServerOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What the server says, on stdout or stderr, once it accepts connections. */
  readonly ready: RegExp;
  /** Ends it at once, without saving. */
  readonly stopSignal: NodeJS.Signals;
}

export interface CommandOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly mergeStderr?: boolean;
  /** Not as the engines' user. */
  readonly asOurselves?: boolean;
  /** A failure is none when every line of stderr matches. */
  readonly acceptFailure?: RegExp;
}

export interface EngineProcess {
  readonly pid: number;
  /** Resolves when it has ended, however. */
  readonly exited: Promise<void>;
  /** Ends it with this signal, or at once, and waits until it has gone. */
  stop(stopSignal?: NodeJS.Signals): Promise<void>;
}

interface Child {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly stopSignal: NodeJS.Signals;
  readonly exited: Promise<number | null>;
}

/** Every process that one run started. After `close` there is none, and none can be started any more. */
export class Processes {
  readonly #run: RunDirectory;
  readonly #children = new Set<Child>();
  #closed = false;

  constructor(run: RunDirectory) {
    this.#run = run;
  }

  /** Starts a server and resolves once it says that it is ready. */
  async serve(options: ServerOptions): Promise<EngineProcess> {
    const child = await this.#spawn(options.command, options.args, options);
    child.process.stdin?.end();
    try {
      await untilReady(child, options);
    } catch (error) {
      await this.#stop(child, 'SIGKILL');
      throw this.#closed ? closedError() : error;
    }
    return {
      pid: child.pid,
      exited: child.exited.then(() => undefined),
      stop: (stopSignal = child.stopSignal) => this.#stop(child, stopSignal),
    };
  }

  /** Runs a command to its end and answers what it wrote to stdout (and stderr, where asked for). */
  async run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
    const child = await this.#spawn(command, args, { stopSignal: 'SIGKILL', ...options });
    const written = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child.process[name]?.setEncoding('utf8').on('data', (text: string) => {
        written[name] += text;
      });
    }
    const ended = new Promise((resolve) => child.process.once('close', resolve));
    child.process.stdin?.on('error', () => {}).end(options.input);
    const code = await child.exited;
    await ended;
    if (this.#closed) throw closedError();
    const lines = written.stderr.trim().split('\n');
    if (code !== 0 && !(options.acceptFailure && lines.every((line) => options.acceptFailure?.test(line)))) {
      throw new Error(`${command} failed (exit code ${code}): ${lines.slice(-keptLines).join('\n')}`);
    }
    return options.mergeStderr ? written.stdout + written.stderr : written.stdout;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#children].map((child) => this.#stop(child, child.stopSignal)));
  }

  /** The last resort while the process exits, when nothing asynchronous runs any more. */
  killSync(): void {
    this.#closed = true;
    const left = [...this.#children];
    for (const child of left) signal(child.pid, child.stopSignal);
    const deadline = Date.now() + 1_000;
    while (left.some((child) => isAlive(child.pid)) && Date.now() < deadline) pause(2);
    for (const child of left) if (isAlive(child.pid)) signal(child.pid, 'SIGKILL');
  }

  async #spawn(
    command: string,
    args: readonly string[],
    options: Pick<ServerOptions, 'stopSignal'> & CommandOptions,
  ): Promise<Child> {
    if (this.#closed) throw closedError();
    const { stopSignal } = options;
    const started = spawn(command, args, {
      // Not the caller's environment: it may hold credentials and PG… variables.
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', ...options.env },
      cwd: options.cwd ?? this.#run.path,
      // A session of its own, so that the terminal's Ctrl-C reaches us first.
      detached: true,
      ...(options.asOurselves ? {} : this.#run.user),
    });
    const { pid } = started;
    if (pid === undefined) {
      const cause = await new Promise<Error>((resolve) => started.once('error', resolve));
      throw new Error(`${command} could not be started: ${cause.message}`, { cause });
    }
    this.#run.remember(pid, stopSignal);
    const exited = new Promise<number | null>((resolve) => {
      started.once('exit', (code) => {
        this.#children.delete(child);
        this.#run.forget(pid);
        resolve(code);
      });
    });
    const child: Child = { process: started, pid, stopSignal, exited };
    this.#children.add(child);
    return child;
  }

  async #stop(child: Child, stopSignal: NodeJS.Signals): Promise<void> {
    if (!this.#children.has(child)) return;
    signal(child.pid, stopSignal);
    const timer = setTimeout(() => signal(child.pid, 'SIGKILL'), stopTimeoutMs);
    await child.exited;
    clearTimeout(timer);
  }
}

function untilReady(child: Child, options: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const fail = (what: string) => reject(new Error(`${options.command} ${what}: ${lines.join('\n')}`));
    const timer = setTimeout(() => fail(`was not ready after ${startTimeoutMs} ms`), startTimeoutMs);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    for (const stream of [child.process.stdout, child.process.stderr]) {
      let rest = '';
      stream?.setEncoding('utf8').on('data', (text: string) => {
        const parts = (rest + text).split('\n');
        rest = parts.pop() ?? '';
        for (const line of parts) {
          lines.push(line);
          if (options.ready.test(line)) settle(resolve);
        }
        lines.splice(0, lines.length - keptLines);
      });
    }
    // 'close' and not 'exit': the reason is in what it wrote last.
    child.process.once('close', (code) => settle(() => fail(`ended with exit code ${code}`)));
  });
}

export function closedError(): Error {
  return new Error('the engines of the local cloud have been closed');
}
