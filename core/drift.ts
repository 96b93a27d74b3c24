import { createHash } from 'node:crypto';
import { EVENT_VERSION, type PlinthEvent } from './events.ts';
import type { Drift, DriftField } from './generated/api.ts';
import { paths } from './paths.ts';
import type { DriftSummary, EnvironmentRecord } from './registry.ts';
import type { FieldState, TierKind } from './tier.ts';

export type { Drift, DriftField } from './generated/api.ts';

/** A field with the tier that it is of; alarms, the dashboard and the schema are of none. */
export interface FoundField extends FieldState {
  readonly tier: TierKind | 'alarms' | 'schema';
}

const ORDER = { changed: 0, unknown: 1, 'as-desired': 2 } as const;

/** What a look has found, as a caller sees it. `checkedAt` is ISO-8601, UTC. */
export function driftReport(
  { project, environment }: Pick<EnvironmentRecord, 'project' | 'environment'>,
  checkedAt: string,
  found: readonly FoundField[],
): Drift {
  const count = (state: FieldState['state']) => found.filter((field) => field.state === state).length;
  const fields = found
    .toSorted((a, b) => ORDER[a.state] - ORDER[b.state])
    .map(({ tier, resource, field, state, desired, observed }) => ({
      ...{ tier, resource, field, state },
      ...{ desired, observed },
    }));
  return {
    project,
    environment,
    checkedAt,
    summary: { asDesired: count('as-desired'), changed: count('changed'), unknown: count('unknown') },
    fields: fields as unknown as DriftField[],
  };
}

/**
 * What the registry keeps of it. The operation is part of the fingerprint: what is found again after one that should
 * have repaired it is news.
 */
export function driftSummary(
  { operationId }: Pick<EnvironmentRecord, 'operationId'>,
  { checkedAt, summary, fields }: Drift,
): DriftSummary {
  const findings = changedOf(fields).map(({ tier, resource, field, desired, observed }) =>
    JSON.stringify([tier, resource, field, desired, observed]),
  );
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([operationId, ...findings.sort()]))
    .digest('hex')
    .slice(0, 32);
  return { checkedAt, changed: summary.changed, fingerprint };
}

const changedOf = (fields: readonly DriftField[]) => fields.filter(({ state }) => state === 'changed');

/** Fields that an event has at most, and characters of one value: the report has all of them. */
const MAX_FIELDS = 20;
const MAX_VALUE = 1_000;

/** Somebody has changed the environment behind Plinth's back. */
export function driftedEvent({ project, environment, checkedAt, summary, fields }: Drift): PlinthEvent {
  const self = paths.environment(project, environment);
  return {
    type: 'Environment Drifted',
    detail: {
      version: EVENT_VERSION,
      project,
      environment,
      checkedAt,
      summary,
      fields: changedOf(fields)
        .slice(0, MAX_FIELDS)
        .map(({ tier, resource, field, desired, observed }) => ({
          ...{ tier, resource, field },
          desired: shortened(desired),
          observed: shortened(observed),
        })),
      links: { environment: self, drift: `${self}/drift`, reconcile: `${self}/reconcile` },
    },
  };
}

/** Lists as one text: in an event a value is for people. */
function shortened(value: unknown): unknown {
  const text = typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : null;
  if (text === null) return value;
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE - 1)}…`;
}
