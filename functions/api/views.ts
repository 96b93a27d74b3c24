import type { Environment, Operation } from '../../core/generated/api.ts';
import { type OperationRecord, STEPS, UNSTARTED_STEP } from '../../core/operations.ts';
import { paths } from '../../core/paths.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { summarise } from '../../core/resolve.ts';
import type { Snapshot } from '../../core/tier.ts';

/** An operation as a caller sees it: its steps in the order in which they run. */
export function operationView(record: OperationRecord): Operation {
  return {
    operationId: record.operationId,
    kind: record.kind,
    project: record.project,
    environment: record.environment,
    status: record.status,
    createdAt: record.createdAt,
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    requestedBy: record.requestedBy,
    door: record.door ?? 'http',
    retryOf: record.retryOf ?? null,
    rolledBackBy: record.rolledBackBy ?? null,
    cancelRequestedAt: record.cancelRequestedAt ?? null,
    snapshots: snapshotsOf(record),
    steps: STEPS[record.kind].map(({ name, tier }) => {
      const { waitingSince: _, ...step } = record.steps[name] ?? UNSTARTED_STEP;
      return { name, tier, ...step, waitingFor: [...step.waitingFor] };
    }),
    error: record.error,
    links: {
      self: paths.operation(record.project, record.operationId),
      environment: paths.environment(record.project, record.environment),
    },
  };
}

/** In the order of their keys: tier, region, name. */
function snapshotsOf({ snapshots = {} }: OperationRecord): Snapshot[] {
  return Object.entries(snapshots)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, snapshot]) => snapshot);
}

export function environmentView(record: EnvironmentRecord): Environment {
  const self = paths.environment(record.project, record.environment);
  const { desired } = record;
  return {
    project: record.project,
    environment: record.environment,
    preset: desired.preset,
    status: record.status,
    landingZone: desired.landingZone,
    primaryRegion: desired.primaryRegion,
    secondaryRegion: desired.secondaryRegion,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    expiresAt: record.expiresAt ?? null,
    operationId: record.operationId,
    schemaVersion: record.schema?.version ?? null,
    drift: record.drift ? { checkedAt: record.drift.checkedAt, changed: record.drift.changed } : null,
    spec: summarise(desired),
    links: {
      self,
      operation: paths.operation(record.project, record.operationId),
      outputs: `${self}/outputs`,
    },
  };
}
