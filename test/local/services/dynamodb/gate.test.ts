import { Gate } from '../../../../local/services/dynamodb/gate.ts';

/** Work that says when it begins and ends, and ends when it is told to. */
function work(log: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const run = async () => {
    log.push(`${name} begins`);
    await promise;
    log.push(`${name} ends`);
  };
  return { run, end: resolve };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('shared work passes together', async () => {
  const [gate, log] = [new Gate(), [] as string[]];
  const [a, b] = [work(log, 'a'), work(log, 'b')];
  const both = [gate.shared(a.run), gate.shared(b.run)];
  await turn();
  expect(log).toEqual(['a begins', 'b begins']);
  a.end();
  b.end();
  await Promise.all(both);
});

it('exclusive work waits for shared work under way and keeps new work out', async () => {
  const [gate, log] = [new Gate(), [] as string[]];
  const [before, alone, after] = [work(log, 'before'), work(log, 'alone'), work(log, 'after')];
  const all = [gate.shared(before.run), gate.exclusive(alone.run), gate.shared(after.run)];
  await turn();
  expect(log).toEqual(['before begins']);
  before.end();
  await turn();
  expect(log).toEqual(['before begins', 'before ends', 'alone begins']);
  alone.end();
  await turn();
  expect(log.slice(3)).toEqual(['alone ends', 'after begins']);
  after.end();
  await Promise.all(all);
});

it('exclusive works come one after the other, also after one that fails', async () => {
  const [gate, log] = [new Gate(), [] as string[]];
  const [first, second] = [work(log, 'first'), work(log, 'second')];
  const failing = gate.exclusive(async () => {
    await first.run();
    throw new Error('broken');
  });
  const next = gate.exclusive(second.run);
  await turn();
  expect(log).toEqual(['first begins']);
  first.end();
  await expect(failing).rejects.toThrow('broken');
  await turn();
  expect(log).toEqual(['first begins', 'first ends', 'second begins']);
  second.end();
  await next;
});
