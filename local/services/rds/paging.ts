import type { Filter } from '@aws-sdk/client-rds';
import { invalidValue } from './errors.ts';

export interface PageRequest {
  readonly MaxRecords?: number | undefined;
  readonly Marker?: string | undefined;
}

/**
 * One page, in the order of the keys. The marker holds the last key shown, so a page stays right when records come
 * and go in between. *documented*: MaxRecords is 20 to 100, default 100 (client-rds d.ts).
 */
export function page<T>(
  records: Iterable<T>,
  key: (record: T) => string,
  request: PageRequest,
  most = 100,
): { items: T[]; Marker: string | undefined } {
  const size = request.MaxRecords ?? 100;
  if (!Number.isInteger(size) || size < 20 || size > most) {
    throw invalidValue(`Invalid value ${size} for MaxRecords. Must be between 20 and ${most}`);
  }
  const after = request.Marker ? decodeMarker(request.Marker) : undefined;
  const left = [...records]
    .map((record) => ({ record, key: key(record) }))
    .filter((each) => after === undefined || each.key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const shown = left.slice(0, size);
  const last = left.length > size ? shown.at(-1) : undefined;
  return { items: shown.map((each) => each.record), Marker: last && encodeMarker(last.key) };
}

const PREFIX = 'after:';
const encodeMarker = (key: string) => Buffer.from(PREFIX + key).toString('base64url');

function decodeMarker(marker: string): string {
  const text = Buffer.from(marker, 'base64url').toString();
  if (!text.startsWith(PREFIX)) throw invalidValue(`Invalid marker: ${marker}`);
  return text.slice(PREFIX.length);
}

/** Keeps the records that match every filter; one value of a filter's list is enough. */
export function applyFilters<T>(
  records: Iterable<T>,
  filters: readonly Filter[] | undefined,
  readers: Readonly<Record<string, (record: T) => readonly (string | undefined)[]>>,
): T[] {
  let kept = [...records];
  for (const { Name: name = '', Values: values = [] } of filters ?? []) {
    const read = readers[name];
    if (!read) throw invalidValue(`Unrecognized filter name: ${name}`);
    kept = kept.filter((record) =>
      read(record).some((value) => value !== undefined && values.includes(value)),
    );
  }
  return kept;
}
