/**
 * Aurora PostgreSQL versions. Sources: aws-cdk-lib 2.276.0 (`AuroraPostgresEngineVersion` and its deprecations) and
 * cfn-lint's allowed values of 2026-08-19. Where the two disagree (15.8, 16.4, 16.6) the version counts as
 * deprecated here (*assumed*).
 */
export interface EngineVersion {
  readonly version: string;
  readonly major: string;
  /** `aurora-postgresql15`. */
  readonly family: string;
  readonly status: 'available' | 'deprecated';
  readonly supportsGlobalDatabases: boolean;
}

export const ENGINE = 'aurora-postgresql';

const AVAILABLE = [
  ...['15.10', '15.12', '15.13', '15.14', '15.15', '15.17', '15.18'],
  ...['16.8', '16.9', '16.10', '16.11', '16.13', '16.14'],
  ...['17.4', '17.5', '17.6', '17.7', '17.9', '17.10'],
];
const DEPRECATED = [
  ...['15.2', '15.3', '15.4', '15.5', '15.6', '15.7', '15.8', '15.9'],
  ...['16.0', '16.1', '16.2', '16.3', '16.4', '16.5', '16.6'],
  ...['17.1', '17.2'],
];

const describe = (status: EngineVersion['status']) => (version: string) => {
  const major = version.split('.')[0] ?? version;
  return { version, major, family: `${ENGINE}${major}`, status, supportsGlobalDatabases: true } as const;
};

export const ENGINE_VERSIONS: readonly EngineVersion[] = [
  ...AVAILABLE.map(describe('available')),
  ...DEPRECATED.map(describe('deprecated')),
].sort((a, b) => compareVersions(a.version, b.version));

export const FAMILIES: ReadonlySet<string> = new Set(ENGINE_VERSIONS.map((each) => each.family));

/** 15.9 < 15.10. */
export function compareVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}
