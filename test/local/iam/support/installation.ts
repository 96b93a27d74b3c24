import { Logger } from '@aws-lambda-powertools/logger';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { type Convergence, converge } from '../../../../core/converge.ts';
import { Registry } from '../../../../core/registry.ts';
import type { TierSpecBase } from '../../../../core/spec.ts';
import type { TierKind } from '../../../../core/tier.ts';
import { createApi } from '../../../../functions/api/app.ts';
import { createClients } from '../../../../functions/clients.ts';
import { createCallbacks } from '../../../../functions/intake/callbacks.ts';
import type { FunctionKey } from '../../../../functions/permissions.ts';
import { createEvents } from '../../../../functions/publish.ts';
import { documentClient } from '../../../../functions/runtime.ts';
import { createAttachAlarms } from '../../../../functions/workflow/alarms.ts';
import { createExecutionEnded } from '../../../../functions/workflow/execution-ended.ts';
import { createRecordFailure } from '../../../../functions/workflow/failure.ts';
import { createMigrateSchema } from '../../../../functions/workflow/migrate.ts';
import { createPublishOutputs } from '../../../../functions/workflow/outputs.ts';
import { createTierStep } from '../../../../functions/workflow/tier.ts';
import { listenApi } from '../../../../local/api-server.ts';
import { loadDefinition } from '../../../../local/asl/load.ts';
import { instantClock, WorkTracker } from '../../../../local/clock.ts';
import { createWorld, type LocalRuntime } from '../../../../local/cloud.ts';
import { instant } from '../../../../local/delays.ts';
import { createEngines } from '../../../../local/engines/index.ts';
import { type Call, createGateway } from '../../../../local/gateway/gateway.ts';
import { createAuthorizer, type Decision, type RolePolicy } from '../../../../local/iam/authorizer.ts';
import { functionArn, type Handler, invokeHandler } from '../../../../local/lambda.ts';
import { localLandingZone } from '../../../../local/landing-zones.ts';
import type { ElastiCacheService } from '../../../../local/services/elasticache/index.ts';
import { createEventsService } from '../../../../local/services/events.ts';
import { createSfnService } from '../../../../local/services/sfn/index.ts';
import { tiers } from '../../../../tiers/index.ts';
import { type Api, apiClient } from '../../../e2e/support/http.ts';
import { VALUES } from '../../../support/policies.ts';

const REGION = 'eu-west-2';
const name = (arn: string) => arn.split(/[:/]/).at(-1) ?? '';

export interface Installation {
  readonly api: Api;
  readonly calls: readonly Call[];
  readonly decisions: readonly Decision[];
  /** With nobody's policy: the developer's own clients. */
  readonly aws: LocalRuntime;
  runtimeOf(key: FunctionKey): LocalRuntime;
  /** Invokes a function of the workflow as Lambda does. */
  invoke(key: FunctionKey, event: unknown): Promise<unknown>;
  readonly faults: ElastiCacheService['faults'];
  /** Converges one tier of an environment in its function's name, as the workflow does. */
  arrive(kind: TierKind, spec: TierSpecBase, goal: 'present' | 'absent'): Promise<void>;
  close(): Promise<void>;
}

/** All of Plinth, real engines and all, every function under its own policy. */
export async function install(roles: Readonly<Record<string, RolePolicy>>): Promise<Installation> {
  const engines = await createEngines();
  const closed = new AbortController();
  const work = new WorkTracker();
  const clock = instantClock(work);
  const { world, services, faults } = createWorld({ engines, work, clock, delays: instant }, closed.signal);
  const handlers = new Map<string, Handler>();
  const handlerOf = (key: string) => handlers.get(key) as Handler;
  const sfn = createSfnService(world, {
    invokeLambda: (arn, payload, signal) => invokeHandler(handlerOf(name(arn)), name(arn), payload, signal),
    onStatusChange: async (event) => {
      await work.track(() =>
        invokeHandler(handlerOf('plinth-execution-ended'), 'plinth-execution-ended', event),
      );
    },
  });
  const calls: Call[] = [];
  const decisions: Decision[] = [];
  const bus = createEventsService(world, { buses: [name(VALUES.bus)], rules: [] });
  const all = [...services, sfn, bus];
  const { account } = world;
  const gateway = createGateway({
    services: all,
    onCall: (call) => calls.push(call),
    authorize: createAuthorizer({
      roles,
      account,
      services: all,
      onDecision: (decision) => decisions.push(decision),
    }),
  });
  const runtime = (accessKeyId: string): LocalRuntime => {
    const credentials = { accessKeyId, secretAccessKey: 'none' };
    const { requestHandler } = gateway;
    const home = { region: REGION, credentials, requestHandler };
    const dynamodb = new DynamoDBClient(home);
    return {
      clock,
      logger: new Logger({ serviceName: 'plinth', logLevel: 'SILENT' }),
      registry: new Registry(documentClient(dynamodb), name(VALUES.registryTable)),
      clients: createClients({ credentials, requestHandler }),
      workflow: {
        client: new SFNClient(home),
        stateMachineArn: VALUES.stateMachine,
        deleteStateMachineArn: VALUES.deleteStateMachine,
      },
      events: createEvents({ client: new EventBridgeClient(home), busName: name(VALUES.bus), clock }),
      idempotency: { client: dynamodb, tableName: name(VALUES.idempotencyTable) },
      landingZones: [localLandingZone],
      namePrefix: VALUES.prefix,
      migrations: {
        folder: new URL('../../../../migrations', import.meta.url).pathname,
        databaseCa: engines.caCertificate,
      },
    };
  };
  const kms = (accessKeyId: string) =>
    new KMSClient({
      region: REGION,
      credentials: { accessKeyId, secretAccessKey: 'none' },
      requestHandler: gateway.requestHandler,
    });
  const runtimes = new Map<string, LocalRuntime>();
  const runtimeOf = (key: string): LocalRuntime => {
    const known = runtimes.get(key) ?? runtime(key);
    runtimes.set(key, known);
    return known;
  };
  const ofFunction = (key: FunctionKey) => runtimeOf(`plinth-${key}`);
  for (const [key, handler] of Object.entries(workflowHandlers(ofFunction, kms('plinth-execution-ended'))))
    handlers.set(`plinth-${key}`, handler);
  const aws = runtimeOf('local');
  await createHome(aws);
  const api = createApi(ofFunction('api'));
  const server = await listenApi((event) => invokeHandler(api as never, 'plinth-api', event) as never, 0);
  return {
    api: apiClient(server.url),
    calls,
    decisions,
    aws,
    runtimeOf: ofFunction,
    invoke: (key, event) => invokeHandler(handlerOf(`plinth-${key}`), `plinth-${key}`, event),
    faults,
    async arrive(kind, spec, goal) {
      const scope = { spec, clients: ofFunction(kind).clients };
      let last: Convergence;
      do {
        last = await converge(tiers[kind].tier, scope, goal === 'present' ? spec : null);
        if (!last.ready) await clock.sleep(last.retryAfterSeconds * 1000);
      } while (!last.ready);
    },
    async close() {
      await server.close();
      await sfn.stopAll();
      closed.abort(new Error('closed'));
      await engines.close();
    },
  };
}

function workflowHandlers(
  runtimeOf: (key: FunctionKey) => LocalRuntime,
  client: KMSClient,
): Record<string, Handler> {
  const callbacks = createCallbacks({ client, keyArn: VALUES.callbackKey });
  return {
    aurora: createTierStep(runtimeOf('aurora'), tiers.aurora.tier) as Handler,
    dynamodb: createTierStep(runtimeOf('dynamodb'), tiers.dynamodb.tier) as Handler,
    redis: createTierStep(runtimeOf('redis'), tiers.redis.tier) as Handler,
    dax: createTierStep(runtimeOf('dax'), tiers.dax.tier) as Handler,
    alarms: createAttachAlarms(runtimeOf('alarms')) as Handler,
    migrate: createMigrateSchema(runtimeOf('migrate')) as Handler,
    outputs: createPublishOutputs(runtimeOf('outputs')) as Handler,
    failure: createRecordFailure(runtimeOf('failure')) as Handler,
    'execution-ended': createExecutionEnded(runtimeOf('execution-ended'), callbacks) as Handler,
  };
}

/** What the deployment makes: the tables, the registry with its own key, and the state machine. */
async function createHome({ idempotency, workflow }: LocalRuntime): Promise<void> {
  const { client } = idempotency;
  const table = (TableName: string, keys: readonly string[], key?: string) =>
    client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index ? 'RANGE' : 'HASH' })),
        ...(key ? { SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: key } } : {}),
      }),
    );
  await table(name(VALUES.registryTable), ['pk', 'sk'], VALUES.registryKey);
  await table(name(VALUES.idempotencyTable), ['id']);
  const names = ['Aurora', 'DynamoDb', 'Redis', 'Dax', 'Alarms', 'Migrate', 'Outputs', 'Failure'];
  const path = new URL('../../../../statemachines/provision.asl.json', import.meta.url);
  const definition = await loadDefinition(
    path,
    Object.fromEntries(
      names.map((each) => [`${each}FunctionArn`, functionArn(`plinth-${each.toLowerCase()}`)]),
    ),
  );
  await workflow.client.send(
    new CreateStateMachineCommand({
      name: name(VALUES.stateMachine),
      roleArn: 'arn:aws:iam::000000000000:role/plinth-workflow',
      definition: JSON.stringify(definition),
    }),
  );
}
