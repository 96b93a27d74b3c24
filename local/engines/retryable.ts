/** For work that is done once and kept: a failure is forgotten, so that the next caller tries again. */
export function retryable<T>(work: Promise<T>, forget: () => void): Promise<T> {
  work.catch(forget);
  return work;
}
