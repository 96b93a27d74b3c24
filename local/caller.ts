import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<string>();

/**
 * Runs `work` in the name of a function. All functions share one process and one set of SDK clients here; what tells
 * them apart on AWS, the credentials of their roles, follows the asynchronous calls of each invocation instead.
 */
export function asFunction<T>(name: string, work: () => T): T {
  return current.run(name, work);
}

/** The function in whose name this runs; undefined: nobody's, as in a test. */
export function callingFunction(): string | undefined {
  return current.getStore();
}
