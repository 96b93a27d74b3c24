import { type Convergence, converge } from '../../../../core/converge.ts';
import { parseLimits } from '../../../../core/limits-file.ts';
import type { TierSpecBase } from '../../../../core/spec.ts';
import type { TierKind } from '../../../../core/tier.ts';
import type { FunctionKey } from '../../../../functions/keys.ts';
import { asFunction } from '../../../../local/caller.ts';
import type { Decision, RolePolicy } from '../../../../local/iam/authorizer.ts';
import { tiers } from '../../../../tiers/index.ts';
import { type Plinth, startControlPlanes, startPlinth } from '../../../e2e/support/plinth.ts';

export interface Installation extends Plinth {
  readonly decisions: readonly Decision[];
  /** Runs work in the name, and so under the policy, of a function. */
  as<T>(key: FunctionKey, work: () => T): T;
  /** Converges one tier of an environment in its function's name, as the workflow does. */
  arrive(kind: TierKind, spec: TierSpecBase, goal: 'present' | 'absent'): Promise<void>;
}

/** All of Plinth, every function under its own policy; what was asked of them is kept. */
export async function install(
  policies: Readonly<Record<string, RolePolicy>>,
  { engines = false }: { readonly engines?: boolean } = {},
): Promise<Installation> {
  const decisions: Decision[] = [];
  // Far away, and yet counted.
  const limits = parseLimits('{"default": {"environments": 1000}}', 'this test');
  const start = engines ? startPlinth : startControlPlanes;
  const plinth = await start({ policies, limits, onDecision: (decision) => decisions.push(decision) });
  const { clients, clock } = plinth.cloud.runtime;
  const as = <T>(key: FunctionKey, work: () => T): T => asFunction(`plinth-${key}`, work);
  return {
    ...plinth,
    decisions,
    as,
    arrive: (kind, spec, goal) =>
      as(kind, async () => {
        let last: Convergence;
        do {
          last = await converge(tiers[kind].tier, { spec, clients }, goal === 'present' ? spec : null);
          if (!last.ready) await clock.sleep(last.retryAfterSeconds * 1000);
        } while (!last.ready);
      }),
  };
}
