import { createEventIntake } from '../intake/events.ts';
import { submitRuntimeFromEnvironment } from '../submit-runtime.ts';

/** Lambda entry point: `Environment Requested` events. */
export const handler = createEventIntake(submitRuntimeFromEnvironment(process.env));
