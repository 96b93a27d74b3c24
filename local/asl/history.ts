import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import { StateError } from './errors.ts';
import type { Timeline } from './timeline.ts';

/** "The execution reached the maximum number of history events (25000)": Step Functions service quotas. */
export const MAX_HISTORY_EVENTS = 25_000;

/** The line of events that an event belongs to: `previousEventId` runs along it. */
export interface EventChain {
  readonly timeline: Timeline;
  lastEventId: number;
}

export type EventDetails = Omit<HistoryEvent, 'timestamp' | 'type' | 'id' | 'previousEventId'>;

/** What happened in one execution, in the members that GetExecutionHistory answers. */
export class History {
  readonly events: HistoryEvent[] = [];

  add(chain: EventChain, type: HistoryEventType, details?: EventDetails): number {
    // The last place is kept for the event that says how the execution ended.
    if (this.events.length >= MAX_HISTORY_EVENTS - 1 && !type.startsWith('Execution')) {
      throw new StateError(
        'States.Runtime',
        `The execution reached the maximum number of history events (${MAX_HISTORY_EVENTS}).`,
      );
    }
    const id = this.events.length + 1;
    const timestamp = new Date(chain.timeline.now());
    this.events.push({ timestamp, type, id, previousEventId: chain.lastEventId, ...details });
    chain.lastEventId = id;
    return id;
  }
}
