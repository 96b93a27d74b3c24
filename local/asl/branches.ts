import { Interruption } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import type { Frame, Scope } from './scope.ts';

export interface Branches {
  readonly count: number;
  /** Most branches at a time. */
  readonly concurrency: number;
  /** `$states.context.Map` of a branch that is an iteration. */
  mapContext?(index: number): JsonObject;
  /** Runs one branch in a scope of its own and returns its output. */
  run(index: number, scope: Scope): Promise<Json>;
}

/**
 * Runs branches side by side. The first failure interrupts the others and is thrown.
 *
 * Each slot has a timeline of its own, which its next branch continues; the parent goes on at the latest end.
 */
export async function runBranches(frame: Frame, branches: Branches): Promise<Json[]> {
  const { scope } = frame;
  const { count, concurrency } = branches;
  const controller = new AbortController();
  const forward = () => controller.abort(scope.signal.reason);
  scope.signal.addEventListener('abort', forward, { once: true });
  const outputs: Json[] = new Array(count).fill(null);
  let failure: { readonly error: unknown } | undefined;
  let started = 0;
  let lastEventId = scope.lastEventId;

  const runSlot = async (): Promise<number> => {
    const timeline = scope.timeline.fork();
    while (started < count && !failure) {
      const index = started++;
      const mapContext = branches.mapContext?.(index) ?? scope.mapContext;
      const branchScope: Scope = { ...scope, timeline, mapContext, signal: controller.signal };
      try {
        outputs[index] = await branches.run(index, branchScope);
      } catch (error) {
        failure ??= { error };
        controller.abort(new Interruption('sibling failed'));
      }
      lastEventId = branchScope.lastEventId;
    }
    return timeline.now();
  };

  const ends = await Promise.all(Array.from({ length: Math.min(count, concurrency) }, runSlot));
  scope.signal.removeEventListener('abort', forward);
  scope.lastEventId = lastEventId;
  scope.timeline.advanceTo(Math.max(...ends));
  if (failure) throw failure.error;
  return outputs;
}
