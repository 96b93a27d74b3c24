import { readFileSync } from 'node:fs';
import { testsOf } from './scripts/mutation/tests.mjs';

/** Mutation tests of one source file, MUTATE, relative to the root: `npm run mutation` starts them for one after another. */
const source = process.env.MUTATE ?? 'core/naming.ts';
const tests = testsOf(source);
const report = `reports/mutation/${source}`;
const hasExamples = tests.some((test) => readFileSync(test, 'utf8').includes("from 'fast-check'"));

export default {
  mutate: [source],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  plugins: ['@stryker-mutator/jest-runner'],
  jest: {
    configFile: 'jest.config.mjs',
    // What imports a module of core is nearly everything, so `testsOf` says what has to notice a change of it.
    enableFindRelatedTests: false,
    config: {
      testMatch: tests.map((test) => `<rootDir>/${test}`),
      setupFiles: hasExamples ? ['<rootDir>/scripts/mutation/fixed-seed.mjs'] : [],
    },
  },
  coverageAnalysis: 'perTest',
  concurrency: Number(process.env.CONCURRENCY ?? 1),
  // Jest never frees the modules of a test that has ended, so a runner gets slower with each mutant.
  maxTestRunnerReuse: 50,
  timeoutMS: 5_000,
  disableTypeChecks: false,
  // Copied are the sources, and what tests read: openapi.yaml, config, examples, migrations, schemas.
  ignorePatterns: [
    '/reports',
    '/docs',
    '/bench',
    '/tsconfig.json',
    '/cdk.out',
    '/dist',
    '/.venv',
    '/.plinth',
  ],
  tempDirName: 'reports/sandbox',
  reporters: ['json'],
  jsonReporter: { fileName: `${report}.json` },
  allowConsoleColors: false,
  warnings: { slow: false },
};
