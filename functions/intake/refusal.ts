import { beforeStart } from '../../core/advice.ts';
import { OutcomeUnknown, Terminal, Throttled } from '../../core/errors.ts';
import { ProblemError } from '../../core/problem.ts';

/**
 * The problem for an error that trying again would not mend: it is the request's. Null: the trouble is somewhere
 * else and may pass, or somebody of the platform team has to look; the caller's retries and dead letters are for that.
 */
export function refusalOf(error: unknown): ProblemError | null {
  if (error instanceof ProblemError) return error.status < 500 ? error : null;
  // AWS refuses the request as asked; the message says what and is written for people.
  if (error instanceof Terminal)
    return new ProblemError('unavailable', beforeStart(error.message), { cause: error });
  return null;
}

/** AWS throttles or cannot be reached: the same call may succeed in a moment. */
export function isPassing(error: unknown): boolean {
  return error instanceof Throttled || error instanceof OutcomeUnknown;
}
