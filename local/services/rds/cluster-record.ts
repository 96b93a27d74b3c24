import type { DBCluster, Tag } from '@aws-sdk/client-rds';
import type { DelayKey } from '../../delays.ts';
import type { PostgresCluster, PostgresOrigin } from '../../engines/types.ts';
import type { Encryption } from './cluster-settings.ts';
import { failWith } from './failures.ts';
import { synchronised } from './global-members.ts';
import {
  arn,
  type ClusterRecord,
  now,
  type ParameterGroupRecord,
  type Rds,
  type SubnetGroupRecord,
} from './state.ts';
import { ENGINE, type EngineVersion } from './versions.ts';

/** What a cluster begins with, checked. */
export interface NewCluster {
  readonly id: string;
  readonly version: EngineVersion;
  readonly subnetGroup: SubnetGroupRecord;
  readonly securityGroups: NonNullable<DBCluster['VpcSecurityGroups']>;
  readonly parameterGroup: ParameterGroupRecord;
  readonly database: string | undefined;
  readonly masterUsername: string | undefined;
  readonly port: number | undefined;
  readonly settings: Partial<DBCluster>;
  readonly storage: Encryption;
  readonly tags: Tag[];
}

export function addCluster(rds: Rds, region: string, asked: NewCluster): ClusterRecord {
  const { id, version, subnetGroup, parameterGroup } = asked;
  const clusterArn = arn(rds.world, region, 'cluster', id);
  const created: ClusterRecord = {
    id,
    arn: clusterArn,
    region,
    status: 'creating',
    subnetGroup,
    parameterGroup,
    postgres: undefined,
    globalCluster: undefined,
    writer: undefined,
    optimisedAtMs: undefined,
    tags: asked.tags,
    shown: {
      DBClusterIdentifier: id,
      DBClusterArn: clusterArn,
      DbClusterResourceId: `cluster-${rds.world.uniqueId(26).toUpperCase()}`,
      ClusterCreateTime: now(rds),
      Engine: ENGINE,
      EngineVersion: version.version,
      EngineMode: 'provisioned',
      AllocatedStorage: 1,
      AvailabilityZones: [...new Set(subnetGroup.subnets.map((subnet) => subnet.availabilityZone))].sort(),
      DatabaseName: asked.database,
      MasterUsername: asked.masterUsername,
      Port: asked.port ?? 5432,
      VpcSecurityGroups: asked.securityGroups,
      NetworkType: 'IPV4',
      HttpEndpointEnabled: false,
      ActivityStreamStatus: 'stopped',
      CrossAccountClone: false,
      AssociatedRoles: [],
      ReadReplicaIdentifiers: [],
      DomainMemberships: [],
      ...asked.settings,
      ...asked.storage,
    },
  };
  rds.region(region).clusters.set(id, created);
  return created;
}

/**
 * AWS shows Endpoint, ReaderEndpoint and Port from the start, before anything answers there; so they are asked of the
 * engine at once. *assumed* deviation: they are the engine's loopback addresses and its port, not names below
 * rds.amazonaws.com and the port of the request.
 */
export async function startEngine(
  rds: Rds,
  cluster: ClusterRecord,
  origin: () => PostgresOrigin,
  { delay, secrets = [] }: { delay: DelayKey; secrets?: readonly (string | undefined)[] },
): Promise<void> {
  const fail = failWith(rds, cluster, secrets);
  try {
    const postgres = await rds.world.engines.createPostgres(origin());
    cluster.postgres = postgres;
    cluster.shown.Endpoint = postgres.writerEndpoint.address;
    cluster.shown.ReaderEndpoint = postgres.readerEndpoint.address;
    cluster.shown.Port = postgres.writerEndpoint.port;
    rds.world.later(delay, () => becomeAvailable(rds, cluster, postgres), fail);
  } catch (error) {
    fail(error);
  }
}

async function becomeAvailable(rds: Rds, cluster: ClusterRecord, postgres: PostgresCluster): Promise<void> {
  await postgres.ready();
  if (cluster.status !== 'creating') return;
  cluster.status = 'available';
  synchronised(rds, cluster);
}
