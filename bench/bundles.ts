import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleFunctions, bundleOf } from '../config/functions.ts';
import { FUNCTION_KEYS, type FunctionKey } from '../functions/keys.ts';
import { localLandingZone } from '../local/landing-zones.ts';
import { table } from './table.ts';

const RUNS = 21;
/** Targets: what a cold start reads and compiles, and how much longer it may take than that of an empty handler. */
const MAX_BYTES = 1_000_000;
const MAX_RATIO = 2.5;

/**
 * As Lambda's own runtime starts a function (aws-lambda-nodejs-runtime-interface-client, src/client/rapid-client.ts):
 * it has loaded node:http for its own use, then imports the handler. Prints the milliseconds since the process began,
 * and those until a first invocation has ended, with an answer or an error.
 */
const STARTER = `
import { createRequire } from 'node:module';
const { Agent } = createRequire(import.meta.url)('node:http');
new Agent({ keepAlive: true, maxSockets: 1 });
const { handler } = await import(process.argv[2]);
if (typeof handler !== 'function') throw new Error('no handler');
const ready = performance.now();
const context = { functionName: 'f', awsRequestId: 'r', memoryLimitInMB: '512', invokedFunctionArn: 'arn:f',
  getRemainingTimeInMillis: () => 30_000 };
try { await handler(JSON.parse(process.argv[3]), context); } catch {}
const ended = performance.now();
process.stderr.write(ready + ' ' + ended, () => process.exit(0));
`;

const STEP = { project: 'shop', environment: 'dev', operationId: 'op-1', step: 'Bench' };
/**
 * The smallest invocation of each: it reads the registry, or writes there, and finds nothing. What a function loads
 * later instead of at its start would show here.
 */
const EVENTS: Partial<Record<FunctionKey, object>> = {
  api: {
    httpMethod: 'GET',
    resource: '/v1/projects/{project}/environments/{environment}',
    pathParameters: { project: 'shop', environment: 'dev' },
    headers: {},
    requestContext: { requestId: 'r' },
  },
  failure: { ...STEP, error: { name: 'Blocked', cause: '' } },
  events: { id: 'e', source: 'bench', account: '0', detail: { version: 'none' } },
  catalog: {
    RequestType: 'Delete',
    PhysicalResourceId: 'shop/dev',
    ResponseURL: 'https://example.com/',
    ResourceProperties: {},
  },
  'execution-ended': {
    detail: { status: 'ABORTED', executionArn: 'arn', name: 'op-1', input: JSON.stringify(STEP) },
  },
};

/** What every function needs to start, whatever it is. Nothing of it is used. */
const ENVIRONMENT = {
  AWS_REGION: 'eu-west-2',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  PLINTH_REGISTRY_TABLE: 'plinth-registry',
  PLINTH_EVENT_BUS: 'plinth',
  PLINTH_NAME_PREFIX: 'plinth-',
  PLINTH_IDEMPOTENCY_TABLE: 'plinth-idempotency',
  PLINTH_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-2:000000000000:stateMachine:plinth-provision',
  PLINTH_DELETE_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-2:000000000000:stateMachine:plinth-delete',
  PLINTH_LANDING_ZONES: JSON.stringify([localLandingZone]),
  PLINTH_MIGRATIONS_FOLDER: 'migrations',
  PLINTH_CALLBACK_KEY_ARN: 'arn:aws:kms:eu-west-2:000000000000:key/plinth-callbacks',
};

/** Size and cold start of each function's bundle, against an empty handler on the same Node. */
export async function measureBundles(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-bench-bundles-'));
  try {
    const metafiles = await bundleFunctions(folder);
    mkdirSync(join(folder, 'empty'));
    writeFileSync(join(folder, 'empty/index.mjs'), 'export const handler = async () => {};');
    writeFileSync(join(folder, 'start.mjs'), STARTER);
    const starts = await coldStarts(folder, ['empty', ...FUNCTION_KEYS]);
    const empty = medianOf(starts.empty, 'ready');
    const rows = FUNCTION_KEYS.map((key) => {
      const ms = medianOf(starts[key], 'ready');
      return {
        key,
        ...bundleOf(metafiles[key]),
        ms,
        ratio: ms / empty,
        first: medianOf(starts[key], 'first'),
      };
    });
    const missed = rows.filter(({ bytes, ratio }) => bytes > MAX_BYTES || ratio > MAX_RATIO);
    return [
      `Bundles: minified size, and process start to handler ready, then a first invocation (medians of ${RUNS})`,
      table([
        ['function', 'kB', 'at start', 'ms', 'x empty', 'first'],
        ['(empty)', '0', '0', empty.toFixed(0), '1.0', '0'],
        ...rows.map(({ key, bytes, startBytes, ms, ratio, first }) => [
          key,
          (bytes / 1000).toFixed(0),
          (startBytes / 1000).toFixed(0),
          ms.toFixed(0),
          ratio.toFixed(1),
          first.toFixed(0),
        ]),
      ]),
      missed.length === 0
        ? `All below ${MAX_BYTES / 1000} kB and ${MAX_RATIO} times the empty handler.`
        : `Above ${MAX_BYTES / 1000} kB or ${MAX_RATIO} times the empty handler: ${missed.map(({ key }) => key).join(', ')}.`,
      '',
    ].join('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Start {
  /** Milliseconds from the start of the process to the handler. */
  readonly ready: number;
  /** Milliseconds of the first invocation. */
  readonly first: number;
}

/** One process a start, the functions in turn, so that a busy moment of the machine meets all of them. */
async function coldStarts(folder: string, names: readonly string[]): Promise<Record<string, Start[]>> {
  const times: Record<string, Start[]> = Object.fromEntries(names.map((name) => [name, []]));
  // Says `{}` to everything, at once: what is measured is the function.
  const aws = createServer((request, response) => {
    request
      .resume()
      .on('end', () => response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}'));
  });
  await new Promise<void>((resolve) => aws.listen(0, '127.0.0.1', resolve));
  const env = { ...ENVIRONMENT, AWS_ENDPOINT_URL: `http://127.0.0.1:${(aws.address() as AddressInfo).port}` };
  try {
    for (let run = 0; run < RUNS; run++) {
      for (const name of names) {
        const cwd = join(folder, name);
        const event = JSON.stringify(EVENTS[name as FunctionKey] ?? STEP);
        const args = [join(folder, 'start.mjs'), join(cwd, 'index.mjs'), event];
        const { stderr } = await promisify(execFile)(process.execPath, args, { cwd, env });
        const [ready = 0, ended = 0] = stderr.trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
        times[name]?.push({ ready, first: ended - ready });
      }
    }
  } finally {
    aws.closeAllConnections();
    aws.close();
  }
  return times;
}

function medianOf(starts: readonly Start[] | undefined, member: keyof Start): number {
  const sorted = (starts ?? []).map((start) => start[member]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
