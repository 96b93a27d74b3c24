import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, type AppProps, Tags } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { LANDING_ZONES_FILE } from '../config/functions.ts';
import { type LandingZoneSource, readLandingZones } from './landing-zones.ts';
import { PlinthStack } from './plinth-stack.ts';
import type { FunctionKey } from './settings.ts';

export interface PlinthAppOptions {
  /** Folder with the bundles; without it the functions have no code, which is enough to look at a template. */
  readonly bundles?: string;
  /** @default the file, else stacks that make landing zones */
  readonly landingZones?: LandingZoneSource;
  /** Over what cdk.json says, as `--context` does. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** @default the one of the CDK's command, if any: templates are the same in every account */
  readonly account?: string;
  readonly app?: AppProps;
}

export interface PlinthApp {
  readonly app: App;
  readonly stack: PlinthStack;
}

/** The CDK app: Plinth's stack, and a landing zone per region for a team that has none. */
export function createApp(options: PlinthAppOptions = {}): PlinthApp {
  const app = new App({ ...options.app, context: { ...cdkContext(), ...options.context } });
  const installation = contextOf(app, 'installation', 'plinth');
  const region = contextOf(app, 'region', 'eu-west-2');
  const account = options.account ?? process.env.CDK_DEFAULT_ACCOUNT;
  const landingZones = options.landingZones ?? readLandingZones(LANDING_ZONES_FILE) ?? landingZonesOfStacks();
  const { bundles } = options;
  const stack = new PlinthStack(app, 'Plinth', {
    stackName: installation,
    description: 'Plinth: self-service AWS database layers',
    env: { region, ...(account ? { account } : {}) },
    crossRegionReferences: true,
    installation,
    homeRegion: region,
    landingZones,
    code: (key: FunctionKey) =>
      bundles ? Code.fromAsset(`${bundles}/${key}`) : Code.fromInline(`// functions/entries/${key}.ts`),
  });
  Tags.of(app).add('plinth:installation', installation);
  return { app, stack };
}

/** The template of the stack; nothing stays on the disk. */
// biome-ignore lint/suspicious/noExplicitAny: a template is any JSON
export function templateOf({ app, stack }: PlinthApp): any {
  try {
    return app.synth().getStackArtifact(stack.artifactId).template;
  } finally {
    rmSync(app.outdir, { recursive: true, force: true });
  }
}

/** Stands in for the stacks that make landing zones: what the example names exists nowhere. */
function landingZonesOfStacks(): LandingZoneSource {
  const example = join(dirname(LANDING_ZONES_FILE), 'landing-zones.example.json');
  return { kind: 'stacks', zones: readLandingZones(example)?.zones ?? [] };
}

/** Only the CDK's command reads cdk.json. Whoever makes the app otherwise shall get the same templates. */
function cdkContext(): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8')).context;
}

function contextOf(app: App, name: string, otherwise: string): string {
  const value: unknown = app.node.tryGetContext(name) ?? otherwise;
  if (typeof value !== 'string' || value === '')
    throw new Error(`Context "${name}" must be a text: set it in cdk.json or with --context ${name}=….`);
  return value;
}
