import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  type Subnet,
  type SubnetConfiguration,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface NetworkProps {
  /** Of the flow logs. */
  readonly logKey: IKey;
  /** A NAT gateway for the private subnets. The migrate function needs it, and runs in the home region only. */
  readonly egress: boolean;
  readonly cidr: string;
  /** Availability zones, 2 or 3. */
  readonly zones: number;
}

/** The ports that the engines have when a request names none. */
const PORTS = { aurora: 5432, redis: 6379, dax: 9111 } as const;

/** VPC, subnets and security groups of one region. */
export class Network extends Construct {
  readonly vpc: Vpc;
  readonly isolatedSubnetIds: string[];
  readonly privateSubnetIds: string[];
  readonly aurora: SecurityGroup;
  readonly redis: SecurityGroup;
  readonly dax: SecurityGroup;
  /** Of the migrate function. */
  readonly lambda: SecurityGroup;
  /** For whatever uses the databases: attach it beside the application's own group. */
  readonly application: SecurityGroup;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    this.vpc = this.createVpc(props);
    this.isolatedSubnetIds = this.vpc.selectSubnets({ subnetGroupName: 'isolated' }).subnetIds;
    this.privateSubnetIds = this.vpc.selectSubnets({ subnetGroupName: 'private' }).subnetIds;
    this.aurora = this.createGroup('Aurora', 'Aurora clusters');
    this.redis = this.createGroup('Redis', 'ElastiCache replication groups');
    this.dax = this.createGroup('Dax', 'DAX clusters');
    this.lambda = this.createGroup('Lambda', 'The migrate function');
    this.application = this.createGroup('Application', 'Applications that use the databases');
    this.connect();
    acknowledge(this.vpc);
  }

  private createVpc({ egress, cidr, zones, logKey }: NetworkProps): Vpc {
    const logGroup = new LogGroup(this, 'FlowLogs', {
      retention: RetentionDays.THREE_MONTHS,
      encryptionKey: logKey,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(cidr),
      maxAzs: zones,
      natGateways: egress ? 1 : 0,
      createInternetGateway: egress,
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: subnets(egress),
      flowLogs: {
        All: {
          trafficType: FlowLogTrafficType.ALL,
          destination: FlowLogDestination.toCloudWatchLogs(logGroup),
        },
      },
    });
    // Free, and the way to the registry, and to the tables of applications, does not lead through the NAT gateway.
    vpc.addGatewayEndpoint('DynamoDb', { service: GatewayVpcEndpointAwsService.DYNAMODB });
    return vpc;
  }

  private createGroup(id: string, description: string): SecurityGroup {
    return new SecurityGroup(this, id, { vpc: this.vpc, description, allowAllOutbound: false });
  }

  /** Everything that may talk to anything, each way of it written down once. */
  private connect(): void {
    this.allow(this.application, this.aurora, PORTS.aurora, 'Applications to Aurora');
    this.allow(this.application, this.redis, PORTS.redis, 'Applications to Redis');
    this.allow(this.application, this.dax, PORTS.dax, 'Applications to DAX, with TLS');
    this.allow(this.lambda, this.aurora, PORTS.aurora, 'Migrations to Aurora');
    // Secrets Manager of every region, EventBridge and the registry have no fixed addresses.
    this.lambda.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'Migrations to the APIs of AWS');
  }

  /** Both ends of it, as resources of their own: groups that name each other could not be created. */
  private allow(from: SecurityGroup, to: SecurityGroup, port: number, description: string): void {
    to.connections.allowFrom(from, Port.tcp(port), description);
  }
}

function subnets(egress: boolean): SubnetConfiguration[] {
  return [
    ...(egress
      ? [{ name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 28, mapPublicIpOnLaunch: false }]
      : []),
    {
      name: 'private',
      subnetType: egress ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED,
      cidrMask: 22,
    },
    { name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 22 },
  ];
}

function acknowledge(vpc: Vpc): void {
  Validations.of(vpc.node.findChild('All')).acknowledge({
    id: 'NIST.800.53.R5-IAMNoInlinePolicy',
    reason: 'The policy of the flow log’s role is for one log group, and lives and goes with that role.',
  });
  for (const subnet of vpc.publicSubnets as Subnet[])
    Validations.of(subnet.node.findChild('DefaultRoute')).acknowledge({
      id: 'NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW',
      reason:
        'The NAT gateway is all that is in the public subnets, and nothing there gets a public address.',
    });
}
