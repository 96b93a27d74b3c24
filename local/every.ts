/** How often the laptop's caretaker looks. On AWS it does every five minutes. */
export const CARETAKER_MS = 60_000;

/**
 * Runs the work again and again until the signal aborts, and never twice at once. It goes by the real time, and does not
 * keep a process alive; a clock that a test owns knows nothing of it, and so can come to its end.
 */
export function every(ms: number, work: () => Promise<void>, closed: AbortSignal): void {
  let running = false;
  const timer = setInterval(async () => {
    if (running) return;
    running = true;
    await work().finally(() => {
      running = false;
    });
  }, ms);
  timer.unref();
  closed.addEventListener('abort', () => clearInterval(timer), { once: true });
}
