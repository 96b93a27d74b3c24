/**
 * For middy: Lambda itself ends a function at its limit, and its sandbox with it. Middy would answer 5 ms before, the
 * sandbox would live, and what was under way in it would go on with the next invocation, for an operation that
 * something else has taken over by then.
 */
export const MORTAL = { timeoutEarlyInMillis: 0 } as const;
