import type { ClientConfig, Clients } from '../../../core/tier.ts';

export interface Call {
  /** `DynamoDBClient` */
  readonly client: string;
  readonly region: string;
  /** `DescribeTable` */
  readonly command: string;
  // biome-ignore lint/suspicious/noExplicitAny: inputs of any SDK command
  readonly input: any;
}

/** An SDK error as tiers see it. */
export function sdkError(name: string, message = name): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** Clients that answer from a function and remember what was asked. */
export function fakeClients(answer: (call: Call) => unknown): Clients & { readonly calls: Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    get<T>(client: new (config: ClientConfig) => T, region: string): T {
      const send = async (command: { constructor: { name: string }; input: unknown }) => {
        const call: Call = {
          client: client.name,
          region,
          command: command.constructor.name.replace(/Command$/, ''),
          input: command.input,
        };
        calls.push(call);
        return answer(call);
      };
      return { send } as T;
    },
  };
}
