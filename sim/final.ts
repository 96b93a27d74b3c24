import { hasEnded, type OperationRecord } from '../core/operations.ts';
import type { Callers } from './callers.ts';
import type { PlantedData } from './checks/data.ts';
import {
  checkFailures,
  checkHistoriesAndLogs,
  checkJournals,
  checkKeys,
  checkOverlaps,
  checkSnapshots,
} from './checks/records.ts';
import { checkGone, checkNothingLeft, checkThere, keyOf, resources, unique } from './checks/resources.ts';
import { removeFailed } from './failed.ts';
import { isHome } from './faults.ts';
import { UNPROTECTED } from './requests.ts';
import type { Scenario, SimulatedEnvironment } from './scenario.ts';
import type { SimulatedWorld } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/**
 * Once faults stop, every operation ends within this: the slowest chain of a tier at six times what AWS usually takes
 * (about 23 minutes, so 2.3 hours), a round of retries, and the caretaker.
 */
export const ENDS_WITHIN_MS = 5 * HOUR;
/** How often somebody tries again, once nothing is in the way. */
const ATTEMPTS = 3;

/** Everything after the faults: what is true then is what is promised. */
export class Final {
  readonly #world: SimulatedWorld;
  readonly #callers: Callers;
  readonly #scenario: Scenario;
  readonly #data: PlantedData;

  /** Of the registry: where nothing was written, nothing is new. */
  #writes = 0;

  constructor(world: SimulatedWorld, scenario: Scenario, callers: Callers, data: PlantedData) {
    this.#world = world;
    this.#scenario = scenario;
    this.#callers = callers;
    this.#data = data;
    world.watches.push({
      answered: (context, input) => {
        if (isHome({ context, input }) && !/^(Get|Query|BatchGet)/.test(context.operation)) this.#writes++;
      },
    });
  }

  async run(): Promise<void> {
    const world = this.#world;
    const environments = unique(this.#scenario.environments);
    await this.#allEnd('after the faults');
    world.end = await this.#endState();
    for (const [, environment] of environments)
      if (!(await this.#record(environment))) await checkGone(world, environment);
    if (this.#scenario.endsReady)
      for (const [index, environment] of environments) await this.#makeReady(index, environment);
    for (const [, environment] of environments) await this.#remove(environment);
    await checkNothingLeft(world);
    await checkHistoriesAndLogs(world);
    const operations = await this.#operations();
    checkOverlaps(world, operations, this.#scenario);
    checkFailures(world, operations, { ...this.#scenario, callers: this.#callers });
    await checkSnapshots(world, operations);
    checkKeys(world, this.#callers);
    checkJournals(world);
  }

  #record({ project, name }: SimulatedEnvironment) {
    return this.#world.cloud.runtime.registry.getEnvironment(project, name);
  }

  async #endState(): Promise<string> {
    const [first] = this.#scenario.environments;
    const record = first && (await this.#record(first));
    return [record?.status ?? 'none', ...(await resources(this.#world)).sort()].join(', ');
  }

  async #operations(): Promise<OperationRecord[]> {
    const { registry } = this.#world.cloud.runtime;
    const projects = new Set(this.#scenario.environments.map(({ project }) => project));
    const pages = await Promise.all(
      [...projects].map((project) => registry.listOperations(project, { limit: 100 } as never)),
    );
    return pages.flatMap(({ items }) => items);
  }

  async #allEnd(when: string): Promise<void> {
    const { clock, trace } = this.#world;
    for (let seen = -1, until = clock.now() + ENDS_WITHIN_MS; ; await clock.sleep(MINUTE)) {
      if (seen === this.#writes && clock.now() <= until) continue;
      seen = this.#writes;
      const open = (await this.#operations()).filter(({ status }) => !hasEnded(status));
      const stuck = await this.#waiting();
      if (open.length === 0 && stuck.length === 0) break;
      if (clock.now() > until) {
        for (const text of [...open.map(openText), ...stuck])
          this.#world.violate('5 ends', `${when}, after ${ENDS_WITHIN_MS / HOUR} hours, ${text}`);
        break;
      }
    }
    trace.note('phase', `everything has ended ${when}`);
  }

  /** Environments that wait for an operation. */
  async #waiting(): Promise<string[]> {
    const found: string[] = [];
    for (const [, environment] of unique(this.#scenario.environments)) {
      const record = await this.#record(environment);
      if (record && /ing$/.test(record.status)) found.push(`${keyOf(environment)} is ${record.status}`);
    }
    return found;
  }

  /** Whatever has gone wrong before, a retry makes it right (4); then what is there is as it should be. */
  async #makeReady(index: number, environment: SimulatedEnvironment): Promise<void> {
    const { project } = environment;
    const { registry } = this.#world.cloud.runtime;
    const key = keyOf(environment);
    const disturbed = this.#callers.disturbed.get(index) ?? [];
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const record = await this.#record(environment);
      if (!record) return;
      if (record.status === 'ready') break;
      const failed = await registry.getOperation(project, record.operationId);
      await removeFailed(this.#world, failed?.error?.detail ?? '');
      await this.#callers.send('POST', environment, `/operations/${record.operationId}/retry`);
      await this.#allEnd(`after a retry of ${key}`);
    }
    const record = await this.#record(environment);
    if (!record) return;
    if (record.status !== 'ready') {
      const why = await this.#whyNot(record);
      if (disturbed.length === 0) this.#world.violate('4 ready', `${key} cannot be made ready: ${why}`);
      else this.#world.trace.note('check', `${key} is not ready: ${why}`);
      return;
    }
    if (disturbed.length > 0) {
      const path = `/environments/${environment.name}/reconcile`;
      const { status, json } = await this.#callers.send('POST', environment, path);
      if (status >= 400 && disturbed.some(({ destroyed }) => destroyed)) {
        // A lost database is not made anew, empty: somebody has to restore it, or give the environment up.
        this.#world.trace.note('check', `${key} is not repaired: ${json.detail}`);
        return;
      }
      await this.#allEnd(`after a repair of ${key}`);
    }
    await this.#asDesired(environment, disturbed.length > 0);
    if (!disturbed.some(({ destroyed }) => destroyed)) await this.#dataStays(environment);
  }

  async #whyNot({ project, operationId }: { project: string; operationId: string }): Promise<string> {
    const operation = await this.#world.cloud.runtime.registry.getOperation(project, operationId);
    return `${operation?.kind} is ${operation?.status}: ${operation?.error?.detail ?? 'no error'}`;
  }

  async #asDesired(environment: SimulatedEnvironment, disturbed: boolean): Promise<void> {
    const { name } = environment;
    const { status, json } = await this.#callers.send('GET', environment, `/environments/${name}/drift`);
    const record = await this.#record(environment);
    const fields = (json.fields ?? []).filter(({ state }: { state: string }) => state === 'changed');
    const text = fields
      .map(({ resource, field }: { resource: string; field: string }) => `${resource} ${field}`)
      .join(', ');
    const key = keyOf(environment);
    if (status !== 200) this.#world.violate('4 ready', `drift of ${key} answers ${status}: ${json.detail}`);
    else if (fields.length > 0 && !(disturbed && record?.status !== 'ready'))
      this.#world.violate('4 ready', `${key} is ready and differs: ${text}`);
    if (record?.status === 'ready') await checkThere(this.#world, environment);
  }

  /** What has been written and acknowledged is there after a change of every tier (10). */
  async #dataStays(environment: SimulatedEnvironment): Promise<void> {
    const before = await this.#record(environment);
    if (before?.status !== 'ready') return;
    const key = keyOf(environment);
    if (!this.#data.has(key)) await this.#data.plant(key, before);
    const body = {
      aurora: { instanceCount: 2, backupRetentionDays: 8 },
      redis: { snapshotRetentionDays: 3 },
      dax: { replicationFactor: 2 },
    };
    await this.#callers.send('PATCH', environment, `/environments/${environment.name}`, { body });
    await this.#allEnd(`after a last change of ${key}`);
    const after = await this.#record(environment);
    if (after?.status === 'ready') return this.#data.check(key, after);
    const why = after ? await this.#whyNot(after) : 'it is gone';
    this.#world.violate('4 ready', `${key} cannot be changed without faults: ${why}`);
  }

  /** Without faults, everything can be deleted. */
  async #remove(environment: SimulatedEnvironment): Promise<void> {
    const path = `/environments/${environment.name}`;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (!(await this.#record(environment))) return;
      const { status } = await this.#callers.send('DELETE', environment, path, {
        query: { finalSnapshot: 'false' },
      });
      if (status !== 202) {
        await this.#callers.send('PATCH', environment, path, { body: UNPROTECTED });
      }
      await this.#allEnd(`after the delete of ${keyOf(environment)}`);
    }
    const record = await this.#record(environment);
    if (!record) return;
    const why = await this.#whyNot(record);
    this.#world.violate('3 deleted', `${keyOf(environment)} cannot be deleted, ${record.status}: ${why}`);
  }
}

function openText({ operationId, kind, status, steps }: OperationRecord): string {
  const waits = Object.entries(steps).filter(([, step]) => /^(running|waiting)$/.test(step.status));
  const text = waits.map(([name, { waitingFor }]) => `${name}: ${waitingFor.join('; ')}`).join(', ');
  return `${kind} ${operationId} is ${status} (${text})`;
}
