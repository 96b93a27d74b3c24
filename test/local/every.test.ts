import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { every } from '../../local/every.ts';

afterEach(() => {
  jest.useRealTimers();
});

it('runs at each interval until it is closed, and never twice at once', async () => {
  jest.useFakeTimers();
  const closed = new AbortController();
  let finish = () => {};
  let runs = 0;
  const work = () => {
    runs++;
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  };
  every(60_000, work, closed.signal);

  await jest.advanceTimersByTimeAsync(59_000);
  expect(runs).toBe(0);
  await jest.advanceTimersByTimeAsync(181_000);
  expect(runs).toBe(1);
  finish();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(runs).toBe(2);
  finish();
  closed.abort();
  await jest.advanceTimersByTimeAsync(600_000);
  expect(runs).toBe(2);
});

it('does not keep a process alive', () => {
  const module = join(import.meta.dirname, '../../local/every.ts');
  const code = `import { every } from ${JSON.stringify(module)};
    every(3_600_000, async () => {}, new AbortController().signal);`;
  const { status, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    timeout: 30_000,
  });
  expect({ status, signal }).toEqual({ status: 0, signal: null });
});
