import { invalidValue } from './errors.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY = 24 * 60;
const WEEK = 7 * DAY;
/** *documented*: both windows last at least 30 minutes. The most is 24 hours for maintenance (*assumed*). */
const SHORTEST = 30;

interface Span {
  /** Minutes since Monday 00:00 UTC, or since midnight for a daily span. */
  readonly start: number;
  readonly length: number;
}

function minutes(hours: string, mins: string, text: string): number {
  if (Number(hours) > 23 || Number(mins) > 59) throw invalidValue(`Invalid window: ${text}`);
  return Number(hours) * 60 + Number(mins);
}

function daily(text: string): Span {
  const match = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text);
  if (!match) {
    throw invalidValue(
      `Invalid backup window format: ${text}. Should be specified as a range hh24:mi-hh24:mi (24H Clock UTC).`,
    );
  }
  const [, h1 = '', m1 = '', h2 = '', m2 = ''] = match;
  const start = minutes(h1, m1, text);
  const length = (minutes(h2, m2, text) - start + DAY) % DAY;
  if (length < SHORTEST) throw invalidValue(`The backup window must be at least 30 minutes: ${text}`);
  return { start, length };
}

function weekly(text: string): Span {
  const match = /^([a-z]{3}):(\d\d):(\d\d)-([a-z]{3}):(\d\d):(\d\d)$/.exec(text.toLowerCase());
  const [, d1 = '', h1 = '', m1 = '', d2 = '', h2 = '', m2 = ''] = match ?? [];
  if (!match || !DAYS.includes(d1) || !DAYS.includes(d2)) {
    throw invalidValue(
      `Invalid maintenance window format: ${text}. Should be specified as a range ddd:hh24:mi-ddd:hh24:mi (24H Clock UTC).`,
    );
  }
  const start = DAYS.indexOf(d1) * DAY + minutes(h1, m1, text);
  const end = DAYS.indexOf(d2) * DAY + minutes(h2, m2, text);
  const length = (end - start + WEEK) % WEEK;
  if (length < SHORTEST || length > DAY) {
    throw invalidValue(`The maintenance window must last between 30 minutes and 24 hours: ${text}`);
  }
  return { start, length };
}

function overlap(a: Span, b: Span): boolean {
  return (b.start - a.start + WEEK) % WEEK < a.length || (a.start - b.start + WEEK) % WEEK < b.length;
}

/** Do the two ever meet? A backup window comes every day of the week. */
function conflict(backup: string, maintenance: string): boolean {
  const day = daily(backup);
  const week = weekly(maintenance);
  return DAYS.some((_, index) => overlap({ start: index * DAY + day.start, length: day.length }, week));
}

export function backupWindow(text: string): string {
  daily(text);
  return text;
}

export function maintenanceWindow(text: string): string {
  weekly(text);
  return text.toLowerCase();
}

/**
 * Both windows, checked against each other. AWS picks a random half hour where none is given; here it is the first
 * of a fixed list that does not conflict (*assumed*, so that runs repeat).
 */
export function windows(
  backup: string | undefined,
  maintenance: string | undefined,
): { readonly backup: string; readonly maintenance: string } {
  const maintenanceChoices = maintenance
    ? [maintenanceWindow(maintenance)]
    : ['sun:05:00-sun:05:30', 'tue:13:00-tue:13:30'];
  const backupChoices = backup ? [backupWindow(backup)] : ['03:00-03:30', '15:00-15:30', '21:00-21:30'];
  for (const week of maintenanceChoices) {
    const day = backupChoices.find((each) => !conflict(each, week));
    if (day) return { backup: day, maintenance: week };
  }
  throw invalidValue('The backup window and maintenance window must not overlap.');
}
