import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LandingZone } from '../core/spec.ts';
import { listenApi } from './api-server.ts';
import { createLocalCloud, type LocalCloudOptions } from './cloud.ts';
import { invokeHandler } from './lambda.ts';

const DEFAULT_API_PORT = 8080;
const DEFAULT_AWS_PORT = 4566;

/** What `npm start` runs: the API and the AWS endpoint, until a signal. */
export interface RunningPlinth {
  readonly api: string;
  readonly aws: string;
  /** PEM of the authority behind the engines' certificates, and a file that holds it. */
  readonly caCertificate: string;
  close(): Promise<void>;
}

/** Starts everything; when a part cannot start, what has started is stopped again. */
export async function startPlinth(
  options: LocalCloudOptions & { apiPort: number; awsPort: number },
): Promise<RunningPlinth> {
  const cloud = await createLocalCloud(options);
  const closers: (() => Promise<void>)[] = [() => cloud.close()];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const aws = await cloud.gateway.listen(options.awsPort);
    closers.push(() => aws.close());
    const api = await listenApi(
      (event) => invokeHandler(cloud.api as never, 'plinth-api', event) as never,
      options.apiPort,
    );
    closers.push(() => api.close());
    return { api: api.url, aws: aws.url, caCertificate: cloud.world.engines.caCertificate, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** `PORT`, `AWS_PORT`, `PLINTH_CLOUD` and `PLINTH_LANDING_ZONES`, checked. */
export function optionsFromEnvironment(env: Readonly<Record<string, string | undefined>>) {
  return {
    apiPort: portOf('PORT', env.PORT, DEFAULT_API_PORT),
    awsPort: portOf('AWS_PORT', env.AWS_PORT, DEFAULT_AWS_PORT),
    ...targetOf(env.PLINTH_CLOUD),
    ...(env.PLINTH_LANDING_ZONES
      ? { landingZones: JSON.parse(readFileSync(env.PLINTH_LANDING_ZONES, 'utf8')) as LandingZone[] }
      : {}),
  };
}

function portOf(name: string, value: string | undefined, fallback: number): number {
  if (value === undefined || value === '') return fallback;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${name}=${value} is no port: use a number from 0 (any free one) to 65535.`);
}

function targetOf(value: string | undefined): Pick<LocalCloudOptions, 'target'> {
  if (value === undefined || value === '' || value === 'local') return {};
  if (value === 'aws') return { target: 'aws' };
  if (/^https?:\/\//.test(value)) return { target: { endpoint: value } };
  throw new Error(
    `PLINTH_CLOUD=${value} is not known: use local, aws, or an endpoint URL such as http://127.0.0.1:5000.`,
  );
}

async function main(): Promise<void> {
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
  });
  const options = optionsFromEnvironment(process.env);
  const starting = startPlinth(options);
  const plinth = await starting;
  const example = join('examples', 'development.json');
  process.stdout.write(`ready ${JSON.stringify({ api: plinth.api, aws: plinth.aws })}\n`);
  process.stdout.write(`Try: curl -si ${plinth.api}/v1/projects/shop/environments -d @${example}\n`);
  process.stdout.write(`     curl -s ${plinth.api}/v1/projects/shop/environments/dev/outputs\n`);
  process.stdout.write(
    `AWS CLI: aws --endpoint-url ${plinth.aws} rds describe-db-clusters   (any credentials; Ctrl-C stops everything)\n`,
  );
  await stopped;
  await plinth.close();
  process.exit(0);
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(
      `Plinth could not start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(1);
  });
}
