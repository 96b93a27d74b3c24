import type { Clock } from '../core/clock.ts';
import type { WorkTracker } from './clock.ts';
import type { DelayKey, Delays } from './delays.ts';
import type { Engines } from './engines/types.ts';
import type { Quotas } from './quotas.ts';

/** Who calls what, where. Taken from the SigV4 credential scope and the protocol. */
export interface CallContext {
  /** Signing name: `rds`, `dynamodb`, … */
  readonly service: string;
  readonly region: string;
  readonly operation: string;
  readonly accessKeyId: string;
}

/**
 * One operation: input as the SDK's types have it (Dates, numbers, lists), output likewise. Throws `AwsError`.
 * Services cast to the SDK's own Input and Output types.
 */
// biome-ignore lint/suspicious/noExplicitAny: the gateway is generic over all SDK schemas
export type Operation = (input: any, context: CallContext) => unknown;

export interface Service {
  /** Signing name. */
  readonly name: string;
  /** The SDK client package's exports, which hold the runtime schemas (`CreateDBCluster$`, …). */
  // biome-ignore lint/suspicious/noExplicitAny: read through the schema walker
  readonly schemas: Record<string, any>;
  /** By SDK operation name. What is not here is answered as not implemented, by name. */
  readonly operations: Readonly<Record<string, Operation>>;
}

/**
 * An error as AWS answers it. `name` is the SDK's error name where the error is modelled (the gateway derives the
 * wire code and status from the schema), otherwise the wire code itself.
 */
export class AwsError extends Error {
  readonly status: number | undefined;
  /** Further members of the modelled error. */
  readonly members: Record<string, unknown>;
  constructor(
    name: string,
    message: string,
    options: { status?: number; members?: Record<string, unknown> } = {},
  ) {
    // An answer to a caller who has no use for our stack: NotFound is most of what is observed of what is to be made.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = name;
    this.status = options.status;
    this.members = options.members ?? {};
  }
}

/** What services may ask of each other. Every answer is for one region: regions do not see each other. */
export interface Directory {
  /** By key id, ARN, alias name or alias ARN. */
  kmsKey(region: string, keyId: string): { readonly arn: string; readonly enabled: boolean } | undefined;
  role(arn: string): { readonly arn: string; readonly trustedServices: readonly string[] } | undefined;
  topicExists(arn: string): boolean;
  logGroupExists(region: string, name: string): boolean;
  /** What a service of AWS makes for logs that it sends: without tags, kept for ever. One that is there stays as it is. */
  ensureLogGroup(region: string, name: string): void;
  subnet(
    region: string,
    id: string,
  ): { readonly availabilityZone: string; readonly vpcId: string } | undefined;
  securityGroup(region: string, id: string): { readonly vpcId: string } | undefined;
}

/** What every service of the local cloud is made from. */
export interface World {
  readonly account: string;
  readonly clock: Clock;
  readonly delays: Delays;
  readonly work: WorkTracker;
  readonly engines: Engines;
  readonly directory: Directory;
  readonly quotas: Quotas;
  /** Later in the background: after the delay, runs `act` as tracked work. A failure goes to `onError`. */
  later(key: DelayKey, act: () => Promise<void> | void, onError?: (error: unknown) => void): void;
  /** Twelve letters and digits that differ from call to call but are the same in every run of a seeded world. */
  uniqueId(length?: number): string;
}
