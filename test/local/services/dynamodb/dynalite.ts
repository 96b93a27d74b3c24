import { createRequire } from 'node:module';
import type { DynamoEngine } from '../../../../local/engines/types.ts';

const require = createRequire(import.meta.url);

/** dynalite's own store and actions, called without its HTTP server. */
export function inProcessDynalite(): DynamoEngine {
  const store = require('dynalite/db').create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const validations = require('dynalite/validations');
  return {
    async call(operation, input) {
      const name = validations.toLowerFirst(operation);
      const { types, custom } = require(`dynalite/validations/${name}`);
      try {
        const data = validations.checkTypes(JSON.parse(JSON.stringify(input)), types);
        validations.checkValidations(data, types, custom, store);
        const body = await run(require(`dynalite/actions/${name}`), store, data);
        return { status: 200, body: JSON.parse(JSON.stringify(body)) };
      } catch (error) {
        const { statusCode: status, body } = error as { statusCode?: number; body?: Record<string, unknown> };
        if (status === undefined || body === undefined) throw error;
        return { status, body };
      }
    },
  };
}

type Action = (store: unknown, data: unknown, done: (error: unknown, body: unknown) => void) => void;

const run = (action: Action, store: unknown, data: unknown): Promise<unknown> =>
  new Promise((resolve, reject) => {
    action(store, data, (error, body) => (error ? reject(error) : resolve(body)));
  });
