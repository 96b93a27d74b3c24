import { GetExecutionHistoryCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import type { OperationRecord } from '../../core/operations.ts';
import type { Callers } from '../callers.ts';
import { checkMigrations } from '../database/checker.ts';
import type { Scenario, SimulatedEnvironment } from '../scenario.ts';
import type { SimulatedWorld } from '../world.ts';
import { scan } from './calls.ts';
import { everything, keyOf } from './resources.ts';

const MINUTE = 60_000;

/** No secret is in what stays to be read (7). */
export async function checkHistoriesAndLogs(world: SimulatedWorld): Promise<void> {
  const { cloud, logLines, sent } = world;
  const { client, stateMachineArns } = cloud.runtime.workflow;
  for (const stateMachineArn of new Set(Object.values(stateMachineArns))) {
    const { executions = [] } = await client.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 }),
    );
    for (const { executionArn } of executions) {
      const { events } = await client.send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
      );
      scan(world, 'the history of an execution', JSON.stringify(events));
    }
  }
  scan(world, 'the log', logLines.join(''));
  for (const { body } of sent) scan(world, 'what CloudFormation was told', body);
}

/** A key was answered with one operation (2). */
export function checkKeys(world: SimulatedWorld, { operationsByKey }: Callers): void {
  for (const [key, operations] of operationsByKey)
    if (operations.size > 1)
      world.violate('2 one operation', `key ${key} was answered with ${[...operations].join(' and ')}`);
}

/** Each migration once, in order, by one runner: a journal keeps what it has seen (8). */
export function checkJournals(world: SimulatedWorld): void {
  for (const cluster of world.database.clusters)
    for (const problem of checkMigrations(cluster.storage.journal).violations)
      world.violate('8 migrations', `${cluster.name}: ${problem}`);
}

/** What is there already and is ours is no error, nor is what has gone (DESIGN: rules that make it safe). */
export function checkFailures(
  world: SimulatedWorld,
  operations: readonly OperationRecord[],
  { environments, callers }: { environments: readonly SimulatedEnvironment[]; callers: Callers },
): void {
  const disturbed = new Set(
    [...callers.disturbed.keys()].map((index) => keyOf(environments[index] as SimulatedEnvironment)),
  );
  for (const { project, environment, operationId, error } of operations) {
    if (disturbed.has(`${project}/${environment}`)) continue;
    const own = /already ?exists|\w*NotFound\w*|EntityAlreadyExists/i.exec(error?.detail ?? '');
    if (own)
      world.violate('4 ready', `${operationId} failed for ${own[0]}, which is no failure: ${error?.detail}`);
  }
}

/** Operations of one environment do not overlap (2). */
export function checkOverlaps(
  world: SimulatedWorld,
  operations: readonly OperationRecord[],
  { skewMs }: Pick<Scenario, 'skewMs'>,
): void {
  const slackMs = MINUTE + 2 * skewMs;
  const byEnvironment = Map.groupBy(operations, (each) => `${each.project}/${each.environment}`);
  for (const group of byEnvironment.values()) {
    const sorted = group.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
    for (const [index, { endedAt, operationId }] of sorted.entries()) {
      const next = sorted[index + 1];
      if (!next || !endedAt) continue;
      const overlap = Date.parse(endedAt) - Date.parse(next.createdAt);
      // A delete takes over at once and the operation before it is closed by the end of its execution, or the caretaker.
      if (overlap > slackMs && next.kind !== 'delete')
        world.violate(
          '2 one operation',
          `${operationId} and ${next.operationId} overlap by ${Math.round(overlap / 1000)} s`,
        );
    }
  }
}

/** What stays of a deleted environment is what its deletions name, and is there (3). */
export async function checkSnapshots(
  world: SimulatedWorld,
  operations: readonly OperationRecord[],
): Promise<void> {
  const found = (await everything(world)).flatMap(({ snapshots }) => snapshots);
  const nameOf = (snapshot: string) => snapshot.split(' ')[1] as string;
  const named = operations.flatMap(({ status, snapshots = {} }) =>
    Object.values(snapshots).map(({ name }) => ({ name, status })),
  );
  for (const snapshot of found)
    if (!named.some(({ name }) => name === nameOf(snapshot)))
      world.violate('3 deleted', `no deletion names ${snapshot}`);
  for (const { name, status } of named)
    if (status === 'succeeded' && !found.some((snapshot) => nameOf(snapshot) === name))
      world.violate('3 deleted', `a deletion names the snapshot ${name}, which is not there`);
}
