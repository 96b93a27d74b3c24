import fs from 'node:fs';

/** Moves a finished folder to its place in the cache. Another process may have been faster: theirs is as good. */
export function publish(building: string, cached: string): void {
  try {
    fs.renameSync(building, cached);
  } catch (error) {
    if (!fs.existsSync(cached)) throw error;
    fs.rmSync(building, { recursive: true, force: true });
  }
}
