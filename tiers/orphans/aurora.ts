import {
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DeleteGlobalClusterCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  RDSClient,
  RemoveFromGlobalClusterCommand,
} from '@aws-sdk/client-rds';
import { NotYet } from '../../core/errors.ts';
import { tagRecord } from '../shared/ownership.ts';
import { allPages } from '../shared/reading.ts';
import { foundAs, type OrphanKind, ownerInTags } from './found.ts';

const PROTECTED = 'Its deletion protection is on: turn that off first.';

export const globalClusters: OrphanKind = {
  kind: 'Aurora global cluster',
  after: 'its clusters',
  async find(search, region) {
    const rds = search.clients.get(RDSClient, region);
    return (await listGlobals(rds)).flatMap((global) => {
      const name = global.GlobalClusterIdentifier ?? '';
      return foundAs(search, ownerInTags(tagRecord(global.TagList)), {
        ...{ kind: this.kind, name, region: 'global', createdAt: null },
        refusal: global.DeletionProtection ? PROTECTED : null,
        remove: () => rds.send(new DeleteGlobalClusterCommand({ GlobalClusterIdentifier: name })),
      });
    });
  },
};

function listGlobals(rds: RDSClient) {
  return allPages(async (Marker) => {
    const page = await rds.send(new DescribeGlobalClustersCommand({ Marker }));
    return { items: page.GlobalClusters ?? [], next: page.Marker };
  });
}

export const clusters: OrphanKind = {
  kind: 'Aurora cluster',
  after: 'its instances and, of a primary cluster, the secondary ones',
  async find(search, region) {
    const rds = search.clients.get(RDSClient, region);
    const all = await allPages(async (Marker) => {
      const page = await rds.send(new DescribeDBClustersCommand({ Marker }));
      return { items: page.DBClusters ?? [], next: page.Marker };
    });
    return all
      .filter(({ Status }) => Status !== 'deleting')
      .flatMap((cluster) => {
        const name = cluster.DBClusterIdentifier ?? '';
        return foundAs(search, ownerInTags(tagRecord(cluster.TagList)), {
          ...{ kind: this.kind, name, region, createdAt: cluster.ClusterCreateTime ?? null },
          refusal: cluster.DeletionProtection ? PROTECTED : null,
          remove: async () => {
            await leaveGlobal(rds, cluster.DBClusterArn ?? '');
            await rds.send(
              new DeleteDBClusterCommand({ DBClusterIdentifier: name, SkipFinalSnapshot: true }),
            );
          },
        });
      });
  },
};

/** AWS deletes no member of a global cluster. Leaving takes minutes, in which nobody waits here. */
async function leaveGlobal(rds: RDSClient, arn: string): Promise<void> {
  const global = (await listGlobals(rds)).find(({ GlobalClusterMembers = [] }) =>
    GlobalClusterMembers.some(({ DBClusterArn }) => DBClusterArn === arn),
  );
  if (!global) return;
  const GlobalClusterIdentifier = global.GlobalClusterIdentifier ?? '';
  await rds.send(new RemoveFromGlobalClusterCommand({ GlobalClusterIdentifier, DbClusterIdentifier: arn }));
  throw new NotYet(
    `It was a member of global cluster ${GlobalClusterIdentifier} and is leaving it now. Send the request again in a few minutes.`,
  );
}

export const instances: OrphanKind = {
  kind: 'Aurora instance',
  after: 'nothing',
  async find(search, region) {
    const rds = search.clients.get(RDSClient, region);
    const all = await allPages(async (Marker) => {
      const page = await rds.send(new DescribeDBInstancesCommand({ Marker }));
      return { items: page.DBInstances ?? [], next: page.Marker };
    });
    return all
      .filter(({ DBInstanceStatus }) => DBInstanceStatus !== 'deleting')
      .flatMap((instance) => {
        const name = instance.DBInstanceIdentifier ?? '';
        return foundAs(search, ownerInTags(tagRecord(instance.TagList)), {
          ...{ kind: this.kind, name, region, createdAt: instance.InstanceCreateTime ?? null },
          detail: { instanceClass: instance.DBInstanceClass ?? '' },
          remove: () =>
            rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: name, SkipFinalSnapshot: true })),
        });
      });
  },
};
