import { SETTLING } from './converge.ts';
import type { Wait } from './tier.ts';

/** Of the time that something usually takes: AWS is seldom faster by more than this. */
const FIRST_LOOK = 0.84;
/** What a look that comes too late may cost, as a part of the time that it took. */
const STEP = 0.05;

/** When each thing that is waited for was first seen to be waited for, as ISO times by its words. */
export type WaitingSince = Readonly<Record<string, string>>;

/**
 * Keeps the beginnings of what is still waited for. What a call has just begun is seen in other words at the next look: it
 * goes on from when it was asked for.
 */
export function waitingSince(waits: readonly Wait[], before: WaitingSince, nowMs: number): WaitingSince {
  const asked = Object.entries(before).flatMap(([what, at]) => (what.startsWith(SETTLING) ? [at] : []));
  const begun = asked.sort()[0] ?? new Date(nowMs).toISOString();
  return Object.fromEntries(waits.map(({ what }) => [what, before[what] ?? begun]));
}

/**
 * Seconds until the next look. Of something that usually takes ten minutes nothing is to be seen in the first eight; near
 * its usual end every twentieth of the time that has passed is soon enough. So a long wait costs few looks, and none of
 * them costs more than a twentieth of what is waited for.
 */
export function nextLook(waits: readonly Wait[], since: WaitingSince, nowMs: number): number {
  const own = waits.filter(({ dependent }) => !dependent);
  const seconds = (own.length > 0 ? own : waits).map(({ what, retryAfterSeconds, expectedSeconds }) => {
    if (expectedSeconds === undefined) return retryAfterSeconds;
    const elapsed = (nowMs - Date.parse(since[what] ?? new Date(nowMs).toISOString())) / 1000;
    const first = expectedSeconds * FIRST_LOOK - elapsed;
    return first > 0 ? first : Math.max(elapsed, expectedSeconds) * STEP;
  });
  return Math.max(1, Math.min(...seconds));
}
