import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { toPlinthError } from '../../core/classify.ts';
import { driftedEvent, driftSummary } from '../../core/drift.ts';
import { PlinthError } from '../../core/errors.ts';
import type { Listed } from '../../core/registry.ts';
import { isAtWork } from '../../core/workflow.ts';
import { keepDrift, lookForDrift } from '../drift.ts';
import { MORTAL } from '../mortal.ts';
import type { LookingRuntime, Runtime } from '../runtime.ts';

/** What the schedule sends. */
export interface DriftCheckEvent {
  /** Only environments whose last look is at least this long ago. @default all */
  readonly olderThanHours?: number;
}

export interface DriftCheckResult {
  readonly checked: number;
  readonly drifted: number;
  /** For the next run: time was short. */
  readonly left: number;
}

/** A look is a few dozen calls to AWS; with more at once the tiers' own steps would be throttled. */
const AT_ONCE = 3;
/** No look is begun with less time than this left. */
const LOOK_MS = 90_000;
const HOUR_MS = 3_600_000;

/**
 * Looks at environments on which nothing is at work, those that have waited longest first, and tells of drift that it
 * has not told of before. What one run does not get to is the first of the next. One that cannot be looked at does not
 * keep the others from it; at the end the run fails for it, which is what the alarm and the second try go by.
 */
export function createDriftCheck(runtime: LookingRuntime) {
  return middy<DriftCheckEvent, DriftCheckResult>(MORTAL)
    .use(injectLambdaContext(runtime.logger, { clearState: true }))
    .handler(async ({ olderThanHours = 0 }, context) => {
      const due = await listDue(runtime, olderThanHours);
      const outcomes: Outcome[] = [];
      const worker = async () => {
        while (due.length > 0 && context.getRemainingTimeInMillis() > LOOK_MS)
          outcomes.push(await check(runtime, due.shift() as Listed));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      const count = (outcome: Outcome) => outcomes.filter((each) => each === outcome).length;
      const result = { checked: outcomes.length, drifted: count('drifted'), left: due.length };
      runtime.logger.info('Looked for drift', { ...result, failed: count('failed') });
      if (count('failed') > 0)
        throw new PlinthError(
          `${count('failed')} of ${outcomes.length} environments could not be looked at. The log says which, and why.`,
        );
      return result;
    });
}

async function listDue({ registry, clock }: Runtime, olderThanHours: number): Promise<Listed[]> {
  const latest = clock.now() - olderThanHours * HOUR_MS;
  const lastLook = ({ drift }: Listed) => (drift ? Date.parse(drift.checkedAt) : 0);
  const listed = await registry.listAllEnvironments();
  return listed.filter((each) => lastLook(each) <= latest).sort((a, b) => lastLook(a) - lastLook(b));
}

type Outcome = 'clean' | 'drifted' | 'skipped' | 'failed';

async function check(runtime: LookingRuntime, { project, environment }: Listed): Promise<Outcome> {
  try {
    return await checkOne(runtime, project, environment);
  } catch (error) {
    const { name, message } = toPlinthError(error, `look for drift of ${project}/${environment}`);
    runtime.logger.error('Could not look for drift', {
      project,
      environment,
      errorClass: name,
      detail: message,
    });
    return 'failed';
  }
}

async function checkOne(runtime: LookingRuntime, project: string, name: string): Promise<Outcome> {
  const { registry, events } = runtime;
  // The index is seconds old at times.
  const before = await registry.getEnvironment(project, name);
  if (!before || isAtWork(before)) return 'skipped';
  const drift = await lookForDrift(runtime, before);
  const after = await registry.getEnvironment(project, name);
  // What was seen may be the work of an operation that has begun meanwhile.
  if (after?.operationId !== before.operationId) return 'skipped';
  const { changed, fingerprint } = driftSummary(before, drift);
  // Told before it is written down: after a crash in between it is told again, and never not at all.
  if (changed > 0 && fingerprint !== after.drift?.fingerprint) await events.publish([driftedEvent(drift)]);
  await keepDrift(runtime, before, drift, true);
  return changed > 0 ? 'drifted' : 'clean';
}
