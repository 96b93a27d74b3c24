import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleFunctions, bundleOf } from '../config/functions.ts';
import { FUNCTION_KEYS } from '../functions/keys.ts';
import { localLandingZone } from '../local/landing-zones.ts';
import { table } from './table.ts';

const RUNS = 21;
/** Targets: what a cold start reads and compiles, and how much longer it may take than that of an empty handler. */
const MAX_BYTES = 1_000_000;
const MAX_RATIO = 2.5;

/**
 * As Lambda's own runtime starts a function (aws-lambda-nodejs-runtime-interface-client, src/client/rapid-client.ts):
 * it has loaded node:http for its own use, then imports the handler. Prints the milliseconds since the process began.
 */
const STARTER = `
import { createRequire } from 'node:module';
const { Agent } = createRequire(import.meta.url)('node:http');
new Agent({ keepAlive: true, maxSockets: 1 });
const { handler } = await import(process.argv[2]);
if (typeof handler !== 'function') throw new Error('no handler');
process.stdout.write(String(performance.now()));
`;

/** What every function needs to start, whatever it is. Nothing of it is used. */
const ENVIRONMENT = {
  AWS_REGION: 'eu-west-2',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  NODE_OPTIONS: '--enable-source-maps',
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
    const empty = median(starts.empty ?? []);
    const rows = FUNCTION_KEYS.map((key) => {
      const ms = median(starts[key] ?? []);
      return { key, ...bundleOf(metafiles[key]), ms, ratio: ms / empty };
    });
    const missed = rows.filter(({ bytes, ratio }) => bytes > MAX_BYTES || ratio > MAX_RATIO);
    return [
      `Bundles: minified size, and process start to handler ready (median of ${RUNS})`,
      table([
        ['function', 'kB', 'at start', 'ms', 'x empty'],
        ['(empty)', '0', '0', empty.toFixed(0), '1.0'],
        ...rows.map(({ key, bytes, startBytes, ms, ratio }) => [
          key,
          (bytes / 1000).toFixed(0),
          (startBytes / 1000).toFixed(0),
          ms.toFixed(0),
          ratio.toFixed(1),
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

/** One process a start, the functions in turn, so that a busy moment of the machine meets all of them. */
async function coldStarts(folder: string, names: readonly string[]): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (let run = 0; run < RUNS; run++) {
    for (const name of names) {
      const cwd = join(folder, name);
      const args = [join(folder, 'start.mjs'), join(cwd, 'index.mjs')];
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, env: ENVIRONMENT });
      times[name]?.push(Number(stdout));
    }
  }
  return times;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
