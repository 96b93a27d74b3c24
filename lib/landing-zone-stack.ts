import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { LandingZoneRegion } from '../core/spec.ts';
import { Keys } from './landing-zone/keys.ts';
import { Network } from './landing-zone/network.ts';
import { Topics } from './landing-zone/topics.ts';

export interface LandingZoneStackProps extends StackProps {
  /**
   * A NAT gateway, so that the migrate function reaches the APIs of AWS: in the home region (docs/adr/0022).
   * @default false
   */
  readonly egress?: boolean;
  /** Of the VPC; regions that are to be peered need different ones. @default 10.40.0.0/16 */
  readonly cidr?: string;
  /** Availability zones: 2 where a region has no more. @default 3 */
  readonly zones?: 2 | 3;
}

/** What a team needs that has no landing zone: network, keys and topics of one region. One stack for each region. */
export class LandingZoneStack extends Stack {
  /** Of tokens: another stack may use it, also one of another region with `crossRegionReferences`. */
  readonly landingZone: LandingZoneRegion;
  readonly vpc: IVpc;

  constructor(scope: Construct, id: string, props: LandingZoneStackProps = {}) {
    super(scope, id, { crossRegionReferences: true, ...props });
    const { egress = false, cidr = '10.40.0.0/16', zones = 3 } = props;
    const keys = new Keys(this, 'Keys');
    const network = new Network(this, 'Network', { egress, cidr, zones, logKey: keys.operations });
    const topics = new Topics(this, 'Topics', { key: keys.operations });
    this.vpc = network.vpc;
    this.landingZone = {
      isolatedSubnetIds: network.isolatedSubnetIds,
      privateSubnetIds: network.privateSubnetIds,
      securityGroupIds: {
        aurora: network.aurora.securityGroupId,
        redis: network.redis.securityGroupId,
        dax: network.dax.securityGroupId,
        lambda: network.lambda.securityGroupId,
      },
      kmsKeyArns: {
        aurora: keys.aurora.keyArn,
        dynamodb: keys.dynamodb.keyArn,
        redis: keys.redis.keyArn,
        secrets: keys.secrets.keyArn,
      },
      topicArns: topics.arns,
    };
    new CfnOutput(this, 'ApplicationSecurityGroupId', {
      value: network.application.securityGroupId,
      description: 'Attach it to what uses the databases.',
    });
  }

  /**
   * By position and not by name, which differ from account to account: so a template is made without asking an
   * account, and a stack without an account has more than the two zones that the CDK allows itself.
   */
  override get availabilityZones(): string[] {
    return [0, 1, 2].map((index) => Fn.select(index, Fn.getAzs()));
  }
}
