import { type AuditEntry, type AuditedRequest, AuditTrail } from '../core/audit.ts';
import { Blocked, Terminal } from '../core/errors.ts';
import type { Door } from '../core/operations.ts';
import { type ProblemName, toProblem } from '../core/problem.ts';
import type { Runtime } from './runtime.ts';

/** What is asked for, by whom, of which environment. */
export interface AskedFor {
  readonly project: string;
  readonly environment: string;
  readonly who: string;
  readonly door: Door;
  readonly what: AuditedRequest;
  /** Names of fields; no values. */
  readonly detail: string | null;
}

/** What all requests for a change may come to. */
interface Result {
  readonly outcome: keyof typeof RESULTS;
  readonly operation?: { readonly operationId: string };
  readonly environment?: { readonly operationId: string };
}

const problem = (name: ProblemName) => `urn:plinth:problem:${name}`;

/** How each outcome is recorded. Null: there is no such environment or operation, so nothing is. */
const RESULTS = {
  started: 'started',
  accepted: 'started',
  existing: 'unchanged',
  unchanged: 'unchanged',
  'in-progress': 'unchanged',
  conflict: problem('environment-exists'),
  protected: problem('deletion-protected'),
  busy: problem('operation-in-progress'),
  running: problem('operation-in-progress'),
  succeeded: problem('operation-ended'),
  ended: problem('operation-ended'),
  replaced: problem('operation-replaced'),
  absent: null,
} as const;

/**
 * Does the work and writes down who asked for it and what became of it. A refusal is only written down of an environment
 * that exists, so that nobody can fill the table with names. The trail is beside the work: when it cannot be written,
 * that is logged, and the work stays done.
 */
export async function audited<T extends Result>(
  runtime: Pick<Runtime, 'registry' | 'clock' | 'logger'>,
  asked: AskedFor,
  work: () => Promise<T>,
): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await record(runtime, asked, typeOf(error), null);
    throw error;
  }
  const told = RESULTS[result.outcome];
  if (told !== null) await record(runtime, asked, told, operationOf(result));
  return result;
}

async function record(
  { registry, clock, logger }: Pick<Runtime, 'registry' | 'clock' | 'logger'>,
  { project, environment, ...asked }: AskedFor,
  result: string,
  operationId: string | null,
): Promise<void> {
  try {
    const isRefused = result.startsWith('urn:');
    if (isRefused && !(await registry.getEnvironment(project, environment))) return;
    const entry: AuditEntry = { at: new Date(clock.now()).toISOString(), ...asked, result, operationId };
    await new AuditTrail(registry.table).record({ project, environment }, entry);
  } catch (error) {
    logger.error('A request is missing in the audit trail', {
      project,
      environment,
      ...asked,
      result,
      error,
    });
  }
}

/** Of a refusal it is the operation in the way. */
function operationOf({ operation, environment }: Result): string | null {
  return operation?.operationId ?? environment?.operationId ?? null;
}

/** As the door answers it. */
function typeOf(error: unknown): string {
  if (error instanceof Blocked || error instanceof Terminal) return problem('unavailable');
  return toProblem(error).type;
}
