import { fault, invalidCombination, invalidValue } from './errors.ts';
import type { Rds } from './state.ts';

/**
 * The ARN of a key of this region that can be used. *documented*: KMSKeyNotAccessibleFault; a key of another region,
 * a missing one and a disabled one all answer it.
 */
export function usableKey(rds: Rds, region: string, keyId: string): string {
  const elsewhere = /^arn:aws:kms:([a-z0-9-]+):/.exec(keyId)?.[1];
  const key = elsewhere && elsewhere !== region ? undefined : rds.world.directory.kmsKey(region, keyId);
  if (!key?.enabled) {
    const why =
      elsewhere && elsewhere !== region ? `is of ${elsewhere}` : key ? 'is not enabled' : 'does not exist';
    throw fault(
      'KMSKeyNotAccessibleFault',
      `The specified KMS key [${keyId}] ${why}, or is not accessible in ${region}.`,
    );
  }
  return key.arn;
}

/** AWS makes `aws/rds` in a region at its first use; the local KMS may not have it, so the name stands for it. */
export function defaultKey(rds: Rds, region: string): string {
  const made = rds.world.directory.kmsKey(region, 'alias/aws/rds');
  return made?.arn ?? `arn:aws:kms:${region}:${rds.world.account}:alias/aws/rds`;
}

/**
 * Security groups exist and are of the subnet group's VPC. Without any AWS takes the VPC's default group, which the
 * local cloud does not have: then there is none (*assumed*).
 */
export function usableSecurityGroups(
  rds: Rds,
  region: string,
  vpcId: string,
  ids: readonly string[] | undefined,
): { VpcSecurityGroupId: string; Status: string }[] {
  return (ids ?? []).map((id) => {
    const group = rds.world.directory.securityGroup(region, id);
    if (!group) throw invalidValue(`Invalid security group , groupId= ${id}, groupName=.`);
    if (group.vpcId !== vpcId) {
      throw invalidCombination(
        `The DB instance and EC2 security group are in different VPCs. The DB instance is in ${vpcId} and the EC2 security group is in ${group.vpcId}`,
      );
    }
    return { VpcSecurityGroupId: id, Status: 'active' };
  });
}

const MONITORING_INTERVALS = [0, 1, 5, 10, 15, 30, 60];

export interface Monitoring {
  readonly interval: number;
  readonly roleArn: string | undefined;
}

/** Enhanced monitoring. Rules *documented* (client-rds d.ts), texts from rain issue 309 and AWS-provider issues. */
export function checkMonitoring(
  rds: Rds,
  interval: number | undefined,
  roleArn: string | undefined,
): Monitoring {
  const seconds = interval ?? 0;
  if (!MONITORING_INTERVALS.includes(seconds)) {
    throw invalidValue(
      `Invalid monitoring interval: ${seconds}. Valid values are: ${MONITORING_INTERVALS.join(', ')}`,
    );
  }
  if (seconds > 0 && !roleArn) {
    throw invalidCombination(
      'A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.',
    );
  }
  if (seconds === 0 && roleArn) {
    throw invalidCombination(
      'If MonitoringRoleArn is specified, MonitoringInterval must be set to a value other than 0.',
    );
  }
  if (
    roleArn &&
    !rds.world.directory.role(roleArn)?.trustedServices.includes('monitoring.rds.amazonaws.com')
  ) {
    throw invalidValue('IAM role ARN value is invalid or does not include the required permissions');
  }
  return { interval: seconds, roleArn };
}
