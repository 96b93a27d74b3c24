import { runtimeFromEnvironment } from '../runtime.ts';
import { createRecordFailure } from '../workflow/failure.ts';

/** Lambda entry point: closes an operation that failed. */
export const handler = createRecordFailure(runtimeFromEnvironment(process.env));
