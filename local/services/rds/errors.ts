import { AwsError } from '../../service.ts';

/** RDS has no modelled class for these two codes: the wire code is the name. */
export const invalidValue = (message: string) =>
  new AwsError('InvalidParameterValue', message, { status: 400 });
export const invalidCombination = (message: string) =>
  new AwsError('InvalidParameterCombination', message, { status: 400 });

export const missing = (parameter: string) =>
  new AwsError('MissingParameter', `The request must contain the parameter ${parameter}`, { status: 400 });

/** Modelled faults: the gateway derives wire code and status from the schema of this name. */
export const fault = (name: string, message: string) => new AwsError(name, message);

export const clusterNotFound = (id: string) => fault('DBClusterNotFoundFault', `DBCluster ${id} not found.`);
export const instanceNotFound = (id: string) =>
  fault('DBInstanceNotFoundFault', `DBInstance ${id} not found.`);
export const globalClusterNotFound = (id: string) =>
  fault('GlobalClusterNotFoundFault', `Global cluster ${id} not found.`);

/**
 * Refuses what this local cloud does not implement, by name: a field that would silently do nothing is worse than
 * an error.
 */
export function onlyFields(operation: string, input: object, implemented: readonly string[]): void {
  for (const [field, value] of Object.entries(input)) {
    if (value === undefined || implemented.includes(field)) continue;
    throw notImplemented(`${operation}.${field}`);
  }
}

/** 400, because every SDK would repeat the call after a server error. */
export const notImplemented = (what: string) =>
  new AwsError('NotImplemented', `The local cloud does not implement ${what}.`, { status: 400 });

export function required<T>(parameter: string, value: T | undefined | null): T {
  if (value === undefined || value === null || value === '') throw missing(parameter);
  return value;
}
