import type { DescribeEventsMessage, Event, EventsMessage, SourceType } from '@aws-sdk/client-elasticache';
import type { Clock } from '../../../core/clock.ts';
import { invalidCombination, invalidValue } from './errors.ts';
import { page } from './paging.ts';

const MINUTE_MS = 60_000;
/** Documented: events of the last 14 days, by default of the last hour. */
const KEPT_MS = 14 * 24 * 60 * MINUTE_MS;
const DEFAULT_MINUTES = 60;

/** What happened, region by region: the only place where AWS tells why a group could not be created. */
export class Events {
  readonly #clock: Clock;
  readonly #byRegion = new Map<string, Event[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  record(region: string, SourceType: SourceType, SourceIdentifier: string, Message: string): void {
    const now = this.#clock.now();
    const kept = (this.#byRegion.get(region) ?? []).filter(
      (event) => now - (event.Date?.getTime() ?? 0) <= KEPT_MS,
    );
    this.#byRegion.set(region, [...kept, { SourceType, SourceIdentifier, Message, Date: new Date(now) }]);
  }

  describe(region: string, input: DescribeEventsMessage): EventsMessage {
    if (input.SourceIdentifier && !input.SourceType) {
      throw invalidCombination('SourceType must be supplied when SourceIdentifier is.');
    }
    const { from, to } = this.#period(input);
    const found = (this.#byRegion.get(region) ?? []).filter((event) => {
      const at = event.Date?.getTime() ?? 0;
      return (
        at >= from &&
        at <= to &&
        (!input.SourceType || event.SourceType === input.SourceType) &&
        (!input.SourceIdentifier || event.SourceIdentifier === input.SourceIdentifier.toLowerCase())
      );
    });
    const { items, Marker } = page(found, input);
    return { Events: items, Marker };
  }

  #period({ StartTime, EndTime, Duration }: DescribeEventsMessage): { from: number; to: number } {
    const now = this.#clock.now();
    if (Duration !== undefined && Duration * MINUTE_MS > KEPT_MS) {
      throw invalidValue('Duration must not be more than 14 days (20160 minutes).');
    }
    const span = (Duration ?? DEFAULT_MINUTES) * MINUTE_MS;
    const to = EndTime?.getTime() ?? (StartTime && Duration ? StartTime.getTime() + span : now);
    const from = StartTime?.getTime() ?? to - span;
    if (from > to) throw invalidCombination('StartTime must not be after EndTime.');
    return { from: Math.max(from, now - KEPT_MS), to };
  }
}
