import { readFile } from 'node:fs/promises';

const EMPTY_MAP = Buffer.from('{"version":3,"sources":[""],"mappings":"AAAA"}').toString('base64');

/** A file of a package, as it is or changed, without a place in the source map (esbuild takes one from the file itself). */
export async function vendored(path: string, change: (text: string) => string = (text) => text) {
  const text = change(await readFile(path, 'utf8'));
  return { contents: `${text}\n//# sourceMappingURL=data:application/json;base64,${EMPTY_MAP}` };
}
