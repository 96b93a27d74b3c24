import type { EnvironmentOutputs } from '../../core/outputs.ts';
import type { Desired } from '../../core/spec.ts';
import { type Alarm, type Clients, TIER_KINDS } from '../../core/tier.ts';
import { tiers } from '../../tiers/index.ts';

export interface ObservedEnvironment {
  readonly alarms: readonly Alarm[];
  readonly outputs: Pick<EnvironmentOutputs, 'aurora' | 'dynamodb' | 'redis' | 'dax'>;
}

/** Observes all tiers of an environment that is there, and derives its alarms and outputs. */
export async function observeEnvironment(clients: Clients, desired: Desired): Promise<ObservedEnvironment> {
  const perTier = await Promise.all(
    TIER_KINDS.map(async (kind) => {
      const { tier, specOf } = tiers[kind];
      const spec = specOf(desired);
      const observed = await tier.observe({ spec, clients });
      return {
        kind,
        outputs: tier.outputs(spec, observed),
        alarms: desired.alarms.enabled ? tier.alarms(spec, desired.alarms, observed) : [],
      };
    }),
  );
  return {
    alarms: perTier.flatMap(({ alarms }) => alarms),
    outputs: Object.fromEntries(
      perTier.map(({ kind, outputs }) => [kind, outputs]),
    ) as ObservedEnvironment['outputs'],
  };
}
