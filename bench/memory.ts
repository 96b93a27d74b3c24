import fs from 'node:fs';

const SAMPLE_MS = 100;
const MEGABYTE = 1_000_000;

export interface MemoryPeak {
  /** Megabytes. */
  readonly ours: number;
  readonly engines: number;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
}

/**
 * Watches the resident memory of a process and of everything it started, from Linux's /proc. Pages that processes
 * share count in each of them, so the sum is above what the machine gives. Answers the highest sum when stopped;
 * undefined where there is no /proc.
 */
export function watchMemory(root: number): () => MemoryPeak | undefined {
  let peak: MemoryPeak | undefined;
  const look = () => {
    const now = measure(root);
    if (now && (!peak || now.ours + now.engines > peak.ours + peak.engines)) peak = now;
  };
  look();
  const timer = setInterval(look, SAMPLE_MS);
  return () => {
    clearInterval(timer);
    look();
    return peak;
  };
}

function measure(root: number): MemoryPeak | undefined {
  if (!fs.existsSync('/proc/self/status')) return undefined;
  const engines = descendants(root).reduce((sum, pid) => sum + resident(pid), 0);
  return { ours: resident(root), engines };
}

function descendants(root: number): number[] {
  const pids = fs.readdirSync('/proc').map(Number).filter(Number.isInteger);
  const processes = pids.flatMap((pid): Process[] => {
    const parent = Number(field(pid, 'PPid'));
    return parent > 0 ? [{ pid, parent }] : [];
  });
  const found = new Set([root]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const { pid, parent } of processes) if (found.has(parent)) found.add(pid);
  }
  found.delete(root);
  return [...found];
}

function resident(pid: number): number {
  const kilobytes = Number.parseInt(field(pid, 'VmRSS') ?? '0', 10);
  return (kilobytes * 1024) / MEGABYTE;
}

function field(pid: number, name: string): string | undefined {
  try {
    return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined; // it has ended
  }
}
