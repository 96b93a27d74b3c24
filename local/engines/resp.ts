import net from 'node:net';
import tls from 'node:tls';

/** What Redis answers. An error is a value here only inside of an array; alone it is thrown. */
export type RespValue = string | number | null | Error | readonly RespValue[];

export interface RespOptions {
  readonly host: string;
  readonly port: number;
  /** PEM of the authority that has to have signed the server's certificate. Without it the connection is plain. */
  readonly ca?: string;
  readonly username?: string;
  readonly password?: string;
}

interface Waiting {
  readonly resolve: (value: RespValue) => void;
  readonly reject: (error: Error) => void;
}

/** A connection to Redis, as small as it can be: commands and answers in RESP2, pipelined. */
export class RespClient {
  readonly #socket: net.Socket;
  readonly #waiting: Waiting[] = [];
  #received: Buffer = Buffer.alloc(0);
  #failure: Error | undefined;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('Redis closed the connection')));
  }

  static async connect(options: RespOptions): Promise<RespClient> {
    const { host, port, ca } = options;
    const socket = ca === undefined ? net.connect({ host, port }) : tls.connect({ host, port, ca });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once(ca === undefined ? 'connect' : 'secureConnect', () => {
        socket.off('error', reject);
        resolve();
      });
    });
    socket.setNoDelay(true);
    const client = new RespClient(socket);
    if (options.password !== undefined) {
      const user = options.username === undefined ? [] : [options.username];
      try {
        await client.command('AUTH', ...user, options.password);
      } catch (error) {
        client.close();
        throw error;
      }
    }
    return client;
  }

  command(...words: readonly (string | number)[]): Promise<RespValue> {
    if (this.#failure) return Promise.reject(this.#failure);
    const parts = words.map((word) => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#socket.write(`*${words.length}\r\n${parts.join('')}`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    let at = 0;
    for (let parsed = parse(this.#received, at); parsed; parsed = parse(this.#received, at)) {
      at = parsed.end;
      const waiting = this.#waiting.shift();
      if (parsed.value instanceof Error) waiting?.reject(parsed.value);
      else waiting?.resolve(parsed.value);
    }
    this.#received = this.#received.subarray(at);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}

/** The value that starts at `at`, or undefined when it has not fully arrived. */
function parse(bytes: Buffer, at: number): { value: RespValue; end: number } | undefined {
  const lineEnd = bytes.indexOf('\r\n', at);
  if (lineEnd < 0) return undefined;
  const line = bytes.toString('utf8', at + 1, lineEnd);
  const end = lineEnd + 2;
  switch (bytes.toString('latin1', at, at + 1)) {
    case '+':
      return { value: line, end };
    case '-':
      return { value: new Error(line), end };
    case ':':
      return { value: Number(line), end };
    case '$': {
      const length = Number(line);
      if (length < 0) return { value: null, end };
      if (bytes.length < end + length + 2) return undefined;
      return { value: bytes.toString('utf8', end, end + length), end: end + length + 2 };
    }
    case '*':
      return parseArray(bytes, end, Number(line));
    default:
      throw new Error(`Redis answered something that is not RESP2: ${line}`);
  }
}

function parseArray(
  bytes: Buffer,
  start: number,
  length: number,
): { value: RespValue; end: number } | undefined {
  if (length < 0) return { value: null, end: start };
  const values: RespValue[] = [];
  let end = start;
  for (let index = 0; index < length; index++) {
    const parsed = parse(bytes, end);
    if (!parsed) return undefined;
    values.push(parsed.value);
    end = parsed.end;
  }
  return { value: values, end };
}
