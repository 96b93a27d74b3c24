import { createEventIntake } from '../intake/events.ts';
import { runtimeFromEnvironment } from '../runtime.ts';

/** Lambda entry point: `Environment Requested` events. */
export const handler = createEventIntake(runtimeFromEnvironment(process.env));
