import { hasEnded, type OperationRecord, type StepRecord } from './operations.ts';
import type { EnvironmentOutputs } from './outputs.ts';
import { paths } from './paths.ts';
import { type ProblemError, problemDocument } from './problem.ts';
import type { EnvironmentRecord } from './registry.ts';
import type { TierKind } from './tier.ts';

/** Version of the details, in and out. A change that would break a reader makes another one. */
export const EVENT_VERSION = '1';

/** `source` of what Plinth publishes. What comes in has another one. */
export const EVENT_SOURCE = 'plinth';

/** The detail-types that Plinth publishes. `schemas/events/` has a JSON schema of each one's detail. */
export type EventType =
  | 'Environment Ready'
  | 'Environment Failed'
  | 'Environment Updated'
  | 'Environment Deleted'
  | 'Environment Expiring'
  | 'Environment Drifted'
  | 'Operation Progressed'
  | 'Environment Request Rejected';

/** One event before it is published: it knows no bus. */
export interface PlinthEvent {
  readonly type: EventType;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * PutEvents took 256 KB an entry for years and takes 1 MB now; consumers such as SQS still take 256 KB of a whole
 * event. Outputs that are longer are left to `links.outputs`.
 */
const MAX_OUTPUTS_BYTES = 200_000;

/**
 * What the end of an operation is to those who listen; null when it has not ended. Published at least once, so a
 * reader may see it again: `operationId` tells.
 */
export function endOf(operation: OperationRecord, environment: EnvironmentRecord | null): PlinthEvent | null {
  if (!hasEnded(operation.status)) return null;
  const about = { ...subjectOf(operation), requestedBy: operation.requestedBy, endedAt: operation.endedAt };
  if (operation.status !== 'succeeded')
    return {
      type: 'Environment Failed',
      detail: {
        ...about,
        status: operation.status,
        error: operation.error,
        ...(operation.rolledBackBy && { rolledBackBy: operation.rolledBackBy }),
      },
    };
  if (isDeletion(operation)) return { type: 'Environment Deleted', detail: about };
  const type = operation.kind === 'create' ? 'Environment Ready' : 'Environment Updated';
  return { type, detail: { ...about, outputs: fitting(environment?.outputs ?? null) } };
}

/** A step of an operation has another status now. */
export function progressOf(operation: OperationRecord, step: string, record: StepRecord): PlinthEvent {
  const { status, startedAt, endedAt, waitingFor, error } = record;
  return {
    type: 'Operation Progressed',
    detail: {
      ...subjectOf(operation),
      step: { name: step, tier: tierOf(step), status, startedAt, endedAt, waitingFor, error },
    },
  };
}

/** Which event was refused, and why. It repeats names that have been checked, and nothing else of it. */
export function rejectionOf(
  event: { readonly id: string; readonly source: string; readonly account: string },
  subject: { readonly project: string | null; readonly environment: string | null },
  problem: ProblemError,
): PlinthEvent {
  const { id: eventId, source, account } = event;
  return {
    type: 'Environment Request Rejected',
    detail: {
      version: EVENT_VERSION,
      eventId,
      source,
      account,
      ...subject,
      problem: problemDocument(problem, `urn:plinth:event:${eventId}`),
    },
  };
}

/** Whether the operation takes an environment away. */
export function isDeletion({ kind }: Pick<OperationRecord, 'kind'>): boolean {
  return kind === 'delete';
}

/** States are named for what they do and, where it is one, for their tier: AwaitDynamoDb. */
const TIERS = { Aurora: 'aurora', DynamoDb: 'dynamodb', Redis: 'redis', Dax: 'dax' } as const;

function tierOf(step: string): TierKind | null {
  return Object.entries(TIERS).find(([suffix]) => step.endsWith(suffix))?.[1] ?? null;
}

function subjectOf({ project, environment, operationId, kind }: OperationRecord) {
  const self = paths.environment(project, environment);
  return {
    version: EVENT_VERSION,
    project,
    environment,
    operationId,
    kind,
    links: {
      operation: paths.operation(project, operationId),
      environment: self,
      outputs: `${self}/outputs`,
    },
  };
}

function fitting(outputs: EnvironmentOutputs | null): EnvironmentOutputs | null {
  return Buffer.byteLength(JSON.stringify(outputs)) <= MAX_OUTPUTS_BYTES ? outputs : null;
}
