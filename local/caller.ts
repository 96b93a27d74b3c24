import { AsyncLocalStorage } from 'node:async_hooks';

/** One invocation of a function. */
export interface Invocation {
  /** Counts all invocations of this process. */
  readonly id: number;
  readonly name: string;
  /** Its calls of AWS so far. */
  calls: number;
  /** What it was invoked with. */
  readonly event: unknown;
  /** Killed: none of its calls gets out any more. */
  dead: boolean;
  /** Ends it as Lambda's runtime ends when it is killed. */
  readonly die: () => void;
}

const current = new AsyncLocalStorage<Invocation>();
let invocations = 0;

/**
 * Runs `work` in the name of a function. All functions share one process and one set of SDK clients here; what tells
 * them apart on AWS, the credentials of their roles, follows the asynchronous calls of each invocation instead.
 */
export function asFunction<T>(
  name: string,
  work: (invocation: Invocation) => T,
  { event, die = () => {} }: { event?: unknown; die?: () => void } = {},
): T {
  const invocation: Invocation = { id: invocations++, name, event, calls: 0, dead: false, die };
  return current.run(invocation, () => work(invocation));
}

/** Runs `work` in nobody's name, as what AWS does itself once a call has reached it. */
export function asNobody<T>(work: () => T): T {
  return current.exit(work);
}

/** The function in whose name this runs; undefined: nobody's, as in a test. */
export function callingFunction(): string | undefined {
  return current.getStore()?.name;
}

/** The invocation in which this runs. */
export function currentInvocation(): Invocation | undefined {
  return current.getStore();
}
