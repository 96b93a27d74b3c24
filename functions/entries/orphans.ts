import { createOrphansApi, orphansRuntimeFromEnvironment } from '../orphans/app.ts';

/** Lambda entry point: the routes of the HTTP API about resources that belong to no environment. */
export const handler = createOrphansApi(orphansRuntimeFromEnvironment(process.env));
