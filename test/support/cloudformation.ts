import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../core/clock.ts';
import { HANDLE_PROPERTY } from '../../core/launch.ts';

/** A stack of the product: one custom resource, one handle, one wait condition. */
export interface Stack {
  readonly id: string;
  properties: Readonly<Record<string, string>>;
  status: string;
  /** Why it is as it is. */
  reason: string;
  physicalId: string | undefined;
  /** Of the custom resource, and of the wait condition. */
  data: Readonly<Record<string, string>>;
  waitData: Readonly<Record<string, string>>;
}

export interface CloudFormationOptions {
  readonly clock: Clock;
  /** Begins an asynchronous invocation of the function behind the ServiceToken. */
  readonly invoke: (event: Record<string, unknown>) => Promise<void>;
}

/** A custom resource has one hour (ServiceTimeout), a wait condition as long as it says, up to twelve. */
const SERVICE_TIMEOUT_MS = 3_600_000;
const WAIT_TIMEOUT_MS = 43_200_000;
const MAX_RESPONSE_BYTES = 4096;

interface Body {
  readonly Status: string;
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly UniqueId?: string;
  readonly Data?: never;
}

/**
 * CloudFormation as the product sees it: it speaks the protocols of custom resources and wait conditions over a real
 * server, keeps their time limits on the given clock, and rolls a failed launch back.
 */
export class CloudFormation {
  readonly #options: CloudFormationOptions;
  readonly #server = createServer((request, response) => {
    void this.#receive(request).then((status) => response.writeHead(status).end());
  });
  readonly #waiting = new Map<string, (body: Body) => void>();
  /** What was not as the protocols want it. */
  readonly violations: string[] = [];
  /** Requests to the custom resource, oldest first. */
  readonly requests: Record<string, unknown>[] = [];

  constructor(options: CloudFormationOptions) {
    this.#options = options;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  /** Resolves when the stack is CREATE_COMPLETE, or has been rolled back. */
  async launch(parameters: Readonly<Record<string, string>>): Promise<Stack> {
    const stack = this.newStack(parameters);
    await this.create(stack);
    return stack;
  }

  newStack(parameters: Readonly<Record<string, string>>): Stack {
    const id = `arn:aws:cloudformation:eu-west-2:000000000000:stack/SC-pp-${randomUUID()}/${randomUUID()}`;
    const properties = { ServiceToken: 'arn:aws:lambda:eu-west-2:000000000000:function:plinth-catalog' };
    return {
      id,
      properties: { ...properties, [HANDLE_PROPERTY]: this.#url('handle'), ...parameters },
      status: 'CREATE_IN_PROGRESS',
      reason: '',
      physicalId: undefined,
      data: {},
      waitData: {},
    };
  }

  async create(stack: Stack): Promise<void> {
    const signal = this.#wait(stack.properties[HANDLE_PROPERTY] ?? '');
    const answer = await this.#request(stack, { RequestType: 'Create' });
    if (answer?.Status !== 'SUCCESS') return this.#rollBack(stack, answer);
    stack.data = answer.Data ?? {};
    const told = await this.#within(WAIT_TIMEOUT_MS, signal);
    if (told?.Status !== 'SUCCESS') return this.#rollBack(stack, told);
    stack.waitData = { [told.UniqueId ?? '']: String(told.Data ?? '') };
    stack.status = 'CREATE_COMPLETE';
  }

  async update(stack: Stack, parameters: Readonly<Record<string, string>>): Promise<void> {
    const old = stack.properties;
    stack.properties = { ...old, ...parameters };
    const request = { RequestType: 'Update', OldResourceProperties: old };
    const answer = await this.#request(stack, request);
    stack.reason = answer?.Reason ?? 'no answer';
    stack.status = 'UPDATE_COMPLETE';
    if (answer?.Status === 'SUCCESS') {
      stack.data = answer.Data ?? {};
      return;
    }
    // The rollback is an update too: back to what was.
    const failed = stack.properties;
    stack.properties = old;
    const back = await this.#request(stack, { RequestType: 'Update', OldResourceProperties: failed });
    stack.status = back?.Status === 'SUCCESS' ? 'UPDATE_ROLLBACK_COMPLETE' : 'UPDATE_ROLLBACK_FAILED';
  }

  /** What a wait condition with this handle is told. */
  signalOf(handle: string): Promise<Body> {
    return this.#wait(handle);
  }

  async terminate(stack: Stack): Promise<void> {
    const answer = await this.#request(stack, { RequestType: 'Delete' });
    stack.status = answer?.Status === 'SUCCESS' ? 'DELETE_COMPLETE' : 'DELETE_FAILED';
    stack.reason = answer?.Reason ?? (answer ? '' : 'no answer within the hour');
  }

  async #rollBack(stack: Stack, cause: Body | null): Promise<void> {
    stack.reason = cause?.Reason ?? 'no answer in time';
    const answer = await this.#request(stack, { RequestType: 'Delete' });
    stack.status = answer?.Status === 'SUCCESS' ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED';
  }

  async #request(stack: Stack, more: Record<string, unknown>): Promise<Body | null> {
    const ResponseURL = this.#url('response');
    const isCreate = more.RequestType === 'Create';
    // When a create has not answered, the rollback names the resource with an id of CloudFormation's own.
    const physicalId = stack.physicalId ?? `SC-pp-Environment-${randomUUID().slice(0, 8)}`;
    const request = {
      ResponseURL,
      StackId: stack.id,
      RequestId: randomUUID(),
      ResourceType: 'Custom::PlinthEnvironment',
      LogicalResourceId: 'DatabaseEnvironment',
      ...(isCreate ? {} : { PhysicalResourceId: physicalId }),
      ResourceProperties: stack.properties,
      ...more,
    };
    this.requests.push(request);
    const answered = this.#within(SERVICE_TIMEOUT_MS, this.#wait(ResponseURL));
    void this.#options.invoke(request);
    const answer = await answered;
    if (answer) {
      if (!isCreate && answer.PhysicalResourceId !== physicalId)
        this.violations.push('the PhysicalResourceId changed');
      stack.physicalId = answer.PhysicalResourceId;
    }
    return answer;
  }

  /** Null: it took too long. */
  async #within(ms: number, answer: Promise<Body>): Promise<Body | null> {
    const done = new AbortController();
    const late = this.#options.clock.sleep(ms, done.signal).then(
      () => null,
      () => null,
    );
    const result = await Promise.race([answer, late]);
    done.abort();
    return result;
  }

  #wait(url: string): Promise<Body> {
    const { promise, resolve } = Promise.withResolvers<Body>();
    this.#waiting.set(new URL(url).pathname, resolve);
    return promise;
  }

  #url(kind: 'handle' | 'response'): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/${kind}/${randomUUID()}?X-Amz-Signature=${randomUUID()}`;
  }

  /** As S3 does with a pre-signed PUT, and then as CloudFormation does with what has been put. */
  async #receive(request: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const path = new URL(request.url ?? '', 'http://local').pathname;
    const waiting = this.#waiting.get(path);
    const refuse = (why: string) => {
      this.violations.push(`${request.method} ${path.split('/')[1]}: ${why}`);
      return 403;
    };
    if (request.method !== 'PUT') return refuse('is not a PUT');
    if (request.headers['content-type']) return refuse('has a Content-Type, so the signature does not fit');
    if (request.headers['content-length'] === undefined) return refuse('has no Content-Length');
    if (bytes.length > MAX_RESPONSE_BYTES) return refuse(`has ${bytes.length} bytes`);
    if (!waiting) return 403;
    const body = JSON.parse(bytes.toString('utf8')) as Body;
    const wrong = path.startsWith('/handle') ? wrongSignal(body) : wrongResponse(body);
    if (wrong) return refuse(wrong);
    waiting(body);
    return 200;
  }
}

function wrongSignal({ Status, Reason, UniqueId, Data }: Body): string | undefined {
  if (Status !== 'SUCCESS' && Status !== 'FAILURE') return 'Status is not SUCCESS or FAILURE';
  if (typeof Reason !== 'string' || typeof UniqueId !== 'string') return 'Reason or UniqueId is missing';
  return typeof Data === 'string' ? undefined : 'Data is not a text';
}

function wrongResponse(body: Body & { StackId?: string; RequestId?: string; LogicalResourceId?: string }) {
  if (body.Status !== 'SUCCESS' && body.Status !== 'FAILED') return 'Status is not SUCCESS or FAILED';
  if (body.Status === 'FAILED' && !body.Reason) return 'Reason is missing';
  const { PhysicalResourceId, StackId, RequestId, LogicalResourceId } = body;
  return PhysicalResourceId && StackId && RequestId && LogicalResourceId
    ? undefined
    : 'an id of the request is missing';
}
