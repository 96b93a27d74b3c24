import type { Processes } from '../process.ts';

/** A copy on write, where the file system can: btrfs, XFS, APFS. */
const flags = process.platform === 'darwin' ? ['-Rpc'] : ['-a', '--reflink=auto'];

/**
 * Copies files and folders into a folder, as the engines' user, who then owns them. `cp` does it in a third of the
 * time of fs.cp, and without holding up the event loop. Files that vanish meanwhile are left out: a server may
 * drop a table while it is being copied, and its log knows of that.
 */
export async function copyInto(
  processes: Processes,
  sources: readonly string[],
  target: string,
): Promise<void> {
  await processes.run('cp', [...flags, ...sources, target], {
    acceptFailure: /No such file or directory/,
  });
}
