/** One step of a path into a request body. */
export type Segment = string | number;

/** `['aurora', 'port']` → `#/aurora/port`: a JSON pointer as a URI fragment (RFC 6901, section 6). */
export function pointerOf(path: readonly Segment[]): string {
  const parts = path.map((segment) =>
    encodeURIComponent(shorten(String(segment)).replaceAll('~', '~0').replaceAll('/', '~1')),
  );
  return ['#', ...parts].join('/');
}

/** `['dynamodb', 'tables', 0, 'name']` → `dynamodb.tables[0].name`, as a person reads it. */
export function fieldOf(path: readonly Segment[]): string {
  return path
    .map((segment, index) => {
      if (typeof segment === 'number') return `[${segment}]`;
      return index === 0 ? shorten(segment) : `.${shorten(segment)}`;
    })
    .join('');
}

/** A field's name as far as it is worth repeating: an unknown name may be anything, and of any length. */
export function shorten(name: string): string {
  const printable = name.toWellFormed().replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
  return printable.length <= 64 ? printable : `${[...printable].slice(0, 61).join('')}...`;
}

/** The instance path of an ajv error, as segments. Items of arrays are told from members by the value they are in. */
export function segmentsOf(instancePath: string, root: unknown): Segment[] {
  const segments: Segment[] = [];
  let value = root;
  for (const raw of instancePath.split('/').slice(1)) {
    const name = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    segments.push(Array.isArray(value) ? Number(name) : name);
    value = (value as Record<string, unknown>)[name];
  }
  return segments;
}
