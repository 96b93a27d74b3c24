import type { Rules } from '../rule.ts';

/** One event of PutEvents, as far as IAM looks at it. */
interface Entry {
  readonly EventBusName?: string;
  readonly Source?: string;
  readonly DetailType?: string;
}

/**
 * *documented* (Service Authorization Reference, Amazon EventBridge): the bus, with `events:source` and
 * `events:detail-type`. *assumed*: each entry is asked about for itself.
 */
export const events: Rules = {
  PutEvents: ({ input, region, known }) =>
    (input.Entries ?? []).map(({ EventBusName = 'default', Source = '', DetailType = '' }: Entry) => ({
      action: 'events:PutEvents',
      resource: EventBusName.startsWith('arn:')
        ? EventBusName
        : `arn:aws:events:${region}:${known.account}:event-bus/${EventBusName}`,
      context: { 'events:source': [Source], 'events:detail-type': [DetailType] },
    })),
};
