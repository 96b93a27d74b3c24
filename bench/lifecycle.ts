import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { GetExecutionHistoryCommand, type HistoryEvent } from '@aws-sdk/client-sfn';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Operation } from '../core/generated/api.ts';
import { MACHINES, type OperationKind } from '../core/operations.ts';
import { ManualClock } from '../local/clock.ts';
import { createLocalCloud, type LocalCloud } from '../local/cloud.ts';
import { type DelayKey, type Delays, realistic } from '../local/delays.ts';
import { createNoEngines } from '../local/engines/none.ts';
import { invokeHandler } from '../local/lambda.ts';
import { quietWatch } from '../local/quiet.ts';
import { table } from './table.ts';

const LIMIT_RATIO = 1.05;
const MAX_TRANSITIONS = 150;
/** AWS takes now less, now more: each run draws its own factor for each delay, from 0.8 to 1.2, always the same ones. */
const RUNS = 3;
const PROJECT = 'bench';
const ENVIRONMENT = 'production';

/** What a state machine is billed for: every state that is entered, and every retry. */
const TRANSITION = /StateEntered$/;
const RETRY = /^(LambdaFunctionFailed|LambdaFunctionTimedOut|TaskFailed|TaskTimedOut)$/;

/** Each change of `production`, with the chains of delays that AWS makes each tier wait for, in the order of AWS's own rules. */
const PARTS: readonly { readonly name: string; readonly request: () => Request; readonly chains: Chains }[] =
  [
    {
      name: 'create',
      request: () => ({ method: 'POST', body: { ...example('production'), migrations: { set: null } } }),
      chains: {
        // The other instances are asked for when the first one is there, and take their time beside it.
        aurora: [
          ...['rds.globalCluster.create', 'rds.cluster.create', 'rds.instance.create'],
          ...['rds.cluster.createSecondary', 'rds.instance.create'],
        ] as DelayKey[],
        dynamodb: ['dynamodb.table.create', 'dynamodb.replica.create', 'dynamodb.backups.enable'],
        redis: ['elasticache.replicationGroup.create'],
        dax: ['iam.propagation', 'dax.cluster.create'],
      },
    },
    {
      name: 'resize',
      request: () => ({
        method: 'PATCH',
        body: {
          aurora: { instanceClass: 'db.r6g.2xlarge', deletionProtection: false },
          dynamodb: { deletionProtection: false },
          redis: { nodeType: 'cache.r7g.2xlarge' },
          dax: { replicationFactor: 4 },
        },
      }),
      chains: {
        // One instance at a time, so that the others serve: three in the primary region, the secondary beside them.
        aurora: ['rds.instance.modify', 'rds.instance.modify', 'rds.instance.modify'],
        dynamodb: ['dynamodb.table.update'],
        redis: ['elasticache.replicationGroup.modify'],
        dax: ['dax.cluster.modify'],
      },
    },
    {
      name: 'delete',
      request: () => ({ method: 'DELETE', query: { finalSnapshot: 'true' } }),
      chains: {
        // The secondary leaves first, then the primary alone, while its readers go; the writer goes after them.
        aurora: [
          ...['rds.cluster.modify', 'rds.globalCluster.modify'],
          ...['rds.instance.delete', 'rds.instance.delete', 'rds.cluster.delete'],
        ] as DelayKey[],
        dynamodb: ['dynamodb.replica.delete', 'dynamodb.table.delete'],
        redis: ['elasticache.replicationGroup.delete'],
        dax: ['dax.cluster.delete'],
      },
    },
  ];

type Chains = Readonly<Record<'aurora' | 'dynamodb' | 'redis' | 'dax', readonly DelayKey[]>>;
interface Request {
  readonly method: string;
  readonly body?: unknown;
  readonly query?: Record<string, string>;
}

/**
 * A production environment is created, resized and deleted on the delays that AWS is known to have, in simulated time. What it
 * takes is compared with the longest chain of those delays, below which nobody can go, and with the tiers one after another.
 */
export async function measureLifecycle(): Promise<string> {
  const runs: Measured[][] = [];
  for (let run = 0; run < RUNS; run++)
    runs.push(await measureOnce((key) => realistic(key) * factorOf(key, run)));
  const head = [
    ...['production, worst of 3', 'takes', "AWS's longest chain", 'ratio', `<= ${LIMIT_RATIO}`],
    ...['to one after another', 'transitions', `<= ${MAX_TRANSITIONS}`, 'calls'],
  ];
  const rows = PARTS.map(({ name }, index) => {
    const measured = runs.map((run) => run[index] as Measured);
    const { seconds, limit, oneByOne } = worst(measured, ({ seconds, limit }) => seconds / limit);
    const transitions = Math.max(...measured.map((one) => one.transitions));
    const met = (holds: boolean) => (holds ? 'met' : 'MISSED');
    return [
      ...[name, minutes(seconds), minutes(limit), (seconds / limit).toFixed(3)],
      ...[met(seconds / limit <= LIMIT_RATIO), (seconds / oneByOne).toFixed(2), String(transitions)],
      ...[name === 'create' ? met(transitions <= MAX_TRANSITIONS) : ''],
      String(Math.max(...measured.map(({ calls }) => calls))),
    ];
  });
  return table([head, ...rows]);
}

interface Measured {
  readonly seconds: number;
  readonly limit: number;
  readonly oneByOne: number;
  readonly transitions: number;
  readonly calls: number;
}

async function measureOnce(delays: Delays): Promise<Measured[]> {
  const quiet = quietWatch();
  const clock = new ManualClock(undefined, quiet.settled);
  let started = false;
  const cloud = await createLocalCloud({
    clock,
    // Plinth's own tables are there before.
    delays: (key) => (started ? delays(key) : 0),
    engines: createNoEngines(),
    kill: quiet.watch,
  });
  started = true;
  try {
    const measured: Measured[] = [];
    for (const { request, chains } of PARTS) {
      const callsBefore = quiet.calls();
      const operation = await carryOut(cloud, clock, request());
      const seconds = (Date.parse(operation.endedAt ?? '') - Date.parse(operation.createdAt)) / 1000;
      const transitions = await transitionsOf(cloud, operation);
      measured.push({
        seconds,
        ...boundsOf(chains, delays),
        transitions,
        calls: quiet.calls() - callsBefore,
      });
    }
    return measured;
  } finally {
    await cloud.close();
  }
}

function boundsOf(chains: Chains, delays: Delays) {
  const lengths = Object.values(chains).map((chain) =>
    chain.reduce((sum, key) => sum + delays(key) / 1000, 0),
  );
  return { limit: Math.max(...lengths), oneByOne: lengths.reduce((sum, length) => sum + length, 0) };
}

function factorOf(key: string, run: number): number {
  const [byte = 0] = createHash('sha256').update(`${key} ${run}`).digest();
  return 0.8 + (0.4 * byte) / 255;
}

function worst<T>(items: readonly T[], value: (item: T) => number): T {
  return items.reduce((most, item) => (value(item) > value(most) ? item : most));
}

async function carryOut(cloud: LocalCloud, clock: ManualClock, request: Request): Promise<Operation> {
  const answer = await call(cloud, request);
  if (answer.statusCode !== 202)
    throw new Error(`${request.method} answered ${answer.statusCode}: ${answer.body}`);
  const { operationId } = JSON.parse(answer.body) as Operation;
  let operation: Operation | undefined;
  for (let ended = false; !ended; ) {
    await clock.advance(1_000);
    const record = await cloud.runtime.registry.getOperation(PROJECT, operationId);
    ended = record?.endedAt != null;
    operation = record as unknown as Operation;
  }
  if (operation?.status !== 'succeeded')
    throw new Error(`${request.method}: ${operation?.status}: ${operation?.error?.detail}`);
  return operation;
}

async function call({ api }: LocalCloud, { method, body, query = {} }: Request) {
  const one = method !== 'POST';
  const event = {
    httpMethod: method,
    resource: one ? '/projects/{project}/environments/{environment}' : '/projects/{project}/environments',
    pathParameters: { project: PROJECT, ...(one && { environment: ENVIRONMENT }) },
    queryStringParameters: query,
    headers: {},
    body: body === undefined ? null : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: { stage: 'v1', requestId: 'bench', identity: {} },
  } as unknown as APIGatewayProxyEvent;
  return (await invokeHandler(api as never, 'plinth-api', event)) as { statusCode: number; body: string };
}

async function transitionsOf({ runtime }: LocalCloud, { operationId, kind }: Operation): Promise<number> {
  const { client, stateMachineArns } = runtime.workflow;
  const machine = stateMachineArns[MACHINES[kind as OperationKind]];
  const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${operationId}`;
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, ...(nextToken && { nextToken }) }),
    );
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return events.filter(({ type = '' }) => TRANSITION.test(type) || RETRY.test(type)).length;
}

function example(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../examples/${name}.json`, import.meta.url), 'utf8'));
}

function minutes(seconds: number): string {
  return `${(seconds / 60).toFixed(1)} min`;
}
