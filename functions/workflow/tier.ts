import { CANCELLED } from '../../core/control.ts';
import { converge } from '../../core/converge.ts';
import { Cancelled } from '../../core/errors.ts';
import { nextLook, waitingSince } from '../../core/look-again.ts';
import { type OperationRecord, UNSTARTED_STEP } from '../../core/operations.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import type { PlanOptions, Tier } from '../../core/tier.ts';
import type { Runtime } from '../runtime.ts';
import { createStep, type StepEvent, shorten, timestamp, type WorkResult } from './step.ts';

/** A round of observe, plan and apply is not begun with less time than this left. */
const ROUND_MS = 60_000;

/** With the 20 seconds that a call may last, less than the half minute that a delete waits before it acts. */
const SURE_FOR_MS = 5_000;

/**
 * The task of one tier (the tier itself and not its name, so that a bundle holds no other), for its Provision or
 * Update, its Await and its Delete step: converges as far as is possible now, towards nothing in a delete. A Provision or Update step has
 * succeeded once it has asked; the others once the tier is as desired. Of a tier that is ready it records what the
 * later steps need, so that they look at nothing again and need no permission to.
 */
// biome-ignore lint/suspicious/noExplicitAny: spec and observed belong together inside each tier
export function createTierStep(runtime: Runtime, tier: Tier<any, any, any>) {
  return createStep(
    runtime,
    async ({ event, environment, operation, step, remainingMs }) => {
      const { alarms } = environment.desired;
      const spec = environment.desired[tier.kind];
      const desired = operation.kind === 'delete' ? null : spec;
      // Nobody waits any more for a function whose operation failed in another branch, and it runs on: it must not
      // create what the next operation deletes. Every step begins with the same question.
      let askedAtMs = runtime.clock.now();
      let atWork = true;
      const isAtWork = async () => {
        if (!atWork || runtime.clock.now() - askedAtMs < SURE_FOR_MS) return atWork;
        askedAtMs = runtime.clock.now();
        atWork = await runtime.registry.isAtWork(event.project, event.environment, event.operationId);
        return atWork;
      };
      const { observed, waits, ...result } = await converge(
        tier,
        { spec, clients: runtime.clients },
        desired,
        {
          plan: planOptions(environment, operation),
          mayContinue: async () => remainingMs() > ROUND_MS && (await isAtWork()),
          onAction: async (action) => {
            // A round may be long: dozens of tables, a few at a time, and each call up to its 20 seconds.
            if (!(await isAtWork())) throw new Cancelled(CANCELLED.detail);
            // Known before it is there: nobody has to look for a snapshot that a lost answer has made.
            if (action.leaves)
              await runtime.registry.recordSnapshot(event.project, event.operationId, action.leaves);
            runtime.logger.info(action.summary, { call: `${action.service}:${action.command}` });
          },
        },
      );
      if (result.ready && desired) {
        await runtime.registry.recordTier({
          project: event.project,
          environment: event.environment,
          kind: tier.kind,
          operationId: event.operationId,
          observedAt: timestamp(runtime),
          outputs: tier.outputs(spec, observed),
          alarms: alarms.enabled ? tier.alarms(spec, alarms, observed) : [],
        });
      }
      const now = runtime.clock.now();
      const since = waitingSince(waits, step.waitingSince ?? {}, now);
      const next = waits.length > 0 ? nextLook(tier.kind, waits, since, now) : result.retryAfterSeconds;
      const told = { ...result, retryAfterSeconds: next, waitingSince: since };
      if (asks(event.step) && !result.ready) await beginAwait(runtime, event, told);
      return told;
    },
    { succeeded: (event, result) => result.ready || asks(event.step) },
  );
}

/** Whether the step only asks AWS, and another one waits. */
const asks = (step: string) => /^(Provision|Update)/.test(step);

/** The waiting begins with the asking, though the step that waits looks only when there is something to see. */
function beginAwait(
  { registry, clock }: Runtime,
  { project, operationId, step }: StepEvent,
  { waitingFor, waitingSince: since }: WorkResult,
): Promise<void> {
  return registry.recordStep(project, operationId, step.replace(/^(Provision|Update)/, 'Await'), {
    ...UNSTARTED_STEP,
    status: 'waiting',
    startedAt: new Date(clock.now()).toISOString(),
    waitingFor: waitingFor.map(shorten),
    waitingSince: since ?? {},
  });
}

function planOptions({ readyAt }: EnvironmentRecord, { options }: OperationRecord): PlanOptions {
  const { allowReplacement = false, finalSnapshots = true } = options ?? {};
  return { discard: readyAt === null, allowReplacement, finalSnapshots };
}
