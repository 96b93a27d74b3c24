import type { Plan } from '../../../core/tier.ts';
import { type AuroraObserved, placesOf } from '../observed.ts';
import { globalLabel } from './leave.ts';
import { failWith, NOTHING } from './parts.ts';

/**
 * Members of the global database that no document of this environment names: somebody added them, and as long as they are
 * in it, it cannot go.
 *
 * @param otherwise what else a person may do, such as `, or …`
 */
export function strangers(observed: AuroraObserved, otherwise = ''): Plan {
  const { globalCluster } = observed;
  const seen = placesOf(observed).map(({ cluster }) => cluster?.arn);
  const unknown = (globalCluster?.members ?? []).filter(({ clusterArn }) => !seen.includes(clusterArn));
  if (!globalCluster || unknown.length === 0) return NOTHING;
  const label = globalLabel(globalCluster);
  const arns = unknown.map(({ clusterArn }) => clusterArn).join(', ');
  return failWith({
    class: 'Blocked',
    code: 'unusable',
    resource: label,
    pointer: '#/aurora/globalDatabase',
    message: `${label} has members that are not of this environment: ${arns}. Take them out of it, then retry the operation${otherwise}.`,
  });
}
