import { createHash } from 'node:crypto';
import { transformSync, version } from 'esbuild';

/** A Jest transform: TypeScript in, ES module out. The cache key has esbuild's version, the file and its text. */
export default {
  canInstrument: false,
  getCacheKey: (source, file) => createHash('sha256').update(`${version}\0${file}\0${source}`).digest('hex'),
  process(source, file) {
    return transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node24',
      sourcefile: file,
      sourcemap: 'inline',
    });
  },
};
