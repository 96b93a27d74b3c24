/** GiB of memory by size, for the memory-optimised classes (EC2's own sizes of r5, r6g, r6i, r7g, r7i, r8g). */
const R_MEMORY_GIB: Readonly<Record<string, number>> = {
  large: 16,
  xlarge: 32,
  '2xlarge': 64,
  '4xlarge': 128,
  '8xlarge': 256,
  '12xlarge': 384,
  '16xlarge': 512,
  '24xlarge': 768,
  '32xlarge': 1024,
  '48xlarge': 1536,
};
const T_MEMORY_GIB: Readonly<Record<string, number>> = { medium: 4, large: 8 };

/** Memory of a class in GiB; undefined for a class that is not known. */
export function memoryGiB(instanceClass: string): number | undefined {
  const [, family = '', size = ''] = instanceClass.split('.');
  if (family.startsWith('r')) return R_MEMORY_GIB[size];
  // x classes have twice the memory of r classes of the same size.
  if (family.startsWith('x')) return R_MEMORY_GIB[size] && R_MEMORY_GIB[size] * 2;
  return family.startsWith('t') ? T_MEMORY_GIB[size] : undefined;
}

/** Default max_connections, from the table of the Aurora user guide (June 2023). */
const MAX_CONNECTIONS: Readonly<Record<string, number>> = {
  'db.t3.medium': 420,
  'db.t4g.medium': 405,
  'db.t3.large': 844,
  'db.t4g.large': 844,
  'db.r5.large': 1600,
  'db.r5.xlarge': 3300,
  'db.r6g.large': 1722,
  'db.r6g.xlarge': 3479,
  'db.x2g.large': 3479,
};
/** Assumed where the table has no row: as the r6g class of the same memory, for example r7g. */
const BY_MEMORY_GIB: Readonly<Record<number, number>> = { 4: 405, 8: 844, 16: 1722, 32: 3479 };
/** The default formula is LEAST({DBInstanceClassMemory/9531392}, 5000). */
const MOST_CONNECTIONS = 5000;

/**
 * Connections an instance takes.
 * @param parameter `max_connections` of a parameter group, when it is set to a number.
 */
export function maxConnections(instanceClass: string, parameter: string | undefined): number {
  if (parameter !== undefined && /^\d+$/.test(parameter)) return Number(parameter);
  const known = MAX_CONNECTIONS[instanceClass];
  if (known !== undefined) return known;
  return BY_MEMORY_GIB[memoryGiB(instanceClass) ?? Number.NaN] ?? MOST_CONNECTIONS;
}
