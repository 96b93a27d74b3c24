import { AwsError } from '../../service.ts';

/**
 * Texts in this folder that are quoted without another source were measured on AWS by the ACK project's
 * `ack-api-quirks` catalogue (2026-10-09); *assumed* marks what nobody has shown.
 */
export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

export const invalid = (detail: string): AwsError =>
  validation(`One or more parameter values were invalid: ${detail}`);

export const tableNotFound = (name: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);

/** The text of the data plane names no table. */
export const notServing = (): AwsError =>
  new AwsError('ResourceNotFoundException', 'Requested resource not found');

/** The backup operations have an error class of their own for the same thing. */
export const backupTableNotFound = (name: string): AwsError =>
  new AwsError('TableNotFoundException', `Table not found: ${name}`);

export const inUse = (detail: string): AwsError =>
  new AwsError('ResourceInUseException', `Attempt to change a resource which is still in use: ${detail}`);

/** For what AWS has and the local cloud has not: never pretend. The same error as for an unknown operation. */
export const notImplemented = (what: string): AwsError =>
  new AwsError('UnknownOperationException', `The local cloud does not implement ${what}.`, { status: 400 });
