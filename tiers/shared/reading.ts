import { meaningOf } from '../../core/classify.ts';

/** Null when AWS says that it does not exist. */
export async function orAbsent<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (meaningOf(error as Error) === 'Gone') return null;
    throw error;
  }
}

/** Null when it does not exist, or when its state does not let it be read now. */
export async function orUnreadable<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    const meaning = meaningOf(error as Error);
    if (meaning === 'Gone' || meaning === 'NotYet') return null;
    throw error;
  }
}

/** All pages of a list. `read` takes the marker of a page and answers its items and the next marker. */
export async function allPages<T>(
  read: (marker: string | undefined) => Promise<{ items: readonly T[]; next: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let marker: string | undefined;
  do {
    const { items, next } = await read(marker);
    all.push(...items);
    marker = next;
  } while (marker);
  return all;
}
