import { join, relative } from 'node:path';
import { LIMITS_FILE, readLimits } from '../config/limits.ts';
import type { LocalCloudOptions } from './cloud.ts';
import { createEngines } from './engines/index.ts';
import { CARETAKER_MS } from './every.ts';
import { type ApiAccess, readApiAccess } from './execute-api.ts';
import { invokeHandler } from './lambda.ts';
import { parseQuotas } from './quotas.ts';
import { targetFromEnvironment } from './target.ts';

const DEFAULT_API_PORT = 8080;
const DEFAULT_AWS_PORT = 4566;
/** A stop takes a tenth of a second. When something hangs, exiting ends the engines all the same. */
const STOP_LIMIT_MS = 10_000;

/** What `npm start` runs: the API and the AWS endpoint, until a signal. */
export interface RunningPlinth {
  readonly api: string;
  readonly aws: string;
  /** PEM of the authority behind the engines' certificates, and a file that holds it. */
  readonly caCertificate: string;
  readonly caFile: string | undefined;
  close(): Promise<void>;
}

/** Starts everything; when a part cannot start, what has started is stopped again. */
export async function startPlinth(
  options: LocalCloudOptions & { apiPort: number; awsPort: number; access?: ApiAccess },
): Promise<RunningPlinth> {
  // The engines prepare themselves on the other core while the rest of the code is loaded.
  const engines = options.engines ?? (await createEngines({ prepare: true }));
  const [{ createLocalCloud }, { listenApi }] = await Promise.all([
    import('./cloud.ts'),
    import('./api-server.ts'),
  ]);
  const cloud = await createLocalCloud({ caretakerMs: CARETAKER_MS, ...options, engines });
  const closers: (() => Promise<void>)[] = [() => cloud.close()];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const aws = await cloud.gateway
      .listen(options.awsPort)
      .catch((error: unknown) => refusePort('AWS_PORT', options.awsPort, error));
    closers.push(() => aws.close());
    const api = await listenApi(
      (event, key) =>
        invokeHandler(
          (key === 'orphans' ? cloud.orphans : cloud.api) as never,
          `plinth-${key}`,
          event,
        ) as never,
      options.apiPort,
      options.access ? { access: options.access } : {},
    ).catch((error: unknown) => refusePort('PORT', options.apiPort, error));
    closers.push(() => api.close());
    const { caCertificate, caFile } = cloud.world.engines;
    return { api: api.url, aws: aws.url, caCertificate, caFile, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Says which variable chose the port and what to do. */
function refusePort(name: string, port: number, cause: unknown): never {
  const { code, message } = cause as NodeJS.ErrnoException;
  const advice = `set ${name} to another port, or to 0 for any free one`;
  if (code === 'EADDRINUSE') throw new Error(`port ${port} is in use: ${advice}.`, { cause });
  if (code === 'EACCES') throw new Error(`port ${port} is not open to this user: ${advice}.`, { cause });
  throw new Error(`port ${port} could not be opened (${message}): ${advice}.`, { cause });
}

/** `PORT`, `AWS_PORT` and the variables of docs/local-cloud.md, checked. */
export function optionsFromEnvironment(env: Readonly<Record<string, string | undefined>>) {
  return {
    apiPort: portOf('PORT', env.PORT, DEFAULT_API_PORT),
    awsPort: portOf('AWS_PORT', env.AWS_PORT, DEFAULT_AWS_PORT),
    ...(env.PLINTH_CALLERS ? { access: accessOf(env.PLINTH_CALLERS) } : {}),
    ...targetFromEnvironment(env),
    ...limitsFrom(env.PLINTH_LIMITS),
    ...(env.PLINTH_QUOTAS ? { quotas: parseQuotas(env.PLINTH_QUOTAS) } : {}),
  };
}

/** By default those of the deployment, if there are any. */
function limitsFrom(file: string | undefined): Pick<LocalCloudOptions, 'limits'> {
  const limits = readLimits(file || LIMITS_FILE);
  if (file && !limits) throw new Error(`PLINTH_LIMITS=${file} cannot be read: there is no such file.`);
  return limits ? { limits } : {};
}

function portOf(name: string, value: string | undefined, fallback: number): number {
  if (value === undefined || value === '') return fallback;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${name}=${value} is no port: use a number from 0 (any free one) to 65535.`);
}

function accessOf(file: string): ApiAccess {
  try {
    return readApiAccess(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`PLINTH_CALLERS=${file} cannot be used: ${reason}. examples/iam/callers.json is one.`, {
      cause,
    });
  }
}

async function main(): Promise<void> {
  // From here on, so that a signal during the start ends what has started. Later ones, such as those of npm, which
  // passes the terminal's Ctrl-C on, find the stop under way.
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  process.stdout.on('error', () => {}); // the reader of a pipe has gone: there is nobody to tell
  const starting = startPlinth(optionsFromEnvironment(process.env));
  const started = await Promise.race([starting, stopped]);
  if (started) process.stdout.write(greeting(started));
  await stopped;
  setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
  await (await starting).close();
  process.exit(0);
}

function greeting({ api, aws, caFile }: RunningPlinth): string {
  const project = `${api}/v1/projects/shop`;
  const folder = join(import.meta.dirname, '..', 'examples');
  // npm runs scripts in the package's folder; what is printed is typed where npm was.
  const example = relative(process.env.INIT_CWD ?? process.cwd(), join(folder, 'development.json'));
  return `ready ${JSON.stringify({ api, aws })}
${caFile ? `ca ${caFile}\n` : ''}Try: curl -si ${project}/environments -H 'content-type: application/json' -d '@${example}'
     curl -s ${project}/environments/dev/outputs
AWS CLI: aws --endpoint-url ${aws} rds describe-db-clusters   (any credentials; Ctrl-C stops everything)
`;
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(
      `Plinth could not start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(1);
  });
}
