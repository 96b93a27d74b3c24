import type { Runtime } from '../runtime.ts';

/**
 * Does the work for one after another. One that fails does not keep the others from their turn; in the end the first
 * failure is thrown, so that somebody sees it. The next round begins anew.
 */
export async function forEach<T extends { readonly project: string; readonly environment: string }>(
  items: readonly T[],
  { logger }: Pick<Runtime, 'logger'>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
      const { project, environment } = item;
      logger.error('The caretaker could not look after an environment', { project, environment, error });
    }
  }
  if (failures.length > 0) throw failures[0];
}
