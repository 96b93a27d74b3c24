import { runtimeFromEnvironment } from '../runtime.ts';
import { createDriftCheck } from '../scheduled/drift.ts';

/** Lambda entry point: looks for drift, by the clock. */
export const handler = createDriftCheck(runtimeFromEnvironment(process.env));
