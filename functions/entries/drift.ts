import { lookingRuntimeFromEnvironment } from '../runtime.ts';
import { createDriftCheck } from '../scheduled/drift.ts';

/** Lambda entry point: looks for drift, by the clock. */
export const handler = createDriftCheck(lookingRuntimeFromEnvironment(process.env));
