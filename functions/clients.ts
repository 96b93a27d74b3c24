import type { Clients } from '../core/tier.ts';

// biome-ignore lint/suspicious/noExplicitAny: each SDK client has its own configuration type
type AnyConfig = Record<string, any>;

/** Where calls go and how; without an endpoint, AWS itself. */
export interface ClientOptions {
  readonly endpoint?: string | undefined;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** For tests and the laptop: reaches the local cloud without a socket. */
  readonly requestHandler?: object | undefined;
}

const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 20_000;

/**
 * One SDK client per class and region, made on first use and kept for the life of the function. Retries inside the
 * SDK are off: the state machine is the one layer that retries. Errors carry `operation` (`rds:CreateDBCluster`),
 * so that a message can say which call failed.
 */
export function createClients(options: ClientOptions = {}): Clients {
  const cache = new Map<unknown, Map<string, unknown>>();
  const shared: AnyConfig = {
    maxAttempts: 1,
    requestHandler: options.requestHandler ?? {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
    },
    ...(options.endpoint ? { endpoint: options.endpoint } : {}),
    ...(options.credentials ? { credentials: options.credentials } : {}),
  };
  return {
    get<T>(client: new (config: AnyConfig) => T, region: string): T {
      const byRegion = cache.get(client) ?? new Map<string, unknown>();
      cache.set(client, byRegion);
      const known = byRegion.get(region);
      if (known) return known as T;
      const made = new client({ ...shared, region });
      nameOperationInErrors(made as SdkClient);
      byRegion.set(region, made);
      return made;
    },
  };
}

interface SdkClient {
  readonly config: { readonly serviceId?: string };
  readonly middlewareStack: {
    add(middleware: unknown, options: { step: string; name: string; override?: boolean }): void;
  };
}

function nameOperationInErrors(client: SdkClient): void {
  const middleware =
    (next: (args: unknown) => Promise<unknown>, context: { commandName?: string }) =>
    async (args: unknown) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof Error) {
          const operation = context.commandName?.replace(/Command$/, '') ?? 'call';
          Object.assign(error, { operation: `${client.config.serviceId ?? 'AWS'} ${operation}` });
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
