import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { App, type AppProps, Tags } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { LANDING_ZONES_FILE } from '../config/functions.ts';
import { LIMITS_FILE, readLimits } from '../config/limits.ts';
import { parseNamePrefix } from '../core/naming.ts';
import { REQUEST_DEFAULTS } from '../core/request/fingerprint.ts';
import type { FunctionKey } from '../functions/keys.ts';
import type { LandingZoneSource } from './landing-zone-source.ts';
import { LandingZoneStack } from './landing-zone-stack.ts';
import { readLandingZones } from './landing-zones.ts';
import { PlinthStack } from './plinth-stack.ts';

export interface PlinthAppOptions {
  /** Folder with the bundles; without it the functions have no code, which is enough to look at a template. */
  readonly bundles?: string;
  /** @default the file, else stacks that make landing zones */
  readonly landingZones?: LandingZoneSource;
  /** A file with limits; null: none. @default config/limits.json, if it is there */
  readonly limits?: string | null;
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
  parseNamePrefix(`${installation}-`);
  const homeRegion = contextOf(app, 'region', 'eu-west-2');
  const place = { installation, homeRegion, account: options.account ?? process.env.CDK_DEFAULT_ACCOUNT };
  const landingZones = options.landingZones ?? landingZonesOf(LANDING_ZONES_FILE, app, place);
  const { bundles } = options;
  const stack = new PlinthStack(app, 'Plinth', {
    stackName: installation,
    description: 'Plinth: self-service AWS database layers',
    env: { region: homeRegion, account: place.account },
    crossRegionReferences: true,
    installation,
    homeRegion,
    landingZones,
    limits: hasLimits(options.limits),
    migrationSets: migrationSets(),
    catalogPrincipals: principalsOf(app),
    driftEveryHours: hoursOf(app, 'driftEveryHours', 24),
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

interface Place {
  readonly installation: string;
  readonly homeRegion: string;
  readonly account?: string;
}

/** A landing zone per region for a team that has none. The networks do not overlap, so that they can be peered. */
function landingZoneStacks(app: App, { installation, homeRegion, account }: Place): LandingZoneSource {
  const { primaryRegion, secondaryRegion } = REQUEST_DEFAULTS;
  // In this order, so that a network keeps its addresses whatever the home region is.
  const names = [...new Set([primaryRegion, secondaryRegion, homeRegion])];
  const regions = names.map((region, index) => {
    const { landingZone } = new LandingZoneStack(app, `LandingZone-${region}`, {
      stackName: `${installation}-landing-zone`,
      description: `Plinth: a landing zone in ${region}`,
      env: { region, account },
      egress: region === homeRegion,
      cidr: `10.${40 + index}.0.0/16`,
    });
    return [region, landingZone] as const;
  });
  return { kind: 'stacks', zones: [{ name: 'default', regions: Object.fromEntries(regions) }] };
}

/** What is wrong with them ends the synth. */
function hasLimits(file: string | null = LIMITS_FILE): boolean {
  return file !== null && readLimits(file) !== undefined;
}

function landingZonesOf(file: string, app: App, place: Place): LandingZoneSource {
  const zones = readLandingZones(file, place.homeRegion);
  return zones ? { kind: 'file', zones } : landingZoneStacks(app, place);
}

/** Only the CDK's command reads cdk.json. Whoever makes the app otherwise shall get the same templates. */
function cdkContext(): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8')).context;
}

function migrationSets(): string[] {
  const entries = readdirSync(new URL('../migrations', import.meta.url), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** `--context` gives a text, with commas; cdk.json may have a list. */
function principalsOf(app: App): string[] {
  const value: unknown = app.node.tryGetContext('catalogPrincipals') ?? [];
  const list = typeof value === 'string' ? value.split(',').filter(Boolean) : value;
  if (Array.isArray(list) && list.every((one) => typeof one === 'string' && one.startsWith('arn:')))
    return list;
  throw new Error(
    'Context "catalogPrincipals" must be ARNs of those who may launch, such as arn:aws:iam::111122223333:role/developer.',
  );
}

/** `--context` gives a text. */
function hoursOf(app: App, name: string, otherwise: number): number {
  const hours = Number(app.node.tryGetContext(name) ?? otherwise);
  if (Number.isInteger(hours) && hours >= 1 && hours <= 168) return hours;
  throw new Error(`Context "${name}" must be a whole number of hours from 1 to 168, such as ${otherwise}.`);
}

function contextOf(app: App, name: string, otherwise: string): string {
  const value: unknown = app.node.tryGetContext(name) ?? otherwise;
  if (typeof value !== 'string' || value === '')
    throw new Error(`Context "${name}" must be a text: set it in cdk.json or with --context ${name}=….`);
  return value;
}
