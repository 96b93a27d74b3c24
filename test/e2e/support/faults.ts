import { jest } from '@jest/globals';
import type { Plinth } from './plinth.ts';

/** Plinth's next calls of this command are answered with these errors, as the SDK raises them; undo with restoreAllMocks. */
export function answerCallsWith(plinth: Plinth, command: string, errors: object[]): void {
  const { clients } = plinth.cloud.runtime;
  const get = clients.get.bind(clients) as (
    client: never,
    region: string,
  ) => { send: (...args: never[]) => unknown };
  jest.spyOn(clients, 'get').mockImplementation(((client: never, region: string) => {
    const real = get(client, region);
    const send = (call: never, ...rest: never[]) => {
      const error = (call as object).constructor.name === `${command}Command` ? errors.shift() : undefined;
      return error ? Promise.reject(Object.assign(new Error('no'), error)) : real.send(call, ...rest);
    };
    return new Proxy(real, { get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)) });
  }) as never);
}
