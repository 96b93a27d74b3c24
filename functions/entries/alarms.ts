import { runtimeFromEnvironment } from '../runtime.ts';
import { createAttachAlarms } from '../workflow/alarms.ts';

/** Lambda entry point: attaches the alarms and the dashboard. */
export const handler = createAttachAlarms(runtimeFromEnvironment(process.env));
