import { DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { ListExecutionsCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { HOME_REGION as HOME } from '../local/cloud.ts';
import { invokeHandler } from '../local/lambda.ts';
import { localLandingZone } from '../local/landing-zones.ts';
import { scan } from './checks/calls.ts';
import { type OutOfBandAct, outOfBandActs } from './out-of-band.ts';
import { launchOf, PATCHES, requestOf, UNPROTECTED } from './requests.ts';
import type { SimulatedEnvironment, Step, Verb } from './scenario.ts';
import type { SimulatedWorld } from './world.ts';

const AWAY = 'eu-west-1';
/** API Gateway waits this long. */
const GATEWAY_MS = 29_000;
const MINUTE = 60_000;
/** After this a caller tries again. */
const AGAIN_MS = 30_000;

export interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: any JSON
  readonly json: any;
}

/** What somebody has done to an environment past Plinth. */
export interface Disturbance {
  readonly at: number;
  /** Data went with it. */
  readonly destroyed: boolean;
}

/** Everybody who uses Plinth in a scenario, and those who work past it. */
export class Callers {
  readonly #world: SimulatedWorld;
  readonly #environments: readonly SimulatedEnvironment[];
  readonly disturbed = new Map<number, Disturbance[]>();
  /** Operations by idempotency key. */
  readonly operationsByKey = new Map<string, Set<string>>();
  readonly #launches = new Map<number, Record<string, unknown>>();
  #requests = 0;

  constructor(world: SimulatedWorld, environments: readonly SimulatedEnvironment[]) {
    this.#world = world;
    this.#environments = environments;
  }

  async carryOut(step: Step): Promise<void> {
    const environment = this.#environments[step.environment] as SimulatedEnvironment;
    this.#world.trace.note('request', `${step.verb} ${environment.project}/${environment.name}`);
    const key = `key-${++this.#requests}`;
    const once = () => this.#verbs[step.verb](environment, step, key);
    await Promise.all(Array.from({ length: step.times }, once));
  }

  /** Sends a request through the API's own function. 504: API Gateway has waited long enough. */
  async send(
    method: string,
    { project, name }: Pick<SimulatedEnvironment, 'project' | 'name'>,
    rest: string,
    {
      body,
      query = {},
      headers = {},
    }: { body?: unknown; query?: Record<string, string>; headers?: Record<string, string> } = {},
  ): Promise<Answered> {
    const { cloud, trace, clock } = this.#world;
    const operationId = /operations\/(op-\w+)/.exec(rest)?.[1];
    const event = {
      httpMethod: method,
      path: rest,
      resource: `/projects/{project}${rest.replace(/op-\w+/, '{operationId}').replace(`environments/${name}`, 'environments/{environment}')}`,
      pathParameters: {
        project,
        ...(rest.includes(`environments/${name}`) && { environment: name }),
        ...(operationId && { operationId }),
      },
      queryStringParameters: query,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      isBase64Encoded: false,
      requestContext: {
        stage: 'v1',
        requestId: `request-${this.#requests}`,
        identity: { userArn: 'arn:aws:iam::000000000000:user/somebody' },
      },
    } as unknown as APIGatewayProxyEvent;
    const late = clock.sleep(GATEWAY_MS).then(() => ({ statusCode: 504, body: '{}' }));
    const answer = (await Promise.race([
      invokeHandler(cloud.api as never, 'plinth-api', event).catch((error: Error) => ({
        statusCode: 502,
        body: JSON.stringify({ detail: error.name }),
      })),
      late,
    ])) as { statusCode: number; body: string };
    scan(this.#world, `the answer of ${method} ${rest}`, answer.body);
    const json = answer.body.startsWith('{') ? JSON.parse(answer.body) : answer.body;
    trace.note(
      'answer',
      `${method} ${project}${rest}: ${answer.statusCode} ${json.operationId ?? json.title ?? json.detail ?? ''}`,
    );
    return { status: answer.statusCode, json };
  }

  /** The environment's last operation, or null. */
  async current(environment: SimulatedEnvironment): Promise<string | null> {
    const { registry } = this.#world.cloud.runtime;
    const record = await registry.getEnvironment(environment.project, environment.name);
    return record?.operationId ?? null;
  }

  async #create(environment: SimulatedEnvironment, key: string, body: object): Promise<void> {
    const headers = { 'Idempotency-Key': key };
    for (let attempt = 0; attempt < 3; attempt++) {
      const { status, json } = await this.send('POST', environment, '/environments', { body, headers });
      if (json.operationId && status === 202) {
        const known = this.operationsByKey.get(key) ?? new Set();
        this.operationsByKey.set(key, known.add(json.operationId));
      }
      if (status < 500 && status !== 409 && status !== 429) return;
      await this.#world.sleep(AGAIN_MS);
    }
  }

  async #control(environment: SimulatedEnvironment, verb: 'retry' | 'cancel'): Promise<Answered | null> {
    const operationId = await this.current(environment);
    return operationId ? this.send('POST', environment, `/operations/${operationId}/${verb}`) : null;
  }

  #one = (environment: SimulatedEnvironment) => `/environments/${environment.name}`;

  /** Tries again where the answer says nothing of what has become of it. */
  async #remove(environment: SimulatedEnvironment, finalSnapshot: boolean): Promise<void> {
    const query = { finalSnapshot: String(finalSnapshot) };
    for (let attempt = 0; attempt < 3; attempt++) {
      const { status } = await this.send('DELETE', environment, this.#one(environment), { query });
      if (status < 500) return;
      await this.#world.sleep(AGAIN_MS);
    }
  }

  readonly #verbs: Record<
    Verb,
    (environment: SimulatedEnvironment, step: Step, key: string) => Promise<unknown>
  > = {
    create: (environment, _step, key) => this.#create(environment, key, requestOf(environment)),
    createOther: (environment, _step, key) =>
      this.#create(environment, key, { ...requestOf(environment), tags: { Owner: 'another' } }),
    update: (environment, { choice }) => {
      const [body, query] = PATCHES[Math.floor(choice * PATCHES.length)] as (typeof PATCHES)[number];
      return this.send('PATCH', environment, this.#one(environment), { body, query: { ...query } });
    },
    unprotect: (environment) =>
      this.send('PATCH', environment, this.#one(environment), { body: UNPROTECTED }),
    delete: (environment, { choice }) => this.#remove(environment, choice < 0.5),
    retry: (environment) => this.#control(environment, 'retry'),
    cancel: (environment) => this.#control(environment, 'cancel'),
    reconcile: (environment) => this.send('POST', environment, `${this.#one(environment)}/reconcile`),
    dryRun: (environment) =>
      this.send('POST', environment, '/environments', {
        body: requestOf(environment),
        query: { dryRun: 'true' },
      }),
    drift: (environment) => this.send('GET', environment, `${this.#one(environment)}/drift`),
    read: async (environment) => {
      for (const rest of ['', '/outputs', '/audit'])
        await this.send('GET', environment, this.#one(environment) + rest);
      await this.send('GET', environment, '/operations');
    },
    event: (environment, { choice }, key) => {
      const detail = { project: environment.project, ...requestOf(environment) };
      return this.#world.cloud.invoke('plinth-events', {
        version: '0',
        id: choice < 0.3 ? 'event-of-before' : key,
        'detail-type': 'Environment Requested',
        source: 'team.shop',
        account: '000000000000',
        time: new Date(this.#world.clock.now()).toISOString(),
        region: HOME,
        resources: [],
        detail,
      });
    },
    launch: (environment, step, key) => {
      const event = launchOf(environment, key);
      this.#launches.set(step.environment, event);
      return this.#world.cloud.invoke('plinth-catalog', event);
    },
    relaunch: async (_environment, step) => {
      const event = this.#launches.get(step.environment);
      if (event) await this.#world.cloud.invoke('plinth-catalog', event);
    },
    terminate: async (environment, step, key) => {
      const event = this.#launches.get(step.environment);
      if (!event) return;
      const { project, name } = environment;
      const PhysicalResourceId = `${project}/${name}`;
      await this.#world.cloud.invoke('plinth-catalog', {
        ...event,
        RequestType: 'Delete',
        RequestId: key,
        PhysicalResourceId,
      });
    },
    stopExecution: async (environment) => {
      const { client, stateMachineArns } = this.#world.cloud.runtime.workflow;
      const operationId = await this.current(environment);
      for (const stateMachineArn of new Set(Object.values(stateMachineArns))) {
        const { executions = [] } = await client.send(
          new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
        );
        for (const { executionArn, name } of executions)
          if (name === operationId)
            await client.send(new StopExecutionCommand({ executionArn, cause: 'by hand' }));
      }
    },
    outOfBand: (environment, step) => this.#disturb(environment, step),
    keyOff: async (_environment, { choice }) => {
      const { kmsKeyArns } = localLandingZone.regions[HOME] as NonNullable<
        (typeof localLandingZone.regions)[string]
      >;
      const keys = Object.values(kmsKeyArns);
      const KeyId = keys[Math.floor(choice * keys.length)] as string;
      const kms = this.#world.cloud.runtime.clients.get(KMSClient, HOME);
      await kms.send(new DisableKeyCommand({ KeyId }));
      await this.#world.sleep(5 * MINUTE + choice * 20 * MINUTE);
      await kms.send(new EnableKeyCommand({ KeyId }));
    },
    regionDown: async (_environment, { choice }) => {
      const region = choice < 0.5 ? HOME : AWAY;
      this.#world.faults.down(region);
      await this.#world.sleep(2 * MINUTE + choice * 20 * MINUTE);
      this.#world.faults.up(region);
    },
    rawSecret: async (environment, _step, key) => {
      const password = `${key}-Sup3rS3cretPassword`;
      this.#world.secrets.add(password);
      const body = { ...requestOf(environment), aurora: { masterPassword: password }, tags: { password } };
      const { status } = await this.send('POST', environment, '/environments', { body });
      if (status < 400) this.#world.violate('7 secrets', 'a request with a password in it was accepted');
    },
    expire: (environment) =>
      this.send('PATCH', environment, this.#one(environment), {
        body: { ...UNPROTECTED, expiresAfter: '1h' },
      }),
    driftCheck: () => this.#world.cloud.invoke('plinth-drift', {}),
  };

  async #disturb(environment: SimulatedEnvironment, step: Step): Promise<void> {
    const acts = outOfBandActs(this.#world, environment);
    const [what, destroyed, act] = acts[Math.floor(step.choice * acts.length)] as OutOfBandAct;
    try {
      await act();
    } catch {
      return; // it is not there, or is busy, or is protected
    }
    this.#world.trace.note('request', `past Plinth: ${what}`);
    const known = this.disturbed.get(step.environment) ?? [];
    this.disturbed.set(step.environment, [...known, { at: this.#world.clock.now(), destroyed }]);
  }
}
