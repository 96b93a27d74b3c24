import { Terminal } from '../../core/errors.ts';
import type { TierOutputs, TierRecord } from '../../core/registry.ts';
import { type Alarm, TIER_KINDS } from '../../core/tier.ts';
import type { Runtime } from '../runtime.ts';
import type { StepEvent } from './step.ts';

export interface ReadyTiers {
  readonly outputs: TierOutputs;
  readonly alarms: readonly Alarm[];
}

/** What the Await steps of this operation have recorded of all tiers. */
export async function readyTiers({ registry }: Runtime, event: StepEvent): Promise<ReadyTiers> {
  const records = await registry.listTiers(event.operationId);
  const perTier = TIER_KINDS.map((kind): TierRecord => {
    const record = records.find((candidate) => candidate.kind === kind);
    if (record) return record;
    throw new Terminal(
      `Operation ${event.operationId} has no record of tier ${kind}, though it was awaited. This is a defect of Plinth: please report it.`,
    );
  });
  return {
    alarms: perTier.flatMap(({ alarms }) => alarms),
    outputs: Object.fromEntries(
      perTier.map(({ kind, outputs }) => [kind, outputs]),
    ) as unknown as TierOutputs,
  };
}
