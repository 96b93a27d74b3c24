import type { EnvironmentRecord } from '../core/registry.ts';
import { type PreparedChange, prepareReconcile } from '../core/update.ts';
import { look } from './drift.ts';
import type { LookingRuntime } from './runtime.ts';

/**
 * Towards what is desired already, after a look whether anything is missing. Only of an environment that is ready: in
 * any other status a repair also does what the last operation did not get to, such as a migration.
 */
export async function prepareRepair(
  runtime: Pick<LookingRuntime, 'clients' | 'clock' | 'migrations'>,
  environment: EnvironmentRecord,
): Promise<PreparedChange> {
  const prepared = prepareReconcile(environment);
  if (environment.status !== 'ready') return prepared;
  return { ...prepared, changes: (await look(runtime, environment)).needsWork };
}
