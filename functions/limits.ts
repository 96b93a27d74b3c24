import { areCounted, checkChanged, checkExpiry, checkNew } from '../core/limits.ts';
import type { EnvironmentRecord } from '../core/registry.ts';
import type { EnvironmentRequest } from '../core/request.ts';
import type { Desired } from '../core/spec.ts';
import type { PreparedChange } from '../core/update.ts';
import { costOf } from './cost.ts';
import type { SubmitRuntime } from './submit-runtime.ts';

type LimitsRuntime = Pick<SubmitRuntime, 'limits' | 'registry'>;

/** The one place where limits learn what an environment costs: its known prices, USD a month. */
export function monthlyUsdOf(desired: Desired): number {
  return costOf(desired).monthly;
}

/** Whether the project may have the environment that is asked for. @throws ProblemError */
export async function checkCreateLimits(
  { limits, registry }: LimitsRuntime,
  asked: { readonly project: string; readonly request: EnvironmentRequest; readonly desired: Desired },
): Promise<void> {
  const { project, request, desired } = asked;
  checkExpiry(limits, asked);
  if (!areCounted(limits, project)) return;
  const existing = await registry.allEnvironments(project);
  checkNew(limits, { project, environment: request.environment, desired }, existing, monthlyUsdOf);
}

/** The same in the moment in which it is written down, for `Registry.createEnvironment`. @throws ProblemError */
export function guardCreate(
  { limits }: LimitsRuntime,
  record: EnvironmentRecord,
  existing: readonly EnvironmentRecord[],
): void {
  checkNew(limits, record, existing, monthlyUsdOf);
}

/** Whether the project may have the environment at the cost of a change. @throws ProblemError */
export async function checkChangeLimits(
  { limits, registry }: LimitsRuntime,
  prepared: PreparedChange,
): Promise<void> {
  const { environment: previous, desired } = prepared;
  const { project, environment } = previous;
  if (!areCounted(limits, project)) return;
  const existing = await registry.allEnvironments(project);
  const asked = { project, environment, desired, previous: previous.desired };
  checkChanged(limits, asked, existing, monthlyUsdOf);
}
