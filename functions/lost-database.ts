import type { Finding } from '../core/generated/api.ts';
import { type Action, OWNER_TAG } from '../core/tier.ts';
import { error, warning } from './checks/finding.ts';
import type { AskedChange } from './outlook.ts';

/**
 * An environment that was ready once has lost its database, and a plan, which knows of no past, would make an empty one
 * in its place: that is for its owner to say. Restored under its name it is repaired like anything else.
 */
export function lostDatabase(
  { project, environment, wasReady = false, options }: AskedChange,
  actions: readonly Action[],
  how: string,
): Finding[] {
  if (!wasReady) return [];
  // Of the cluster that writes; one of a second region gets its data from there.
  const made = actions.find(({ command, input }) => command === 'CreateDBCluster' && 'DatabaseName' in input);
  if (!made) return [];
  const cluster = `Aurora cluster ${made.input.DBClusterIdentifier} in ${made.region}`;
  const detail = `${cluster} is gone, and its data with it; this would make an empty one.`;
  if (options.allowReplacement) return [warning('data-loss', detail, '#/aurora')];
  const restore =
    'Restore it under the same name first (aws rds restore-db-cluster-to-point-in-time, or restore-db-cluster-from-snapshot) ' +
    `with the tag ${OWNER_TAG}=${project}/${environment}, then send the request again for what else it lacks.`;
  return [error('data-loss', `${detail} ${restore} ${how}`, '#/aurora')];
}
