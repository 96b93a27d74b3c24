import { protections } from '../../core/delete.ts';
import { expiringOf } from '../../core/events.ts';
import type { EnvironmentRecord, Listed } from '../../core/registry.ts';
import { submitDeletionUnseen } from '../submit-deletion.ts';
import type { EndRuntime } from '../workflow/close.ts';
import { forEach } from './each.ts';

/** How long before its end an environment is warned of; a shorter life is warned of when it is first seen. */
const WARNING_MS = 60 * 60_000;
/** A deletion that has failed is tried again after this time: somebody may have mended it. */
const PAUSE_MS = 60 * 60_000;

/** Who deletes what has expired, as operations and the audit trail have it. */
export const EXPIRY = 'expiry';

/** An environment that ends by itself. */
type Expiring = EnvironmentRecord & { readonly expiresAt: string };

/** Warns of what is about to expire, and deletes what has. */
export async function expire(runtime: EndRuntime): Promise<void> {
  const soon = new Date(runtime.clock.now() + WARNING_MS).toISOString();
  const listed = await runtime.registry.listAllEnvironments();
  // ISO texts sort as the times do.
  const due = listed.filter(({ expiresAt }) => expiresAt && expiresAt <= soon);
  await forEach(due, runtime, (one) => lookAfter(runtime, one));
}

async function lookAfter(runtime: EndRuntime, { project, environment }: Listed): Promise<void> {
  const { registry, clock } = runtime;
  const record = await registry.getEnvironment(project, environment);
  if (!record || !ends(record) || record.status === 'deleting') return;
  const left = Date.parse(record.expiresAt) - clock.now();
  if (left <= WARNING_MS && !record.expiryWarnedAt) await warn(runtime, record);
  if (left <= 0) await remove(runtime, record);
}

function ends(record: EnvironmentRecord): record is Expiring {
  return typeof record.expiresAt === 'string';
}

/** Told first and noted then: a crash in between tells it twice, and never not at all. */
async function warn({ registry, events, clock }: EndRuntime, record: Expiring): Promise<void> {
  const { project, environment, expiresAt } = record;
  await events.publish([expiringOf(record, expiresAt)]);
  const now = new Date(clock.now()).toISOString();
  await registry.recordExpiryWarning(project, environment, expiresAt, now);
}

async function remove(runtime: EndRuntime, record: Expiring): Promise<void> {
  const { project, environment, expiresAt } = record;
  const names = { project, environment, expiresAt };
  const fields = protections(record);
  if (fields.length > 0) {
    runtime.logger.warn('An environment has expired and is protected from deletion: it stays', {
      ...names,
      fields,
    });
    return;
  }
  // What an update has is deleted when that has ended, and not asked for in vain until then.
  if (record.status === 'updating' || (await hasJustFailed(runtime, record))) return;
  const { outcome } = await submitDeletionUnseen(runtime, {
    project,
    environment,
    requestedBy: EXPIRY,
    door: 'system',
    onlyIfExpiresAt: expiresAt,
  });
  runtime.logger.info('An environment has expired', { ...names, outcome });
}

/** The last thing that happened to it was a deletion by expiry that did not succeed. */
async function hasJustFailed({ registry, clock }: EndRuntime, record: Expiring): Promise<boolean> {
  const last = await registry.getOperation(record.project, record.operationId);
  if (last?.kind !== 'delete' || last.requestedBy !== EXPIRY || !last.endedAt) return false;
  return clock.now() - Date.parse(last.endedAt) < PAUSE_MS;
}
