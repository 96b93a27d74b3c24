/** Numeric, part by part: 15.9 comes before 15.10. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `15` of `15.17`. */
export function majorOf(version: string): string {
  return version.split('.')[0] ?? version;
}

/** `aurora-postgresql15` for 15.x. */
export function parameterGroupFamily(version: string): string {
  return `aurora-postgresql${majorOf(version)}`;
}
