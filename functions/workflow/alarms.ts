import { attachAlarms, putDashboard } from '../../tiers/alarms/index.ts';
import type { Runtime } from '../runtime.ts';
import { readyTiers } from './ready-tiers.ts';
import { createStep, DONE } from './step.ts';

/** Attaches the alarms of all tiers, in the regions of their metrics, and the dashboard. */
export function createAttachAlarms(runtime: Runtime) {
  return createStep(runtime, async ({ event, environment }) => {
    const { desired } = environment;
    const { alarms } = await readyTiers(runtime, event);
    const { identity, tags } = desired.aurora;
    const { topicArns } = desired.alarms;
    await attachAlarms({ clients: runtime.clients, identity, tags, alarms, topicArns });
    if (desired.alarms.enabled) {
      await putDashboard({
        clients: runtime.clients,
        identity,
        tags,
        region: desired.primaryRegion,
        alarms,
        topicArns,
      });
    }
    return DONE;
  });
}
