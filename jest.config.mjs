/** Jest runs the TypeScript sources as ES modules; esbuild only strips the types. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '<rootDir>/scripts/jest-transform.mjs' },
  testTimeout: 60_000,
  // By default one core is left free, and on two cores that is half of them.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '2GB',
};
