import type { ManualClock } from '../../local/clock.ts';
import type { Plinth } from '../e2e/support/plinth.ts';

/** Less than the time that a function has: what an advance wakes may still run when it ends. */
const STEP_MS = 240_000;

/** Until no call has come for a while: whatever goes on now waits for time to pass. Who asks how it is going does not count. */
export async function quiet({ calls }: Plinth): Promise<void> {
  let at = 0;
  const work = () => {
    const before = at;
    at = calls.length;
    return calls.slice(before).some((call) => !isQuestion(call));
  };
  do await new Promise((resolve) => setTimeout(resolve, 20));
  while (work());
}

const isQuestion = ({ by, context }: Plinth['calls'][number]) =>
  by === 'plinth-api' && /^(GetItem|BatchGetItem|Query)$/.test(context.operation);

/** Lets time pass until something has happened, but not while something is under way. */
export async function passTime<T>(plinth: Plinth, clock: ManualClock, until: Promise<T>): Promise<T> {
  let done = false;
  const settle = () => {
    done = true;
  };
  until.then(settle, settle);
  for (;;) {
    await quiet(plinth);
    if (done) return until;
    await clock.advance(STEP_MS);
  }
}
