import { Terminal } from '../../core/errors.ts';
import type { EnvironmentOutputs } from '../../core/outputs.ts';
import type { Desired } from '../../core/spec.ts';
import type { Alarm } from '../../core/tier.ts';
import { dashboardName } from '../../tiers/alarms/index.ts';
import type { Runtime } from '../runtime.ts';
import { readyTiers } from './ready-tiers.ts';
import { createStep, DONE, timestamp } from './step.ts';

/**
 * The last step: publishes the outputs. With it the environment is ready and the operation has succeeded. In a delete
 * it takes the environment out of the registry: its name is free again.
 */
export function createPublishOutputs(runtime: Runtime) {
  return createStep(
    runtime,
    async ({ event, environment, operation }) => {
      if (operation.kind === 'delete') return DONE;
      const { desired } = environment;
      const { outputs, alarms } = await readyTiers(runtime, event);
      const published: EnvironmentOutputs = {
        ...outputs,
        alarms: alarmNames(alarms),
        dashboards: dashboards(desired),
        schema: environment.schema,
      };
      const now = timestamp(runtime);
      const done = await runtime.registry.publish(
        event.project,
        event.environment,
        event.operationId,
        now,
        published,
      );
      if (!done)
        throw new Terminal(
          `Operation ${event.operationId} was replaced before it could publish its outputs.`,
        );
      return DONE;
    },
    {
      after: async ({ event: { project, environment, operationId }, operation }) => {
        const now = timestamp(runtime);
        if (operation.kind === 'delete')
          await runtime.registry.finishDeletion(project, environment, operationId, now);
        else await runtime.registry.succeedOperation(project, operationId, now);
      },
    },
  );
}

function alarmNames(alarms: readonly Alarm[]): Record<string, string[]> {
  const regions = [...new Set(alarms.map((alarm) => alarm.region))];
  const namesIn = (region: string) =>
    alarms.filter((alarm) => alarm.region === region).map((alarm) => alarm.name);
  return Object.fromEntries(regions.map((region) => [region, namesIn(region)]));
}

function dashboards(desired: Desired): Record<string, string> {
  return desired.alarms.enabled ? { [desired.primaryRegion]: dashboardName(desired.identity) } : {};
}
