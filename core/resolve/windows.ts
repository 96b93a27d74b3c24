import type { Faults } from './faults.ts';

const DAY = 24 * 60;
const WEEK = 7 * DAY;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

interface Interval {
  /** Minutes from the beginning of the day or week. */
  readonly start: number;
  readonly length: number;
}

export interface WindowRules {
  /** Tier in the request: where the fields are. */
  readonly tier: string;
  /** The daily window and its field, when there is one. */
  readonly daily: { readonly field: string; readonly value: string } | null;
  /** `ddd:hh24:mi-ddd:hh24:mi`. */
  readonly maintenanceWindow: string;
  /** Shortest window that the service takes. */
  readonly minimumMinutes: number;
}

/** Lengths and overlap of a tier's windows; their form has been checked by the schema. */
export function checkWindows(
  faults: Faults,
  { tier, daily, maintenanceWindow, minimumMinutes }: WindowRules,
): void {
  const weekly = weeklyInterval(maintenanceWindow);
  // Assumed: the upper limit of a day. The services document only the lower one.
  if (weekly.length < minimumMinutes || weekly.length > DAY)
    faults.add([tier, 'maintenanceWindow'], `must last from ${minimumMinutes} minutes to 24 hours.`);
  if (daily === null) return;
  const interval = dailyInterval(daily.value);
  if (interval.length < minimumMinutes)
    faults.add([tier, daily.field], `must last at least ${minimumMinutes} minutes.`);
  if (overlap(interval, weekly))
    faults.add(
      [tier, daily.field],
      `(${daily.value}) must not overlap ${tier}.maintenanceWindow (${maintenanceWindow}); move one of them.`,
    );
}

function dailyInterval(text: string): Interval {
  const [start = 0, end = 0] = text.split('-').map(minutes);
  return { start, length: (end - start + DAY) % DAY };
}

function weeklyInterval(text: string): Interval {
  const [start = 0, end = 0] = text
    .split('-')
    .map((part) => DAYS.indexOf(part.slice(0, 3)) * DAY + minutes(part.slice(4)));
  return { start, length: (end - start + WEEK) % WEEK };
}

function minutes(text: string): number {
  const [hours = 0, rest = 0] = text.split(':').map(Number);
  return hours * 60 + rest;
}

function overlap(daily: Interval, weekly: Interval): boolean {
  return DAYS.some((_, day) => {
    const start = day * DAY + daily.start;
    const fromWeekly = (start - weekly.start + WEEK) % WEEK;
    const fromDaily = (weekly.start - start + WEEK) % WEEK;
    return fromWeekly < weekly.length || fromDaily < daily.length;
  });
}
