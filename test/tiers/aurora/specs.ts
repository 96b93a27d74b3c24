import fc from 'fast-check';
import type { AuroraSpec } from '../../../core/spec.ts';
import { development, production } from './fixtures.ts';

const manyParameters = Object.fromEntries(
  Array.from({ length: 45 }, (_, index) => [`rds.made_up_${index}`, `${index}`]),
);

/** Documents that one environment may have one after the other. */
export const specs: fc.Arbitrary<AuroraSpec> = fc
  .record({
    preset: fc.constantFrom(development, production),
    instanceCount: fc.integer({ min: 1, max: 4 }),
    elsewhere: fc.record({
      region: fc.constantFrom('eu-west-1', 'eu-central-1'),
      instanceCount: fc.integer({ min: 1, max: 3 }),
    }),
    engineVersion: fc.constantFrom('15.15', '15.17', '15.18'),
    instanceClass: fc.constantFrom('db.r6g.large', 'db.r6g.xlarge'),
    storageType: fc.constantFrom('aurora', 'aurora-iopt1'),
    backupRetentionDays: fc.constantFrom(3, 14),
    maintenanceWindow: fc.constantFrom('sun:04:00-sun:05:00', 'Tue:04:00-Tue:05:00'),
    logExports: fc.constantFrom(['postgresql'], ['instance', 'postgresql'], []),
    monitoringIntervalSeconds: fc.constantFrom(0, 60),
    performanceInsightsRetentionDays: fc.constantFrom(null, 7, 31),
    deletionProtection: fc.boolean(),
    clusterParameters: fc.constantFrom<Record<string, string>>(
      {},
      { work_mem: '8192' },
      { max_connections: '500' },
      manyParameters,
    ),
    instanceParameters: fc.constantFrom<Record<string, string>>(
      {},
      { work_mem: '64' },
      { 'pgaudit.log': 'ddl' },
    ),
  })
  .map(({ preset, instanceCount, elsewhere, ...rest }) => ({
    ...preset,
    ...rest,
    primary: { ...preset.primary, instanceCount },
    secondary: preset.secondary && { ...preset.secondary, ...elsewhere },
  }));

/** The next document after another one, as an update writes it: what it takes away is retired. */
export function following(before: AuroraSpec, next: AuroraSpec): AuroraSpec {
  const region = before.secondary?.region;
  return region && region !== next.secondary?.region ? { ...next, retiredSecondary: { region } } : next;
}
