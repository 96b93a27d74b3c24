import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateDBParameterGroupCommand, RDSClient } from '@aws-sdk/client-rds';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetExecutionHistoryCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import type { Operation } from '../core/generated/api.ts';
import { hasEnded, type OperationRecord } from '../core/operations.ts';
import { inventory } from '../local/inventory.ts';
import { Callers } from './callers.ts';
import { scan, watchCalls } from './checks/calls.ts';
import { checkMigrations } from './database/checker.ts';
import { liveIn } from './globals.ts';
import type { Scenario, SimulatedEnvironment } from './scenario.ts';
import { createSimulatedWorld, type SimulatedWorld, type Violation } from './world.ts';

export interface Outcome {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** Of everything that happened. */
  readonly hash: string;
  readonly timeline: readonly string[];
  /** Keys of the faults that happened. */
  readonly faults: readonly string[];
  readonly calls: number;
  readonly simulatedMs: number;
  /** What there was, operations and resources, when faults had stopped and everything had ended. */
  readonly end: string;
}

const REGIONS = ['eu-west-2', 'eu-west-1'] as const;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CARETAKER_MS = 5 * MINUTE;
/**
 * Once faults stop, every operation ends within this: the slowest chain of a tier at six times what AWS usually takes
 * (about 23 minutes, so 2.3 hours), a round of retries, and the caretaker.
 */
export const ENDS_WITHIN_MS = 5 * HOUR;
/** What belongs to somebody else; nothing of it has our tag. */
const FOREIGN = ['plinth-shop-e0-bystander', 'plinth-play-e0-bystander'] as const;

/** Runs one scenario to its end, then asks for what everybody wants at last: all there, all right, all gone. */
export async function simulate(scenario: Scenario): Promise<Outcome> {
  const world = await createSimulatedWorld(scenario);
  const { clock, trace, faults } = world;
  const start = clock.now();
  let done = false;
  const life = live(world, scenario)
    .catch((error: Error) => world.violate('0 simulator', error.stack ?? error.message))
    .finally(() => {
      done = true;
    });
  await clock.runUntilIdle(() => done);
  if (!done) world.violate('5 ends', 'nothing is under way any more, and not everything has ended');
  else await life;
  liveIn(undefined);
  return {
    seed: scenario.seed,
    violations: world.violations,
    hash: trace.hash,
    timeline: trace.timeline(),
    faults: faults.happened,
    calls: world.calls(),
    simulatedMs: clock.now() - start,
    end: world.end,
  };
}

async function live(world: SimulatedWorld, scenario: Scenario): Promise<void> {
  const { clock, trace, cloud, faults } = world;
  const callers = new Callers(world, scenario.environments);
  await plantForeign(world);
  watchCalls(world, FOREIGN, scenario.skewMs);
  let over = false;
  const caretaker = async () => {
    while (!over) {
      await clock.sleep(CARETAKER_MS);
      if (!over) void cloud.invoke('plinth-caretaker', {});
    }
  };
  void caretaker();
  const start = clock.now();
  const steps = scenario.steps.map(async (step) => {
    await clock.sleep(step.at);
    await callers.carryOut(step);
  });
  await clock.sleep(scenario.lengthMs);
  faults.stop();
  trace.note('phase', 'faults have stopped');
  await Promise.all(steps);
  const final = new Final(world, callers, scenario, start);
  await final.run();
  over = true;
}

/** Everything after the faults: what is true then is what is promised. */
class Final {
  readonly #world: SimulatedWorld;
  readonly #callers: Callers;
  readonly #scenario: Scenario;

  constructor(world: SimulatedWorld, callers: Callers, scenario: Scenario, _start: number) {
    this.#world = world;
    this.#callers = callers;
    this.#scenario = scenario;
  }

  async run(): Promise<void> {
    const environments = unique(this.#scenario.environments);
    await this.#allEnd('after the faults');
    this.#world.end = await this.#endState();
    for (const environment of environments) await this.#orphansOf(environment);
    if (this.#scenario.endsReady)
      for (const [index, environment] of environments) await this.#makeReady(index, environment);
    for (const [index, environment] of environments) await this.#remove(index, environment);
    await this.#nothingLeft();
    await this.#historiesAndLogs();
    this.#oneAtATime(await this.#operations());
    this.#noFailureOfOurOwn(await this.#operations());
    for (const [key, operations] of this.#callers.operationsByKey)
      if (operations.size > 1)
        this.#world.violate(
          '2 one operation',
          `key ${key} was answered with ${[...operations].join(' and ')}`,
        );
    for (const cluster of this.#world.database.clusters)
      for (const problem of checkMigrations(cluster.storage.journal).violations)
        this.#world.violate('8 migrations', `${cluster.name}: ${problem}`);
  }

  async #endState(): Promise<string> {
    const { registry } = this.#world.cloud.runtime;
    const [first] = this.#scenario.environments;
    const record = first && (await registry.getEnvironment(first.project, first.name));
    return [record?.status ?? 'none', ...(await this.#all()).sort()].join(', ');
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
    for (const until = clock.now() + ENDS_WITHIN_MS; ; ) {
      const open = (await this.#operations()).filter(({ status }) => !hasEnded(status));
      const stuck = await this.#waiting();
      if (open.length === 0 && stuck.length === 0) break;
      if (clock.now() > until) {
        for (const { operationId, kind, status, steps } of open) {
          const waits = Object.entries(steps).filter(
            ([, step]) => step.status === 'running' || step.status === 'waiting',
          );
          const text = waits.map(([name, { waitingFor }]) => `${name}: ${waitingFor.join('; ')}`).join(', ');
          this.#world.violate(
            '5 ends',
            `${when}, ${kind} ${operationId} is ${status} after ${ENDS_WITHIN_MS / HOUR} hours (${text})`,
          );
        }
        for (const text of stuck) this.#world.violate('5 ends', `${when}, ${text}`);
        break;
      }
      await clock.sleep(MINUTE);
    }
    trace.note('phase', `everything has ended ${when}`);
  }

  /** Environments that wait for an operation. */
  async #waiting(): Promise<string[]> {
    const { registry } = this.#world.cloud.runtime;
    const found: string[] = [];
    for (const [, { project, name }] of unique(this.#scenario.environments)) {
      const record = await registry.getEnvironment(project, name);
      if (record && /ing$/.test(record.status)) found.push(`${project}/${name} is ${record.status}`);
    }
    return found;
  }

  /** An environment that is not there has nothing (1, 3). */
  async #orphansOf([, environment]: readonly [number, SimulatedEnvironment]): Promise<void> {
    const { registry } = this.#world.cloud.runtime;
    const { project, name } = environment;
    const record = await registry.getEnvironment(project, name);
    if (record) return;
    const left = await this.#resourcesOf(environment);
    if (left.length > 0)
      this.#world.violate('1 no orphans', `${project}/${name} is not there and has ${left.join(', ')}`);
  }

  async #all(): Promise<string[]> {
    const { clients } = this.#world.cloud.runtime;
    const found = await Promise.all(
      REGIONS.map((region) => inventory({ aws: (client) => clients.get(client as never, region) }, region)),
    );
    return found.flatMap(({ resources }) => resources);
  }

  async #resourcesOf({ project, name }: SimulatedEnvironment): Promise<string[]> {
    const all = await this.#all();
    return all.filter(
      (text) =>
        new RegExp(`plinth-${project}-${name}\\b`).test(text) && !FOREIGN.some((one) => text.includes(one)),
    );
  }

  /** Whatever has gone wrong before, a retry makes it right (4); then what is there is as it should be. */
  async #makeReady(index: number, environment: SimulatedEnvironment): Promise<void> {
    const { project, name } = environment;
    const { registry } = this.#world.cloud.runtime;
    const disturbed = this.#callers.disturbed.get(index) ?? [];
    for (let attempt = 0; attempt < 3; attempt++) {
      const record = await registry.getEnvironment(project, name);
      if (!record) return;
      if (record.status === 'ready') break;
      const before = record.operationId;
      await this.#callers.send('POST', environment, `/operations/${before}/retry`);
      await this.#allEnd(`after a retry of ${project}/${name}`);
    }
    const record = await registry.getEnvironment(project, name);
    if (!record) return;
    if (record.status !== 'ready') {
      const operation = await registry.getOperation(project, record.operationId);
      const why = operation?.error?.detail ?? 'no error';
      if (disturbed.length === 0)
        this.#world.violate('4 ready', `${project}/${name} cannot be made ready: ${why}`);
      else this.#world.trace.note('check', `${project}/${name} is not ready: ${why}`);
      return;
    }
    if (disturbed.length > 0) {
      await this.#callers.send('POST', environment, `/environments/${name}/reconcile`);
      await this.#allEnd(`after a repair of ${project}/${name}`);
    }
    await this.#asDesired(environment, disturbed.length > 0);
    if (!disturbed.some(({ destroyed }) => destroyed)) await this.#dataStays(environment);
  }

  async #asDesired(environment: SimulatedEnvironment, disturbed: boolean): Promise<void> {
    const { project, name } = environment;
    const { status, json } = await this.#callers.send('GET', environment, `/environments/${name}/drift`);
    const record = await this.#world.cloud.runtime.registry.getEnvironment(project, name);
    const fields = (json.fields ?? []).filter(({ state }: { state: string }) => state === 'changed');
    const text = fields
      .map(({ resource, field }: { resource: string; field: string }) => `${resource} ${field}`)
      .join(', ');
    if (status !== 200)
      this.#world.violate('4 ready', `drift of ${project}/${name} answers ${status}: ${json.detail}`);
    else if (fields.length > 0 && !(disturbed && record?.status !== 'ready'))
      this.#world.violate('4 ready', `${project}/${name} is ready and differs: ${text}`);
    const resources = await this.#resourcesOf(environment);
    for (const kind of [
      'DBCluster ',
      'DBInstance ',
      'Table ',
      'ReplicationGroup ',
      'DAX cluster ',
      'Alarm ',
      'Secret ',
    ])
      if (record?.status === 'ready' && !resources.some((one) => one.startsWith(kind)))
        this.#world.violate('4 ready', `${project}/${name} is ready and has no ${kind.trim()}`);
  }

  /** What has been written and acknowledged is there after a change of every tier (10). */
  async #dataStays(environment: SimulatedEnvironment): Promise<void> {
    const { project, name } = environment;
    const { cloud, database } = this.#world;
    const record = await cloud.runtime.registry.getEnvironment(project, name);
    const { outputs } = record ?? {};
    if (!outputs || record?.status !== 'ready') return;
    const { writerEndpoint, port } = outputs.aurora.primary;
    const server = database.serverAt(writerEndpoint ?? '', port);
    server.plant(name, 'kept');
    const dynamodb = cloud.runtime.clients.get(DynamoDBClient, 'eu-west-2');
    const TableName = `plinth-${project}-${name}-games`;
    const launched = record.createdBy?.startsWith('catalog:') === true;
    const short = environment.ownTables && !launched;
    const item: Record<string, AttributeValue> = {
      gameId: { S: 'kept' },
      ...(!short && { timestamp: { S: 'now' } }),
    };
    const isWritten = await dynamodb.send(new PutItemCommand({ TableName, Item: item })).then(
      () => true,
      () => false,
    );
    const body = {
      aurora: { instanceCount: 2, backupRetentionDays: 8 },
      redis: { snapshotRetentionDays: 3 },
      dax: { replicationFactor: 2 },
    };
    await this.#callers.send('PATCH', environment, `/environments/${name}`, { body });
    await this.#allEnd(`after a last change of ${project}/${name}`);
    const after = await cloud.runtime.registry.getEnvironment(project, name);
    if (after?.status !== 'ready') {
      const operation = after && (await cloud.runtime.registry.getOperation(project, after.operationId));
      this.#world.violate(
        '4 ready',
        `${project}/${name} cannot be changed without faults: ${operation?.error?.detail}`,
      );
      return;
    }
    const now = after.outputs?.aurora.primary;
    if (
      !database
        .serverAt(now?.writerEndpoint ?? '', now?.port ?? 0)
        .planted()
        .has(name)
    )
      this.#world.violate('10 data', `the row in Aurora of ${project}/${name} is gone`);
    if (!isWritten) return;
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: item, ConsistentRead: true }));
    if (!Item) this.#world.violate('10 data', `the item in ${TableName} is gone`);
  }

  /** Without faults, everything can be deleted. */
  async #remove(_index: number, environment: SimulatedEnvironment): Promise<void> {
    const { project, name } = environment;
    const { registry } = this.#world.cloud.runtime;
    for (let attempt = 0; attempt < 3; attempt++) {
      const record = await registry.getEnvironment(project, name);
      if (!record) return;
      const path = `/environments/${name}`;
      const { status } = await this.#callers.send('DELETE', environment, path, {
        query: { finalSnapshot: 'false' },
      });
      if (status !== 202) {
        const body = { aurora: { deletionProtection: false }, dynamodb: { deletionProtection: false } };
        await this.#callers.send('PATCH', environment, path, { body });
      }
      await this.#allEnd(`after the delete of ${project}/${name}`);
    }
    const record = await registry.getEnvironment(project, name);
    if (!record) return;
    const operation = await registry.getOperation(project, record.operationId);
    this.#world.violate(
      '3 deleted',
      `${project}/${name} cannot be deleted: ${record.status}, ${operation?.kind} ${operation?.status}: ${operation?.error?.detail}`,
    );
  }

  async #nothingLeft(): Promise<void> {
    const all = await this.#all();
    const left = all.filter(
      (text) => /plinth-(shop|play)-/.test(text) && !FOREIGN.some((one) => text.includes(one)),
    );
    if (left.length > 0) this.#world.violate('3 deleted', `all is deleted, and there is ${left.join(', ')}`);
    for (const name of FOREIGN)
      for (const kind of ['LogGroup', 'Secret', 'DBParameterGroup'])
        if (!all.includes(`${kind} ${name}`)) this.#world.violate('6 not ours', `${kind} ${name} is gone`);
  }

  async #historiesAndLogs(): Promise<void> {
    const { cloud, logLines, sent } = this.#world;
    const { client, stateMachineArns } = cloud.runtime.workflow;
    for (const stateMachineArn of new Set(Object.values(stateMachineArns))) {
      const { executions = [] } = await client.send(
        new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 }),
      );
      for (const { executionArn } of executions) {
        const { events } = await client.send(
          new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
        );
        scan(this.#world, 'the history of an execution', JSON.stringify(events));
      }
    }
    scan(this.#world, 'the log', logLines.join(''));
    for (const { body } of sent) scan(this.#world, 'what CloudFormation was told', body);
  }

  /** What is there already and is ours is no error, nor is what has gone (DESIGN: rules that make it safe). */
  #noFailureOfOurOwn(operations: readonly OperationRecord[]): void {
    const disturbed = new Set(
      [...this.#callers.disturbed.keys()].map((index) => {
        const { project, name } = this.#scenario.environments[index] as SimulatedEnvironment;
        return `${project}/${name}`;
      }),
    );
    for (const { project, environment, operationId, error } of operations) {
      if (disturbed.has(`${project}/${environment}`)) continue;
      const own = /already ?exists|\w*NotFound\w*|EntityAlreadyExists/i.exec(error?.detail ?? '');
      if (own)
        this.#world.violate(
          '4 ready',
          `${operationId} failed for ${own[0]}, which is no failure: ${error?.detail}`,
        );
    }
  }

  /** Operations of one environment do not overlap (2). */
  #oneAtATime(operations: readonly OperationRecord[]): void {
    const slackMs = MINUTE + 2 * this.#scenario.skewMs;
    for (const group of Map.groupBy(
      operations,
      ({ project, environment }) => `${project}/${environment}`,
    ).values()) {
      const sorted = [...group].sort((a, b) => a.createdAt.localeCompare(b.createdAt));
      for (const [index, { endedAt, operationId }] of sorted.entries()) {
        const next = sorted[index + 1];
        if (!next || !endedAt) continue;
        const overlap = Date.parse(endedAt) - Date.parse(next.createdAt);
        // A delete takes over at once and the operation before it is closed by the end of its execution, or the caretaker.
        if (overlap > slackMs && next.kind !== 'delete')
          this.#world.violate(
            '2 one operation',
            `${operationId} and ${next.operationId} overlap by ${Math.round(overlap / 1000)} s`,
          );
      }
    }
  }
}

/** With the first index of each. */
function unique(environments: readonly SimulatedEnvironment[]): [number, SimulatedEnvironment][] {
  const seen = new Set<string>();
  return [...environments.entries()].filter(([, { project, name }]) => {
    const key = `${project}/${name}`;
    return !seen.has(key) && seen.add(key);
  });
}

async function plantForeign({ cloud: { runtime } }: SimulatedWorld): Promise<void> {
  for (const name of FOREIGN) {
    const at = 'eu-west-2';
    await runtime.clients
      .get(CloudWatchLogsClient, at)
      .send(new CreateLogGroupCommand({ logGroupName: name }));
    await runtime.clients
      .get(SecretsManagerClient, at)
      .send(new CreateSecretCommand({ Name: name, SecretString: 'theirs' }));
    const group = {
      DBParameterGroupName: name,
      DBParameterGroupFamily: 'aurora-postgresql15',
      Description: 'theirs',
    };
    await runtime.clients.get(RDSClient, at).send(new CreateDBParameterGroupCommand(group));
  }
}

export type { Operation };
