import type { Plan } from '../../../core/tier.ts';
import { type AuroraObserved, type ObservedRegion, placesOf } from '../observed.ts';
import { act, combine, NOTHING, rds, waitFor } from './parts.ts';
import { MONITORING_POLICY_ARN } from './role.ts';

/** Days in which a deleted secret can be restored; the final snapshot is worth nothing without its password. */
const RECOVERY_WINDOW_DAYS = 30;

/** What clusters use, once no cluster uses it any more. */
export function absentLeftovers(observed: AuroraObserved): Plan {
  const places = placesOf(observed);
  const anyLeft = observed.globalCluster !== null || places.some((place) => !isEmpty(place));
  return combine(
    ...places.map((place) => (isEmpty(place) ? combine(removeGroups(place), removeLogs(place)) : NOTHING)),
    anyLeft ? NOTHING : combine(removeRole(observed), removeSecret(observed)),
  );
}

function isEmpty({ cluster, instances }: ObservedRegion): boolean {
  return cluster === null && instances.length === 0;
}

export function removeGroups({
  region,
  subnetGroup,
  clusterParameterGroup,
  instanceParameterGroup,
}: ObservedRegion): Plan {
  const remove = (noun: string, group: { name: string } | null, nameField: string, label: string) =>
    group
      ? rds(
          region,
          `Delete${noun}`,
          { [nameField]: group.name },
          `delete ${label} ${group.name} in ${region}`,
        )
      : NOTHING;
  const clusterGroup = 'DBClusterParameterGroup';
  return combine(
    subnetGroup && subnetGroup.status !== 'Complete'
      ? waitFor(`DB subnet group ${subnetGroup.name} in ${region} is ${subnetGroup.status}`, 15)
      : remove('DBSubnetGroup', subnetGroup, 'DBSubnetGroupName', 'DB subnet group'),
    remove(clusterGroup, clusterParameterGroup, `${clusterGroup}Name`, 'DB cluster parameter group'),
    remove('DBParameterGroup', instanceParameterGroup, 'DBParameterGroupName', 'DB parameter group'),
  );
}

/** RDS makes them with the first line of a log and never deletes them. */
export function removeLogs({ region, logGroups }: ObservedRegion): Plan {
  const summary = (name: string) => `delete log group ${name} in ${region}`;
  return combine(
    ...logGroups.map((logGroupName) =>
      act('logs', region, 'DeleteLogGroup', { logGroupName }, summary(logGroupName)),
    ),
  );
}

/** IAM deletes no role that a policy is attached to. */
function removeRole({ monitoringRole: role, primary: { region } }: AuroraObserved): Plan {
  if (!role) return NOTHING;
  const RoleName = role.name;
  return role.policyAttached
    ? act(
        ...(['iam', region, 'DetachRolePolicy'] as const),
        { RoleName, PolicyArn: MONITORING_POLICY_ARN },
        `detach the Enhanced Monitoring policy from IAM role ${RoleName}`,
      )
    : act('iam', region, 'DeleteRole', { RoleName }, `delete IAM role ${RoleName}`);
}

/** A secret that the request named is not ours to delete. */
function removeSecret({ secret }: AuroraObserved): Plan {
  if (!secret?.generated || secret.deletionScheduled) return NOTHING;
  return act(
    ...(['secretsmanager', secret.region, 'DeleteSecret'] as const),
    { SecretId: secret.arn, RecoveryWindowInDays: RECOVERY_WINDOW_DAYS },
    `delete secret ${secret.arn} (it can be restored for ${RECOVERY_WINDOW_DAYS} days)`,
  );
}
