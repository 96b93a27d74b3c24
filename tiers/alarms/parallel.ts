/** Calls at a time in a region. PutMetricAlarm is said to be held to about three a second (unconfirmed). */
const CONCURRENCY = 3;

/** A few at a time; the first error stops what has not begun. */
export async function inParallel<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
  concurrency = CONCURRENCY,
): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        await work(item);
      } catch (error) {
        queue.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}
