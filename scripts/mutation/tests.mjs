import { existsSync, globSync } from 'node:fs';
import { matchesGlob } from 'node:path';

/**
 * Which tests have to notice a change of which source, where it is not the file that mirrors it. Mutation tests run them
 * once for each of some hundred changes, so they are few and quick: the mirror, and its nearest relatives.
 */
const TESTS = [
  ['core/checked.ts', ['core/checked', 'core/landing-zones', 'core/limits']],
  ['core/errors.ts', ['core/classify', 'core/problem', 'core/converge']],
  ['core/events.ts', ['functions/publish', 'functions/intake/events']],
  ['core/gateway-answers.ts', ['lib/openapi']],
  ['core/limits-file.ts', ['core/limits']],
  ['core/naming.ts', ['core/naming', 'core/resolve']],
  ['core/operations.ts', ['core/operations', 'core/workflow', 'core/control', 'core/history']],
  ['core/outputs.ts', ['core/formats', 'core/registry']],
  ['core/parameters.ts', ['core/request']],
  [
    'core/registry{.ts,/*.ts}',
    [
      'core/registry',
      'core/registry-guards',
      'core/registry-table',
      'core/create-guard',
      'core/history',
      'core/audit',
    ],
  ],
  ['core/request{.ts,/*.ts}', ['core/request', 'core/field-names']],
  ['core/resolve{.ts,/*.ts}', ['core/resolve', 'core/owner-tags']],
  ['core/submit.ts', ['core/submit', 'core/registry', 'core/create-guard']],
  ['core/tier.ts', ['core/converge', 'core/preview']],
  ['tiers/*/estimate.ts', ['tiers/estimates']],
  ['tiers/alarms/{compare,difference,wanted}.ts', ['tiers/alarms/attach']],
  ['tiers/alarms/{dashboard-*,charts}.ts', ['tiers/alarms/dashboard']],
  // Without the properties, which take ten seconds for each change that they do not notice.
  ['tiers/aurora/plan/absent*.ts', ['absent', 'whole-delete', 'plan']],
  ['tiers/aurora/plan/*.ts', ['plan', 'changes', 'compare', 'absent', 'whole-delete']],
  ['tiers/aurora/compare{.ts,d/*.ts}', ['compare', 'changes']],
  ['tiers/aurora/{expect.ts,expected/*.ts}', ['expect', 'converges']],
  ['tiers/redis/plan*.ts', ['plan', 'changes', 'refusals', 'converges']],
  ['tiers/dynamodb/plan-encryption.ts', ['encryption']],
  ['tiers/dynamodb/plan*.ts', ['plan', 'changes', 'standing', 'converges']],
  ['tiers/dax/plan*.ts', ['plan', 'converges']],
  ['tiers/redis/compare.ts', ['changes', 'converges']],
  ['tiers/{redis,dynamodb,dax}/{compare,expect}*.ts', ['converges']],
  ['tiers/shared/plan.ts', ['tiers/redis/plan', 'tiers/dynamodb/plan', 'tiers/dax/plan']],
];

/** What `npm run mutation` covers by default: all that only computes. */
const COVERED = [
  'core/**/*.ts',
  'tiers/*/{plan*,compare,expect*,estimate}.ts',
  'tiers/aurora/{plan,compared,expected}/*.ts',
  'tiers/alarms/{compare,difference,wanted}.ts',
];

const isCovered = (file) => !file.includes('/generated/') && !file.endsWith('.d.ts');

/** The source files that these paths (files or folders; none: all that is covered) name, in the order of the alphabet. */
export function sources(paths) {
  const patterns =
    paths.length > 0 ? paths.map((path) => (path.endsWith('.ts') ? path : `${path}/**/*.ts`)) : COVERED;
  return [...new Set(patterns.flatMap((pattern) => globSync(pattern)))].filter(isCovered).sort();
}

/** The test files of a source file; none when nothing tests it alone. */
export function testsOf(source) {
  const named = TESTS.find(([pattern]) => matchesGlob(source, pattern))?.[1] ?? [source.replace(/\.ts$/, '')];
  const [layer, tier] = source.split('/');
  return named
    .map((name) => `test/${name.includes('/') ? name : `${layer}/${tier}/${name}`}.test.ts`)
    .filter((test) => existsSync(test));
}
