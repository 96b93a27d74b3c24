import { jest } from '@jest/globals';
import { systemClock } from '../../core/clock.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: 1_000 });
});
afterEach(() => {
  jest.useRealTimers();
});

it('the system clock tells milliseconds since the epoch', () => {
  expect(systemClock.now()).toBe(1_000);
});

describe('a sleep', () => {
  it('ends when its milliseconds are over, and not before', async () => {
    const awake = jest.fn();
    const sleep = systemClock.sleep(500).then(awake);
    await jest.advanceTimersByTimeAsync(499);
    expect(awake).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(awake).toHaveBeenCalled();
    await sleep;
  });

  it('ends at once with the reason of who aborts it, and leaves no timer', async () => {
    const abort = new AbortController();
    const sleep = systemClock.sleep(500, abort.signal);
    abort.abort(new Error('shut down'));
    await expect(sleep).rejects.toThrow('shut down');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not begin when it has been aborted before', async () => {
    await expect(systemClock.sleep(500, AbortSignal.abort(new Error('shut down')))).rejects.toThrow(
      'shut down',
    );
    expect(jest.getTimerCount()).toBe(0);
  });

  it('that is over no longer listens to its signal', async () => {
    const { signal } = new AbortController();
    const added = jest.spyOn(signal, 'addEventListener');
    const removed = jest.spyOn(signal, 'removeEventListener');
    const sleep = systemClock.sleep(500, signal);
    await jest.advanceTimersByTimeAsync(500);
    await sleep;
    expect(removed).toHaveBeenCalledWith('abort', added.mock.calls[0]?.[1]);
  });
});
