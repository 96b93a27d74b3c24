/** Libraries in CommonJS that are loaded once for all test files, by Node itself: docs/adr/0046. */
const OUTSIDE = [
  ...['@aws-sdk', '@smithy', 'dynalite', 'jsonata', 'aws-cdk-lib', 'cdk-nag', 'constructs', 'yaml', 'ajv'],
].join('|');

/** Jest runs the TypeScript sources as ES modules; esbuild only strips the types. */
export default {
  testEnvironment: './scripts/jest-environment.mjs',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': '<rootDir>/scripts/jest-transform.mjs',
    [`/node_modules/(${OUTSIDE})/.+\\.c?js$`]: '<rootDir>/scripts/jest-outside.mjs',
  },
  transformIgnorePatterns: [`/node_modules/(?!(${OUTSIDE})/)`],
  testTimeout: 60_000,
  // By default one core is left free, and on two cores that is half of them.
  maxWorkers: '100%',
  // Modules of a finished test file are never freed with --experimental-vm-modules: a fresh worker is quicker than a full one.
  workerIdleMemoryLimit: '1GB',
};
