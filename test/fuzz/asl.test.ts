import { StateMachine } from 'aws-local-stepfunctions';
import fc from 'fast-check';
import type { Json } from '../../local/asl/json.ts';
import { run } from '../local/asl/support.ts';
import { runs } from '../support/runs.ts';
import { FunctionError, Functions, INPUT, masked } from './support/functions.ts';
import { drawTwins, type TwinMachine } from './support/twin-machines.ts';
import type { Draw } from './support/values.ts';

interface End {
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** What each task was asked whose calls come one at a time. */
  readonly calls: Record<string, Json[]>;
}

async function runOurs({ jsonata, tasks }: TwinMachine): Promise<End> {
  const functions = new Functions(tasks);
  const { result, error, cause } = await run(jsonata, {
    input: INPUT,
    invokeLambda: async (name, payload) => functions.call(name, payload as Json),
  });
  return ended(functions, result as Json, error, cause);
}

async function runTheirs({ jsonPath, tasks }: TwinMachine): Promise<End> {
  const functions = new Functions(tasks);
  const handler = (name: string) => async (payload: Json) => {
    try {
      return functions.call(name, payload);
    } catch (error) {
      if (error instanceof FunctionError) error.message = error.report;
      throw error;
    }
  };
  const names = [...allNames(jsonPath as never)];
  const machine = new StateMachine(jsonPath as never, { validationOptions: { noValidate: true } });
  const { result } = machine.run({ d: INPUT, v: {} }, {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries([...tasks.keys()].map((name) => [name, handler(name)])),
      retryIntervalOverrides: Object.fromEntries(names.map((name) => [name, 0])),
    },
  } as never);
  return result.then(
    (output) => ended(functions, output as Json),
    ({ cause }) => ended(functions, undefined, cause.name, cause.message),
  );
}

function* allNames(value: Json): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    yield name;
    yield* allNames(inner);
  }
}

function ended({ calls }: Functions, output?: Json, error?: string, cause?: string): End {
  if (error === undefined) return { output: masked(output as Json), calls };
  return { error, cause: error.startsWith('States.') ? 'its own words' : cause, calls };
}

describe('a state machine', () => {
  it('ends as in another interpreter of the language', async () => {
    const property = fc.asyncProperty(fc.gen(), async (draw) => {
      const twins = drawTwins(draw);
      try {
        expect(await runOurs(twins)).toEqual(await runTheirs(twins));
      } catch (error) {
        (error as Error).message +=
          `\nJSONata: ${JSON.stringify(twins.jsonata)}\nJSONPath: ${JSON.stringify(twins.jsonPath)}`;
        throw error;
      }
    });
    await fc.assert(property, { ...runs<[Draw]>(150), endOnFailure: true });
  });
});
