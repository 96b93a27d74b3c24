/**
 * The error classes of Plinth. `name` is stable: Lambda reports it as the error type, so it equals the string
 * that `ErrorEquals` matches in the state machines.
 */
export type ErrorClass = 'Throttled' | 'OutcomeUnknown' | 'NotYet' | 'Blocked' | 'Terminal';

/** Base of all errors that Plinth raises on purpose. The message says what, where, and what to do about it. */
export class PlinthError extends Error {
  override readonly name: string = 'PlinthError';
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
  }
}

/** AWS asked us to slow down. The workflow retries with full jitter; no state has changed. */
export class Throttled extends PlinthError {
  override readonly name = 'Throttled';
}

/** A call may or may not have taken effect (5xx, socket timeout). Never guessed: the next converge observes. */
export class OutcomeUnknown extends PlinthError {
  override readonly name = 'OutcomeUnknown';
}

/** Nobody answers at the place that a call went to. Otherwise as any unknown outcome; the message names the place. */
export class Unreachable extends OutcomeUnknown {}

/** A resource is in a state that does not allow the call yet. Counts as pending and spends no retry. */
export class NotYet extends PlinthError {
  override readonly name = 'NotYet';
}

/** A person has to do something outside Plinth (permission, quota, capacity, key); then the operation can go on. */
export class Blocked extends PlinthError {
  override readonly name = 'Blocked';
}

/** It cannot succeed as asked: invalid parameters, a resource that is not ours, a failed migration. */
export class Terminal extends PlinthError {
  override readonly name = 'Terminal';
}

/** Somebody asked the operation to stop, and here it does. */
export class Cancelled extends PlinthError {
  override readonly name = 'Cancelled';
}
