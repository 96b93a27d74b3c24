import { meaningOf } from '../../core/classify.ts';

/** Null for "not found"; every other error goes on. */
export async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (meaningOf(error as Error) === 'Gone') return null;
    throw error;
  }
}
