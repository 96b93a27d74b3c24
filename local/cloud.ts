import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { type Clock, systemClock } from '../core/clock.ts';
import { type Limits, NO_LIMITS } from '../core/limits-file.ts';
import { MACHINES, type MachineName } from '../core/operations.ts';
import { LISTED_ATTRIBUTES, LISTED_INDEX, Registry } from '../core/registry.ts';
import type { LandingZone } from '../core/spec.ts';
import { createApi } from '../functions/api/app.ts';
import { createCaretaker } from '../functions/caretaker/caretaker.ts';
import { type ClientOptions, createClients, QUIET } from '../functions/clients.ts';
import { createCallbacks } from '../functions/intake/callbacks.ts';
import { createCatalog } from '../functions/intake/catalog.ts';
import { aws } from '../functions/intake/cloudformation.ts';
import { createEventIntake } from '../functions/intake/events.ts';
import type { CreateDatabaseClient } from '../functions/migrations/connect.ts';
import { createOrphansApi, type OrphansRuntime } from '../functions/orphans/app.ts';
import { createEvents } from '../functions/publish.ts';
import { documentClient, type MigrateRuntime } from '../functions/runtime.ts';
import { createDriftCheck } from '../functions/scheduled/drift.ts';
import type { SubmitRuntime } from '../functions/submit-runtime.ts';
import { createAttachAlarms } from '../functions/workflow/alarms.ts';
import { createExecutionEnded } from '../functions/workflow/execution-ended.ts';
import { createRecordFailure } from '../functions/workflow/failure.ts';
import { createMigrateSchema } from '../functions/workflow/migrate.ts';
import { createPublishOutputs } from '../functions/workflow/outputs.ts';
import { createTierStep } from '../functions/workflow/tier.ts';
import deployedPolicies from '../lib/generated/policies.json' with { type: 'json' };
import { tiers } from '../tiers/index.ts';
import { loadDefinition } from './asl/load.ts';
import { createAsyncInvoker, type DeadLetter } from './async-invoke.ts';
import { currentInvocation } from './caller.ts';
import { instantClock, WorkTracker } from './clock.ts';
import { type Delays, instant, realistic } from './delays.ts';
import { createEngines } from './engines/index.ts';
import type { Engines } from './engines/types.ts';
import { every } from './every.ts';
import { type Call, createGateway, type Gateway, type GatewayOptions } from './gateway/gateway.ts';
import { type MemoryHandler, ScopeSigner } from './gateway/memory.ts';
import { createAuthorizer, type Decision, type RolePolicy } from './iam/authorizer.ts';
import { functionArn, type Handler, invokeHandler } from './lambda.ts';
import { ACCOUNT, findSecurityGroup, findSubnet, localLandingZone, ownKeys, seeds } from './landing-zones.ts';
import type { Quotas } from './quotas.ts';
import type { Service, World } from './service.ts';
import { createCloudWatchService } from './services/cloudwatch.ts';
import { createDaxService } from './services/dax/index.ts';
import { createDynamoDbService } from './services/dynamodb/index.ts';
import { createElastiCacheService, type ElastiCacheService } from './services/elasticache/index.ts';
import { type BusEvent, createEventsService, type Rule } from './services/events.ts';
import { createIamService } from './services/iam.ts';
import { createKmsService } from './services/kms.ts';
import { createLogsService } from './services/logs.ts';
import { createRdsService } from './services/rds/index.ts';
import { createSecretsManagerService } from './services/secretsmanager.ts';
import { createSfnService } from './services/sfn/index.ts';
import { createSnsService } from './services/sns.ts';

/** Where the registry and the workflow live on a laptop, wherever the tiers' calls go. */
export const HOME_REGION = 'eu-west-2';
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
/** As the deployment has it unless it is told otherwise. */
const NAME_PREFIX = 'plinth-';
/** With a dot: no resource of an environment can have such a name, nor a tier's permissions reach it. */
const REGISTRY_TABLE = 'plinth.registry';
const IDEMPOTENCY_TABLE = 'plinth.idempotency';
const EVENT_BUS = 'plinth';
const MACHINE_NAMES = [...new Set(Object.values(MACHINES))];
const ROOT = join(import.meta.dirname, '..');

export interface LocalCloudOptions {
  readonly pace?: 'instant' | 'realistic';
  /** Made by the caller, such as a world without engines; otherwise the real ones. */
  readonly engines?: Engines;
  readonly clock?: Clock;
  readonly delays?: Delays;
  /** Where the account's quotas differ from AWS's defaults. May be changed while the cloud runs. */
  readonly quotas?: Quotas;
  /** Where the tiers' calls go instead of here: an endpoint, or AWS itself with the developer's own credentials. */
  readonly target?: { readonly endpoint: string } | 'aws';
  readonly landingZones?: readonly LandingZone[];
  readonly migrationsFolder?: string;
  /** The client that migrations connect with, for engines that no socket leads to. @default pg's */
  readonly createDatabaseClient?: CreateDatabaseClient;
  /** How often the caretaker looks, by the real time. @default only when it is invoked */
  readonly caretakerMs?: number;
  /** What the projects may have. @default no limits but on expiry */
  readonly limits?: Limits;
  readonly onCall?: (call: Call) => void;
  /**
   * What each function may do, by its name; by default what the deployment gives its role. `none`: everything.
   */
  readonly policies?: Readonly<Record<string, RolePolicy>> | 'none';
  /** Told what was asked of a policy, and its answer. */
  readonly onDecision?: (decision: Decision) => void;
  /**
   * Asked before and after each call that a function makes: true kills the function there, with what the call has done
   * done. For those who want to see that nothing is lost.
   */
  readonly kill?: (call: KillableCall) => boolean;
  /** Stands around every call of AWS: see the gateway. */
  readonly around?: GatewayOptions['around'];
  /** What the functions take for the time. @default the cloud's own clock */
  readonly functionClock?: Clock;
  /** The functions' log. @default errors that nobody has foreseen, or everything with PLINTH_LOG_LEVEL=debug */
  readonly logger?: Logger;
  /** Whether an asynchronous invocation happens once more, as Lambda's documentation allows. */
  readonly deliversTwice?: (functionName: string) => boolean;
  /** Told why an engine did not come. @default stderr */
  readonly onEngineFailure?: (reason: string) => void;
  /** Told of every event on a bus, Plinth's own and others'. */
  readonly onEvent?: (event: BusEvent) => void;
}

export interface KillableCall {
  /** Which invocation makes it. */
  readonly invocation: number;
  readonly functionName: string;
  /** `x-amz-target` or `Action` of the call. */
  readonly operation: string;
  /** Number of the call in its invocation, from 0. */
  readonly index: number;
  readonly when: 'before' | 'after';
}

/** One runtime for all functions: what each needs of it is its own affair. */
export type LocalRuntime = SubmitRuntime & MigrateRuntime & OrphansRuntime;

/** Functions that are called without anybody waiting for their answer. */
export type AsynchronousFunction =
  | 'plinth-catalog'
  | 'plinth-caretaker'
  | 'plinth-drift'
  | 'plinth-events'
  | 'plinth-execution-ended';

export interface LocalCloud {
  readonly gateway: Gateway;
  readonly api: ReturnType<typeof createApi>;
  /** Answers the operations of `/v1/orphans`. */
  readonly orphans: ReturnType<typeof createOrphansApi>;
  readonly runtime: LocalRuntime;
  readonly world: World;
  readonly stateMachineArn: string;
  /** Begins an asynchronous invocation, as CloudFormation does with the function of a custom resource. */
  invoke(functionName: AsynchronousFunction, event: unknown): Promise<void>;
  /** The last events of the bus, oldest first. */
  readonly events: readonly BusEvent[];
  /** Events that a function did not manage in all its attempts. */
  readonly deadLetters: readonly DeadLetter[];
  readonly deleteStateMachineArn: string;
  /** What a test, or a person who plays a broken cloud, can make go wrong. */
  readonly faults: ElastiCacheService['faults'];
  /** Stops running executions, then every engine. Safe to repeat. */
  close(): Promise<void>;
}

/** The whole of Plinth in one process: the local cloud, the functions, the state machine and the registry. */
export async function createLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const engines = options.engines ?? (await createEngines());
  try {
    return await compose(options, engines);
  } catch (error) {
    await engines.close();
    throw error;
  }
}

async function compose(options: LocalCloudOptions, engines: Engines): Promise<LocalCloud> {
  const closed = new AbortController();
  const work = new WorkTracker();
  const pace = options.pace ?? 'instant';
  // What happens at another place takes the time that it takes there: nothing here could end a wait for it.
  const clock = options.clock ?? (pace === 'instant' && !options.target ? instantClock(work) : systemClock);
  const delays = options.delays ?? (pace === 'instant' ? instant : realistic);
  const handlers = new Map<string, Handler>();
  const asynchronous = createAsyncInvoker({
    clock,
    work,
    closed: closed.signal,
    deliversTwice: options.deliversTwice,
  });
  const deliver = (name: string, event: BusEvent) => {
    const handler = handlers.get(name);
    if (handler) void asynchronous.invoke(handler, name, event);
  };

  const { world, services, faults } = createWorld(
    { engines, work, clock, delays, quotas: options.quotas ?? {}, report: options.onEngineFailure },
    closed.signal,
  );
  const sfn = createSfnService(world, {
    invokeLambda: (name, payload, signal) => {
      const short = name.split(':').at(-1) ?? name;
      const handler = handlers.get(short);
      if (!handler)
        throw Object.assign(new Error(`Function not found: ${name}`), {
          name: 'Lambda.ResourceNotFoundException',
        });
      return invokeHandler(handler, short, payload, signal);
    },
    // Awaited by the service, so that a close waits until the registry has been told.
    onStatusChange: async (event) => {
      const handler = handlers.get('plinth-execution-ended');
      if (handler) await asynchronous.invoke(handler, 'plinth-execution-ended', event);
    },
  });
  const eventBridge = createEventsService(world, {
    buses: [EVENT_BUS],
    rules: [environmentRequested((event) => deliver('plinth-events', event))],
    onEvent: options.onEvent,
  });
  const all = [...services, sfn, eventBridge];
  const { policies = deployedPolicies, onCall, onDecision } = options;
  const gateway = createGateway({
    services: all,
    ...(onCall ? { onCall } : {}),
    ...(options.around ? { around: options.around } : {}),
    ...(policies === 'none'
      ? {}
      : { authorize: createAuthorizer({ roles: policies, account: ACCOUNT, services: all, onDecision }) }),
  });

  const requestHandler = mortal(untilClosed(gateway.requestHandler, closed.signal), options.kill);
  const inMemory = {
    credentials: CREDENTIALS,
    requestHandler,
    signerConstructor: ScopeSigner as never,
  };
  const home = { region: HOME_REGION, ...inMemory, ...QUIET };
  const dynamodb = new DynamoDBClient(home);
  const workflow = new SFNClient(home);
  await createHomeTables(dynamodb);
  const landingZones = options.landingZones ?? [localLandingZone];
  const functionClock = options.functionClock ?? clock;
  const runtime: LocalRuntime = {
    clock: functionClock,
    logger:
      options.logger ??
      new Logger({
        serviceName: 'plinth',
        logLevel: process.env.PLINTH_LOG_LEVEL === 'debug' ? 'DEBUG' : 'CRITICAL',
      }),
    registry: new Registry(documentClient(dynamodb), REGISTRY_TABLE),
    clients: targetClients(options, inMemory),
    workflow: {
      client: workflow,
      stateMachineArns: Object.fromEntries(
        MACHINE_NAMES.map((name) => [name, stateMachineArn(name)]),
      ) as Record<MachineName, string>,
    },
    events: createEvents({ client: new EventBridgeClient(home), busName: EVENT_BUS, clock: functionClock }),
    idempotency: { client: dynamodb, tableName: IDEMPOTENCY_TABLE },
    landingZones,
    regions: [...new Set([HOME_REGION, ...landingZones.flatMap((zone) => Object.keys(zone.regions))])].sort(),
    namePrefix: NAME_PREFIX,
    limits: options.limits ?? NO_LIMITS,
    migrations: {
      folder: options.migrationsFolder ?? join(ROOT, 'migrations'),
      databaseCa: options.target ? undefined : engines.caCertificate,
      createClient: options.createDatabaseClient,
    },
  };
  const substitutions = registerFunctions(runtime, handlers);
  const callbacks = localCallbacks(new KMSClient(home));
  handlers.set('plinth-catalog', createCatalog(runtime, callbacks) as Handler);
  handlers.set('plinth-events', createEventIntake(runtime) as Handler);
  handlers.set('plinth-caretaker', createCaretaker(runtime, callbacks) as Handler);
  handlers.set('plinth-execution-ended', createExecutionEnded(runtime, callbacks) as Handler);
  handlers.set('plinth-drift', createDriftCheck(runtime) as Handler);
  for (const name of MACHINE_NAMES) {
    const file = join(ROOT, `statemachines/${name}.asl.json`);
    await workflow.send(
      new CreateStateMachineCommand({
        name: `plinth-${name}`,
        roleArn: `arn:aws:iam::${ACCOUNT}:role/plinth-workflow`,
        definition: JSON.stringify(await loadDefinition(file, substitutions)),
      }),
    );
  }

  const invoke = (name: AsynchronousFunction, event: unknown) =>
    asynchronous.invoke(handlers.get(name) as Handler, name, event);
  if (options.caretakerMs) every(options.caretakerMs, () => invoke('plinth-caretaker', {}), closed.signal);

  let closing: Promise<void> | undefined;
  const close = async () => {
    await sfn.stopAll();
    closed.abort(new Error('The local cloud has been closed.'));
    await engines.close();
  };
  return {
    gateway,
    api: createApi(runtime),
    orphans: createOrphansApi(runtime),
    runtime,
    world,
    stateMachineArn: stateMachineArn('provision'),
    deleteStateMachineArn: stateMachineArn('delete'),
    invoke,
    events: eventBridge.published,
    deadLetters: asynchronous.deadLetters,
    faults,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** The rule of the deployment, `lib/`: whatever is asked for, by anybody but Plinth itself. */
function environmentRequested(target: Rule['target']): Rule {
  return {
    bus: EVENT_BUS,
    matches: (event) =>
      event['detail-type'] === 'Environment Requested' && !event.source.startsWith('plinth'),
    target,
  };
}

function stateMachineArn(name: MachineName): string {
  return `arn:aws:states:${HOME_REGION}:${ACCOUNT}:stateMachine:plinth-${name}`;
}

/** A CloudFormation on this machine may be told too. */
function localCallbacks(client: KMSClient) {
  const isTrusted = (url: URL) => aws.isTrusted(url) || url.hostname === '127.0.0.1';
  return createCallbacks({ client, keyArn: ownKeys.callbacks, cloudFormation: { isTrusted } });
}

function targetClients(options: LocalCloudOptions, inMemory: ClientOptions) {
  if (options.target === 'aws') return createClients();
  if (options.target) return createClients({ endpoint: options.target.endpoint, credentials: CREDENTIALS });
  return createClients(inMemory);
}

/** A function that nobody waits for any more may still run when the cloud is closed: its calls then fail. */
function untilClosed(handler: MemoryHandler, closed: AbortSignal): MemoryHandler {
  return {
    ...handler,
    handle: async (request, options) => {
      closed.throwIfAborted();
      return handler.handle(request, options);
    },
  };
}

/** Lets functions die between two calls, or in the middle of one. */
function mortal(handler: MemoryHandler, kill: LocalCloudOptions['kill']): MemoryHandler {
  return {
    ...handler,
    handle: async (request, options) => {
      const invocation = currentInvocation();
      if (!invocation) return handler.handle(request, options);
      const { name: functionName } = invocation;
      const call = {
        invocation: invocation.id,
        functionName,
        operation: operationOf(request),
        index: invocation.calls++,
      };
      const check = (when: KillableCall['when']) => {
        if (!invocation.dead && kill?.({ ...call, when })) {
          invocation.dead = true;
          invocation.die();
        }
        if (invocation.dead) throw Object.assign(new Error('This function is dead.'), { name: 'Dead' });
      };
      check('before');
      // Also of a call whose caller does not wait for it any more.
      return handler.handle(request, options).finally(() => check('after'));
    },
  };
}

function operationOf({
  headers,
  body,
}: {
  headers: Readonly<Record<string, string>>;
  body?: unknown;
}): string {
  const target = headers['x-amz-target'] ?? headers['X-Amz-Target'];
  if (target) return target.split('.').at(-1) ?? target;
  return /(?:^|&)Action=(\w+)/.exec(typeof body === 'string' ? body : '')?.[1] ?? '';
}

/** The local cloud without an endpoint in front of it. */
export function createWorld(
  {
    report,
    ...parts
  }: {
    engines: Engines;
    work: WorkTracker;
    clock: Clock;
    delays: Delays;
    quotas?: Quotas;
    /** See `LocalCloudOptions.onEngineFailure`. */
    report?: ((reason: string) => void) | undefined;
  },
  closed: AbortSignal,
) {
  let sequence = 0;
  const world: World = {
    account: ACCOUNT,
    ...parts,
    quotas: parts.quotas ?? {},
    directory: {
      kmsKey: (region, id) => kms.lookupKey(region, id),
      role: (arn) => iam.lookupRole(arn),
      topicExists: (arn) => sns.topicExists(arn),
      logGroupExists: (region, name) => logs.logGroupExists(region, name),
      ensureLogGroup: (region, name) => logs.ensureLogGroup(region, name),
      subnet: findSubnet,
      securityGroup: findSecurityGroup,
    },
    later: (key, act, onFailure = reportBackground) => {
      const delay = parts.delays(key);
      // What a close interrupts is neither an error nor to be begun.
      const onError = (error: unknown) => {
        if (!closed.aborted) onFailure(error);
      };
      const run = async () => {
        if (!closed.aborted) await parts.work.track(async () => act()).catch(onError);
      };
      if (delay === 0) void run();
      else void parts.clock.sleep(delay).then(run, onError);
    },
    uniqueId: (length = 12) => (sequence++).toString(36).padStart(length, 'a').slice(-length),
  };
  const kms = createKmsService(world, { keys: seeds.keys });
  const iam = createIamService(world);
  const sns = createSnsService(world, { topics: seeds.topics });
  const logs = createLogsService(world);
  const elasticache = createElastiCacheService(world);
  const services: Service[] = [
    kms,
    iam,
    sns,
    logs,
    createSecretsManagerService(world),
    createCloudWatchService(world),
    createDynamoDbService(world),
    elasticache,
    createDaxService(world),
    createRdsService(world, report && { report }),
  ];
  return { world, services, faults: elasticache.faults };
}

function reportBackground(error: unknown): void {
  process.stderr.write(
    `The local cloud failed in the background: ${error instanceof Error ? error.message : String(error)}\n`,
  );
}

/** The functions under the names that the state machine's substitutions give them. */
function registerFunctions(runtime: LocalRuntime, handlers: Map<string, Handler>): Record<string, string> {
  const functions: Record<string, Handler> = {
    Aurora: createTierStep(runtime, tiers.aurora.tier) as Handler,
    DynamoDb: createTierStep(runtime, tiers.dynamodb.tier) as Handler,
    Redis: createTierStep(runtime, tiers.redis.tier) as Handler,
    Dax: createTierStep(runtime, tiers.dax.tier) as Handler,
    Alarms: createAttachAlarms(runtime) as Handler,
    Migrate: createMigrateSchema(runtime) as Handler,
    Outputs: createPublishOutputs(runtime) as Handler,
    Failure: createRecordFailure(runtime) as Handler,
  };
  return Object.fromEntries(
    Object.entries(functions).map(([name, handler]) => {
      const functionName = `plinth-${name.toLowerCase()}`;
      handlers.set(functionName, handler);
      return [`${name}FunctionArn`, functionArn(functionName)];
    }),
  );
}

/** The registry and the idempotency table, with the keys that the deployment gives them. */
async function createHomeTables(client: DynamoDBClient): Promise<void> {
  await createTable(client, REGISTRY_TABLE, ['pk', 'sk'], LISTED_INDEX);
  await createTable(client, IDEMPOTENCY_TABLE, ['id']);
}

async function createTable(
  client: DynamoDBClient,
  TableName: string,
  keys: readonly string[],
  /** A sparse index, whose partition key has its name. */
  index?: string,
): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: ownKeys.registry },
      AttributeDefinitions: [...keys, ...(index ? [index] : [])].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: keys.map((AttributeName, place) => ({
        AttributeName,
        KeyType: place === 0 ? 'HASH' : 'RANGE',
      })),
      ...(index && {
        GlobalSecondaryIndexes: [
          {
            IndexName: index,
            KeySchema: [
              { AttributeName: index, KeyType: 'HASH' },
              { AttributeName: 'sk', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...LISTED_ATTRIBUTES] },
          },
        ],
      }),
    }),
  );
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    if (Table?.TableStatus === 'ACTIVE') return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
