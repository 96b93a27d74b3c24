import fc from 'fast-check';
import { example, problem } from '../e2e/support/http.ts';
import { SMALL } from '../e2e/support/plinth.ts';
import { runs } from '../support/fuzz.ts';
import { changedBody, sent, withSecret } from './bodies.ts';
import { type Drawn, sequence } from './requests.ts';
import { textOf } from './values.ts';
import { World } from './world.ts';

const LIMIT_MS = 20 * 60_000;

it(
  'whatever requests come one after another, each answer is as openapi.yaml says, and a refusal does nothing',
  async () => {
    await fc.assert(
      fc.asyncProperty(sequence, async (requests) => {
        const world = await World.start();
        try {
          for (const request of requests) await world.send(request);
          world.expectNothingUntold();
        } finally {
          await world.close();
        }
      }),
      runs(5),
    );
  },
  LIMIT_MS,
);

describe('a body that somebody has changed', () => {
  const examples = ['development', 'staging', 'standard', 'production', 'custom-tables'].map((name) =>
    JSON.parse(example(name)),
  );
  const patches = [
    { aurora: { instanceClass: 'db.r6g.xlarge', instanceCount: 2 }, redis: { nodeCount: 2 } },
    { dynamodb: { tables: SMALL.dynamodb.tables, globalTables: true }, preset: 'staging' },
    { dax: { nodeType: 'dax.r4.xlarge' }, migrations: { set: 'gaming' }, tags: null },
  ];
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    await world.send(ask('createEnvironment', JSON.stringify(SMALL), []));
  });
  afterAll(() => world.close());

  it.each([
    ['createEnvironment', [...examples, SMALL]],
    ['updateEnvironment', [...patches, ...examples]],
  ])(
    'is planned or refused by %s with everything that is wrong with it',
    async (operationId, bases) => {
      const bodies = changedBody(bases, 3).chain(sent);
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const { status } = await world.send(ask(operationId, body));
          expect([200, 400, 409, 413]).toContain(status);
        }),
        runs(40),
      );
    },
    LIMIT_MS,
  );

  it.each(['createEnvironment', 'updateEnvironment'])(
    'is refused by %s when there is a secret in it, which goes nowhere',
    async (operationId) => {
      const secret = 'Pl4nted-S3cret';
      const bodies = changedBody([...examples, SMALL], 1).chain((body) => withSecret(body, secret));
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const from = world.plinth.calls.length;
          const answer = await world.send(ask(operationId, textOf(body)));
          expect([answer.status, answer.json.type]).toEqual([400, problem('secret-in-request')]);
          const inputs = world.plinth.calls.slice(from).map(({ input }) => input);
          expect(answer.text + JSON.stringify([answer.headers, inputs])).not.toContain(secret);
        }),
        runs(40),
      );
    },
    LIMIT_MS,
  );
});

function ask(
  operation: string,
  body: string | Uint8Array,
  query: Drawn['query'] = [['dryRun', 'true']],
): Drawn {
  return {
    operation,
    path: { project: 'shop', environment: 'dev' },
    query,
    headers: {},
    body,
    awaited: true,
  };
}
