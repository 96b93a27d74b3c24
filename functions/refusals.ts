import type { Finding } from '../core/generated/api.ts';
import { planDifference } from '../core/plan-id.ts';
import { ProblemError, validationProblem } from '../core/problem.ts';

/** What `?allowReplacement=true` would do away with. */
const REPLACEMENT = ['replacement', 'data-loss'];

/**
 * A resource with our name that is not ours is a conflict; what waits for the caller's leave says so when nothing else is
 * wrong; whatever else AWS would refuse is the request's fault.
 */
export function refused(findings: readonly Finding[]): ProblemError {
  const errors = findings.map(({ detail, pointer }) => ({ detail, ...(pointer ? { pointer } : {}) }));
  if (findings.some(({ code }) => code === 'name')) return validationProblem(errors, 'name-taken');
  const leave = findings.every(({ code }) => REPLACEMENT.includes(code));
  return validationProblem(errors, leave ? 'replacement-needed' : 'validation');
}

const OUTDATED = {
  'other-request': 'is of another request or environment',
  'other-observation': 'does not hold any more: what was observed has changed since',
} as const;

/** @throws ProblemError plan-outdated, when the plan that was seen is not the one that holds now */
export function refuseOutdated(seen: string, now: string): void {
  const difference = planDifference(seen, now);
  if (difference)
    throw new ProblemError(
      'plan-outdated',
      `The plan ${seen} ${OUTDATED[difference]}. Nothing was done. Send the request with ?dryRun=true to see what it would do now.`,
    );
}
