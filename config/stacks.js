/**
 * Begins every file of a bundle. `--enable-source-maps` would read the map, and measure every line of the code, at each
 * cold start; this does it when somebody looks at the stack of an error.
 */
const { readFileSync } = require('node:fs');
const { SourceMap } = require('node:module');

const FOLDER = new URL('.', import.meta.url).href;
const maps = new Map();

function mapOf(file) {
  if (!maps.has(file)) {
    let map = null;
    try {
      map = new SourceMap(JSON.parse(readFileSync(new URL(`${file}.map`), 'utf8')));
    } catch {
      // no map, no names of sources
    }
    maps.set(file, map);
  }
  return maps.get(file);
}

function place(frame) {
  const text = String(frame);
  const file = frame.getFileName();
  if (!file?.startsWith(FOLDER)) return text;
  const line = frame.getLineNumber();
  const column = frame.getColumnNumber();
  const origin = mapOf(file)?.findOrigin(line, column);
  if (!origin?.fileName) return text;
  const source = origin.fileName.replace(/^(\.\.\/)+/, '');
  return text.replace(
    `${file}:${line}:${column}`,
    () => `${source}:${origin.lineNumber}:${origin.columnNumber}`,
  );
}

Error.prepareStackTrace = (error, frames) => {
  let head = 'Error';
  try {
    head = Error.prototype.toString.call(error);
  } catch {
    // a name or message that throws
  }
  return [head, ...frames.map((frame) => `    at ${place(frame)}`)].join('\n');
};
