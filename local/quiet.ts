import type { KillableCall } from './cloud.ts';

/** Turns of the event loop without a call after which nothing is under way any more. */
const QUIET_TURNS = 25;

/**
 * For simulated time: knows when every function waits for time to pass. `watch` goes into `kill` of the local cloud,
 * `settled` into a `ManualClock`.
 */
export function quietWatch(kill: (call: KillableCall) => boolean = () => false) {
  let underWay = 0;
  let calls = 0;
  return {
    calls: () => calls,
    watch: (call: KillableCall): boolean => {
      if (call.when === 'before') calls++;
      const dies = kill(call);
      if (call.when === 'before' && !dies) underWay++;
      else if (call.when === 'after') underWay--;
      return dies;
    },
    settled: async (): Promise<void> => {
      for (let quiet = 0; quiet < QUIET_TURNS; ) {
        await new Promise((resolve) => setImmediate(resolve));
        quiet = underWay > 0 ? 0 : quiet + 1;
      }
    },
  };
}
