import type { Clients } from '../core/tier.ts';
import { refuseForeignAnswers } from './foreign.ts';

// biome-ignore lint/suspicious/noExplicitAny: each SDK client has its own configuration type
type AnyConfig = Record<string, any>;

/** Where calls go and how; without an endpoint, AWS itself. */
export interface ClientOptions {
  readonly endpoint?: string | undefined;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** For tests and the laptop: reaches the local cloud without a socket. */
  readonly requestHandler?: object | undefined;
  /** Instead of SigV4, where nobody verifies it. */
  readonly signerConstructor?: object | undefined;
}

/**
 * The SDK prepares a log entry of every call with its input and output, also for a logger that does nothing. Without
 * `info` and `error` it does not; credential providers and handlers want the other two.
 */
const silent = () => {};
export const QUIET = { logger: { debug: silent, warn: silent } as never };

const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 20_000;

/**
 * One SDK client per class and region, made on first use and kept for the life of the function. Retries inside the
 * SDK are off: the state machine is the one layer that retries. Errors carry `operation` (`RDS CreateDBCluster`),
 * and `endpoint` when it is not AWS, so that a message can say which call failed and where.
 */
export function createClients(options: ClientOptions = {}): Clients {
  const cache = new Map<unknown, Map<string, unknown>>();
  const { endpoint, credentials } = options;
  const shared: AnyConfig = {
    maxAttempts: 1,
    ...QUIET,
    requestHandler: options.requestHandler ?? {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true, // the SDK's default only writes a warning and waits on
    },
    ...(endpoint ? { endpoint } : {}),
    ...(credentials ? { credentials } : {}),
    ...(options.signerConstructor ? { signerConstructor: options.signerConstructor } : {}),
    // What is reached without a socket is not somewhere else: no look at AWS_ENDPOINT_URL and profiles for every call.
    ...(options.requestHandler ? { ignoreConfiguredEndpointUrls: true } : {}),
  };
  return {
    get<T>(client: new (config: AnyConfig) => T, region: string): T {
      const byRegion = cache.get(client) ?? new Map<string, unknown>();
      cache.set(client, byRegion);
      const known = byRegion.get(region);
      if (known) return known as T;
      const made = new client({ ...shared, region });
      nameOperationInErrors(made as SdkClient, endpoint);
      if (endpoint) refuseForeignAnswers(made as SdkClient);
      byRegion.set(region, made);
      return made;
    },
  };
}

/** The part of an SDK client that is used here; its own types differ from client to client. */
export interface SdkClient {
  readonly config: { readonly serviceId?: string };
  readonly middlewareStack: {
    add(
      middleware: unknown,
      options: { step: string; name: string; priority?: string; override?: boolean },
    ): void;
  };
}

function nameOperationInErrors(client: SdkClient, endpoint: string | undefined): void {
  const middleware =
    (next: (args: unknown) => Promise<unknown>, context: { commandName?: string }) =>
    async (args: unknown) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof Error) {
          const operation = context.commandName?.replace(/Command$/, '') ?? 'call';
          Object.assign(error, {
            operation: `${client.config.serviceId ?? 'AWS'} ${operation}`,
            ...(endpoint ? { endpoint } : {}),
          });
        }
        throw error;
      }
    };
  client.middlewareStack.add(middleware, {
    step: 'initialize',
    name: 'plinthOperationInErrors',
    override: true,
  });
}
