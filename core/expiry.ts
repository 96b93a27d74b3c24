const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of a duration such as `90m`, `8h` or `2d`, as the contract has checked it. */
export function durationMs(text: string): number {
  const unit = text.at(-1) as keyof typeof UNIT_MS;
  return Number(text.slice(0, -1)) * UNIT_MS[unit];
}

/** ISO time at which something that lives this long from now on ends; null: never. */
export function expiryOf(expiresAfter: string | undefined, nowMs: number): string | null {
  return expiresAfter === undefined ? null : new Date(nowMs + durationMs(expiresAfter)).toISOString();
}
