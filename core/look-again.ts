import { SETTLING } from './converge.ts';
import type { TierKind, Wait } from './tier.ts';

/** Of the time that something usually takes: AWS is seldom faster by more than this. */
const FIRST_LOOK = 0.84;
/**
 * What a look that comes too late may cost, as a part of the time that it took. Aurora's waits follow each other and what
 * they lose adds up; the other tiers wait once, and mostly for less.
 */
const LATE: Readonly<Record<TierKind, number>> = { aurora: 0.05, dynamodb: 0.08, redis: 0.08, dax: 0.08 };

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
 * its usual end a look after every few hundredths of the time that has passed is soon enough. So a long wait costs few looks,
 * and none of them costs more than that part of what is waited for.
 */
export function nextLook(tier: TierKind, waits: readonly Wait[], since: WaitingSince, nowMs: number): number {
  const own = waits.filter(({ dependent }) => !dependent);
  const seconds = (own.length > 0 ? own : waits).map(({ what, retryAfterSeconds, expectedSeconds }) => {
    if (expectedSeconds === undefined) return retryAfterSeconds;
    const elapsed = (nowMs - Date.parse(since[what] ?? new Date(nowMs).toISOString())) / 1000;
    const first = expectedSeconds * FIRST_LOOK - elapsed;
    return first > 0 ? first : Math.max(elapsed, expectedSeconds) * LATE[tier];
  });
  return Math.max(1, Math.min(...seconds));
}
