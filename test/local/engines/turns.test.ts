import { Turns } from '../../../local/engines/postgres/turns.ts';

/** Something that takes as long as the test wants, and notes when it begins and ends. */
function tasks() {
  const seen: string[] = [];
  const ends = new Map<string, () => void>();
  const task = (name: string) => () => {
    seen.push(`${name} begins`);
    return new Promise<void>((resolve) => {
      ends.set(name, () => {
        seen.push(`${name} ends`);
        resolve();
      });
    });
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { seen, task, end };
}

it('what shares runs side by side; a change waits for it, and what comes later waits for the change', async () => {
  const turns = new Turns();
  const { seen, task, end } = tasks();
  void turns.share(task('a'));
  void turns.share(task('b'));
  await end('nothing');
  void turns.change(task('change'));
  void turns.share(task('late'));
  await end('a');
  expect(seen).toEqual(['a begins', 'b begins', 'a ends']);
  await end('b');
  expect(seen.slice(3)).toEqual(['b ends', 'change begins']);
  await end('change');
  expect(seen.slice(5)).toEqual(['change ends', 'late begins']);
});

it('changes come one after the other, also after one that failed', async () => {
  const turns = new Turns();
  const { seen, task, end } = tasks();
  const failed = turns.change(() => Promise.reject(new Error('no')));
  void turns.change(task('next'));
  await expect(failed).rejects.toThrow('no');
  await end('nothing');
  expect(seen).toEqual(['next begins']);
  await end('next');
  await turns.idle();
  expect(seen).toEqual(['next begins', 'next ends']);
});
