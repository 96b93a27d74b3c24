import type { AuroraSpec } from '../../../core/spec.ts';
import type { Plan } from '../../../core/tier.ts';
import { missingTags, tagList } from '../../shared/ownership.ts';
import { names } from '../names.ts';
import type { AuroraObserved } from '../observed.ts';
import { act, andThen, combine, NOTHING } from './parts.ts';

/** AWS's own policy for Enhanced Monitoring: RDS may write its metrics to CloudWatch Logs, nothing else. */
export const MONITORING_POLICY_ARN = 'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'monitoring.rds.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

/** A new role takes a while to be known everywhere: until then RDS refuses it, which counts as "not yet". */
export function isRoleReady(spec: AuroraSpec, { monitoringRole }: AuroraObserved): boolean {
  return spec.monitoringIntervalSeconds === 0 || monitoringRole?.policyAttached === true;
}

/** The role through which Enhanced Monitoring writes; one per environment, as IAM has no regions. */
export function planRole(spec: AuroraSpec, { monitoringRole: role }: AuroraObserved): Plan {
  if (spec.monitoringIntervalSeconds === 0) return NOTHING;
  const { region } = spec.primary;
  const RoleName = names.monitoringRole(spec.identity);
  if (!role) {
    const input = {
      RoleName,
      Path: '/plinth/',
      AssumeRolePolicyDocument: TRUST,
      Description: `RDS Enhanced Monitoring of environment ${spec.identity.slug}`,
      Tags: tagList(spec.tags),
    };
    const create = act('iam', region, 'CreateRole', input, `create IAM role ${RoleName}`);
    return andThen(create, attachPolicy(region, RoleName));
  }
  const missing = missingTags(spec.tags, role.tags);
  return combine(
    role.policyAttached ? NOTHING : attachPolicy(region, RoleName),
    Object.keys(missing).length === 0
      ? NOTHING
      : act('iam', region, 'TagRole', { RoleName, Tags: tagList(missing) }, `tag IAM role ${RoleName}`),
  );
}

function attachPolicy(region: string, RoleName: string): Plan {
  const input = { RoleName, PolicyArn: MONITORING_POLICY_ARN };
  const summary = `attach the Enhanced Monitoring policy to IAM role ${RoleName}`;
  return act('iam', region, 'AttachRolePolicy', input, summary);
}
