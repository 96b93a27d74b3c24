import { retiredRegions } from '../../core/retire.ts';
import { attachAlarms, deleteDashboard, putDashboard } from '../../tiers/alarms/index.ts';
import type { Runtime } from '../runtime.ts';
import { readyTiers } from './ready-tiers.ts';
import { createStep, DONE } from './step.ts';

const NO_ALARMS = { alarms: [] };

/**
 * Attaches the alarms of all tiers, in the regions of their metrics, and the dashboard. In a delete it removes them,
 * before what they watch goes and sets them off.
 */
export function createAttachAlarms(runtime: Runtime) {
  return createStep(runtime, async ({ event, environment, operation }) => {
    const { desired } = environment;
    const deleting = operation.kind === 'delete';
    const { alarms } = deleting ? NO_ALARMS : await readyTiers(runtime, event);
    const { identity, tags } = desired.aurora;
    const { topicArns, enabled } = desired.alarms;
    await attachAlarms({
      ...{ clients: runtime.clients, identity, tags, alarms, topicArns },
      alsoIn: retiredRegions(desired),
      // What a create finds there is its own, of a moment ago.
      readTags: operation.kind !== 'create' && !deleting,
    });
    if (deleting || !enabled) {
      await deleteDashboard({ clients: runtime.clients, identity, region: desired.primaryRegion });
    } else {
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
