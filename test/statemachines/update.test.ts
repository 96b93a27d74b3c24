// @ts-expect-error: the package has no types where TypeScript looks for them
import validate from 'asl-validator';
import { UPDATE_STEPS } from '../../core/operations.ts';
import { parseDefinition } from '../../local/asl/index.ts';
import { elapsedMs } from '../local/asl/support.ts';
import { definition, type Event, failing, INPUT, notReady, READY, runUpdate } from './support.ts';

const UPDATE = ['UpdateAurora', 'UpdateDynamoDb', 'UpdateRedis', 'UpdateDax'];
const AWAIT = ['AwaitAurora', 'AwaitDynamoDb', 'AwaitRedis', 'AwaitDax'];
const FINISH = ['AttachAlarms', 'MigrateSchema', 'PublishOutputs'];

describe('the definition', () => {
  it('is the one that provisions, with Update where that has Provision', async () => {
    const { Comment: _, ...provision } = await definition('provision');
    const { Comment: comment, ...update } = await definition('update');
    const names = /Provision(Aurora|DynamoDb|Redis|Dax)/g;
    expect(update).toEqual(JSON.parse(JSON.stringify(provision).replace(names, 'Update$1')));
    expect(comment).toMatch(/^Changes one environment/);
  });

  it('is valid Amazon States Language, within what the interpreter implements', async () => {
    const machine = await definition('update');
    expect(validate(machine)).toMatchObject({ isValid: true });
    expect(() => parseDefinition(JSON.stringify(machine))).not.toThrow();
  });
});

it('an update goes the steps that its operation shows, in order, with names only', async () => {
  const { status, steps, calls } = await runUpdate();
  expect(status).toBe('SUCCEEDED');
  expect(steps.slice(0, 4)).toEqual(UPDATE);
  expect(steps.slice(4, 8).toSorted()).toEqual(AWAIT.toSorted());
  expect(steps.slice(8)).toEqual(FINISH);
  expect(steps.toSorted()).toEqual(UPDATE_STEPS.map(({ name }) => name).toSorted());
  for (const { step: _, ...rest } of calls) expect(rest).toEqual(INPUT);
});

it('an update waits for the tiers side by side', async () => {
  const wait = (_: Event, call: number) => (call <= 10 ? notReady(60)() : READY);
  const ended = await runUpdate(Object.fromEntries(AWAIT.map((step) => [step, wait])));
  expect(elapsedMs(ended)).toBe(10 * 60_000);
});

it.each([
  ['UpdateRedis', 'Terminal'],
  ['AwaitAurora', 'Blocked'],
  ['UpdateDax', 'Cancelled'],
  ['MigrateSchema', 'Cancelled'],
])(
  'an error in %s (%s) is not retried, is recorded, and ends the execution as failed',
  async (step, name) => {
    const ended = await runUpdate({ [step]: failing(name) });
    expect(ended).toMatchObject({ status: 'FAILED', error: name });
    expect(ended.steps.filter((each) => each === step)).toHaveLength(1);
    expect(ended.recorded?.name).toBe(name);
  },
);
