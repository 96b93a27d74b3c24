/** A Jest transform for libraries: instead of the file, the module as Node itself has loaded it, once for all test files. */
export default {
  canInstrument: false,
  getCacheKey: (_source, file) => `outside ${file}`,
  process: (_source, file) => ({
    code: `module.exports = globalThis.requireOutside(${JSON.stringify(file)});`,
  }),
};
