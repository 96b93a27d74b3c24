import type { CacheEngineVersion, DescribeCacheEngineVersionsMessage } from '@aws-sdk/client-elasticache';
import { invalidCombination, invalidValue } from './errors.ts';

/** What can be ordered, in all regions alike: *assumed*, AWS has fewer types in some. */
interface Version {
  readonly engine: 'redis' | 'valkey';
  readonly version: string;
  /** What a cluster reports when it was asked for `version`. The third number is *assumed*. */
  readonly actual: string;
  readonly family: string;
}

const VERSIONS: readonly Version[] = [
  { engine: 'redis', version: '6.2', actual: '6.2.6', family: 'redis6.x' },
  { engine: 'redis', version: '7.0', actual: '7.0.7', family: 'redis7' },
  { engine: 'redis', version: '7.1', actual: '7.1.0', family: 'redis7' },
  { engine: 'valkey', version: '7.2', actual: '7.2.6', family: 'valkey7' },
  { engine: 'valkey', version: '8.0', actual: '8.0.1', family: 'valkey8' },
  { engine: 'valkey', version: '8.1', actual: '8.1.0', family: 'valkey8' },
  { engine: 'valkey', version: '8.2', actual: '8.2.0', family: 'valkey8' },
];

export const FAMILIES = [...new Set(VERSIONS.map((one) => one.family))];

/** The newest version of the engine when none is asked for. */
export function resolveVersion(engine: string, version: string | undefined): Version {
  const ofEngine = VERSIONS.filter((one) => one.engine === engine);
  const newest = ofEngine.at(-1);
  if (!newest) throw invalidValue(`Invalid engine: ${engine}. Valid values are redis and valkey.`);
  if (version === undefined) return newest;
  const found = ofEngine.find((one) => one.version === version || one.actual === version);
  if (!found) throw invalidCombination(`Cannot find version ${version} for ${engine}`);
  return found;
}

export function describeCacheEngineVersions(input: DescribeCacheEngineVersionsMessage): {
  CacheEngineVersions: CacheEngineVersion[];
} {
  const { Engine, EngineVersion, CacheParameterGroupFamily: family, DefaultOnly } = input;
  const found = VERSIONS.filter(
    (one) =>
      (Engine === undefined || one.engine === Engine) &&
      (EngineVersion === undefined || one.version === EngineVersion) &&
      (family === undefined || one.family === family) &&
      (!DefaultOnly || one === resolveVersion(one.engine, undefined)),
  );
  return {
    CacheEngineVersions: found.map((one) => ({
      Engine: one.engine,
      EngineVersion: one.version,
      CacheParameterGroupFamily: one.family,
      CacheEngineDescription: one.engine === 'redis' ? 'Redis' : 'Valkey',
      CacheEngineVersionDescription: `${one.engine} version ${one.actual}`,
    })),
  };
}

/** Documented: CacheNodeType of CreateReplicationGroup, current and previous generations that run redis 6 or later. */
const NODE_TYPES: Readonly<Record<string, readonly string[]>> = {
  t3: ['micro', 'small', 'medium'],
  t4g: ['micro', 'small', 'medium'],
  m5: ['large', 'xlarge', '2xlarge', '4xlarge', '12xlarge', '24xlarge'],
  m6g: ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge'],
  m7g: ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge'],
  r5: ['large', 'xlarge', '2xlarge', '4xlarge', '12xlarge', '24xlarge'],
  r6g: ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge'],
  r7g: ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge'],
};

export function requireNodeType(type: string | undefined): string {
  const [, family = '', size = ''] = /^cache\.([a-z0-9]+)\.([a-z0-9]+)$/.exec(type ?? '') ?? [];
  if (!type || !NODE_TYPES[family]?.includes(size)) {
    throw invalidValue(`Invalid cache node type: ${type ?? 'null'}.`);
  }
  return type;
}
