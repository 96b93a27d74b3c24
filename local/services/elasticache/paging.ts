import { invalidValue } from './errors.ts';

const MIN_RECORDS = 20;
const MAX_RECORDS = 100;

/** Documented for every list: MaxRecords from 20 to 100, 100 by default; Marker of the answer begins the next page. */
export function page<T>(
  all: readonly T[],
  input: { MaxRecords?: number; Marker?: string },
): { items: T[]; Marker: string | undefined } {
  return pageOf(all, input, MAX_RECORDS);
}

export function pageOf<T>(
  all: readonly T[],
  { MaxRecords, Marker }: { MaxRecords?: number; Marker?: string },
  most: number,
): { items: T[]; Marker: string | undefined } {
  const count = MaxRecords ?? most;
  if (count < MIN_RECORDS || count > most) {
    throw invalidValue(`MaxRecords must be between ${MIN_RECORDS} and ${most}.`);
  }
  const start = Marker === undefined ? 0 : Number(Marker);
  if (!Number.isInteger(start) || start < 0) throw invalidValue('The Marker is not valid.');
  const end = start + count;
  return { items: all.slice(start, end), Marker: end < all.length ? String(end) : undefined };
}
