import { instantClock, ManualClock, WorkTracker } from '../../local/clock.ts';

const never = () => new Promise<void>(() => {});

describe('the instant clock', () => {
  it('sleeps no time when nothing is under way', async () => {
    await expect(instantClock(new WorkTracker()).sleep(3_600_000)).resolves.toBeUndefined();
  });

  it('sleeps until the work under way changes something', async () => {
    const work = new WorkTracker();
    let finish = () => {};
    const busy = work.track(() => new Promise<void>((resolve) => (finish = resolve)));
    let awake = false;
    const slept = instantClock(work)
      .sleep(1_000)
      .then(() => {
        awake = true;
      });
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(awake).toBe(false);
    finish();
    await Promise.all([busy, slept]);
    expect(work.pending).toBe(0);
  });

  it('ends a sleep that is aborted with the reason', async () => {
    const work = new WorkTracker();
    void work.track(never);
    const controller = new AbortController();
    const slept = instantClock(work).sleep(1_000, controller.signal);
    controller.abort(new Error('stopped'));
    await expect(slept).rejects.toThrow('stopped');
  });

  it('counts failed work as ended', async () => {
    const work = new WorkTracker();
    await expect(work.track(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(work.pending).toBe(0);
  });
});

describe('the manual clock', () => {
  it('wakes sleepers in the order of their time', async () => {
    const clock = new ManualClock(0);
    const woken: number[] = [];
    for (const ms of [30, 10, 20]) void clock.sleep(ms).then(() => woken.push(clock.now()));
    await clock.advance(25);
    expect(woken).toEqual([10, 20]);
    expect(clock.now()).toBe(25);
  });

  it('forgets a sleeper that is aborted', async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    const slept = clock.sleep(10, controller.signal);
    controller.abort(new Error('stopped'));
    await expect(slept).rejects.toThrow('stopped');
    expect(clock.sleeping).toBe(0);
  });

  it('tells how much time it has simulated', async () => {
    const clock = new ManualClock();
    void clock.sleep(1_000).then(() => clock.sleep(500));
    expect(await clock.runUntilIdle()).toBe(1_500);
  });
});
