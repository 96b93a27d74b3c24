import type { Cluster, CreateClusterRequest, DescribeClustersResponse } from '@aws-sdk/client-dax';
import { type Delays, instant } from '../../../../local/delays.ts';
import type { Service } from '../../../../local/service.ts';
import { createDaxService } from '../../../../local/services/dax/index.ts';
import { ACCOUNT, call, LONDON, type TestWorld, testWorld } from '../dynamodb/world.ts';

export const ROLE = `arn:aws:iam::${ACCOUNT}:role/dax`;
export const STRANGE_ROLE = `arn:aws:iam::${ACCOUNT}:role/lambda`;

export interface Made {
  readonly world: TestWorld;
  readonly service: Service;
}

/** A world with a subnet group `subnets` over three zones and a role for DAX. */
export async function dax(delays: Delays = instant): Promise<Made> {
  const world = testWorld({
    delays,
    directory: {
      subnet: (region, id) =>
        id.startsWith('subnet-')
          ? { availabilityZone: `${region}${id.at(-1)}`, vpcId: id.includes('far') ? 'vpc-2' : 'vpc-1' }
          : undefined,
      securityGroup: (_region, id) => (id === 'sg-1' ? { vpcId: 'vpc-1' } : undefined),
      role: (arn) => {
        if (arn === ROLE) return { arn, trustedServices: ['dax.amazonaws.com'] };
        return arn === STRANGE_ROLE ? { arn, trustedServices: ['lambda.amazonaws.com'] } : undefined;
      },
    },
  });
  const service = createDaxService(world);
  await call(service, LONDON, 'CreateSubnetGroup', {
    SubnetGroupName: 'subnets',
    SubnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
  });
  return { world, service };
}

export function cluster(changes: Partial<CreateClusterRequest> = {}): CreateClusterRequest {
  return {
    ClusterName: 'shop-dax',
    NodeType: 'dax.r4.large',
    ReplicationFactor: 3,
    IamRoleArn: ROLE,
    SubnetGroupName: 'subnets',
    SecurityGroupIds: ['sg-1'],
    SSESpecification: { Enabled: true },
    ClusterEndpointEncryptionType: 'TLS',
    ...changes,
  };
}

export async function describeCluster({ service }: Made): Promise<Cluster> {
  const { Clusters = [] } = await call<DescribeClustersResponse>(service, LONDON, 'DescribeClusters', {
    ClusterNames: ['shop-dax'],
  });
  if (!Clusters[0]) throw new Error('DescribeClusters answered no cluster');
  return Clusters[0];
}
