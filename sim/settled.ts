const TURNS = 5;

/**
 * For ManualClock: everything that can go on without time passing has gone on, what reads a folder included. For
 * node-pg-migrate lists the folder of the migrations, in a thread of its own, which takes its own time; a clock that
 * does not wait for it moves on in some runs before it has ended, and in others after.
 */
export async function settledWithFiles(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (readsFiles()) turn = -1;
  }
}

/** A folder or file is being read, in a thread of its own. */
export function readsFiles(): boolean {
  return process.getActiveResourcesInfo().some((resource) => resource.startsWith('FSReq'));
}
