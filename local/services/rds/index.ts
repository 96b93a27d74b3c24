import * as schemas from '@aws-sdk/client-rds';
import type { Operation, Service, World } from '../../service.ts';
import { catalogueOperations, orderableVersions } from './catalogue.ts';
import { createClusterOperations } from './cluster-create.ts';
import { deleteClusterOperations } from './cluster-delete.ts';
import { modifyClusterOperations } from './cluster-modify.ts';
import { describeClusterOperations } from './cluster-show.ts';
import { globalClusterOperations } from './global-clusters.ts';
import { createInstanceOperations } from './instance-create.ts';
import { modifyInstanceOperations } from './instance-modify.ts';
import { restartOperations } from './instance-restart.ts';
import { describeInstanceOperations } from './instance-show.ts';
import { parameterGroupOperations } from './parameter-group-operations.ts';
import { quotaOperations } from './quotas.ts';
import { restoreOperations } from './restore.ts';
import { defaultSettings, type RdsSettings } from './settings.ts';
import { snapshotOperations } from './snapshots.ts';
import { createState } from './state.ts';
import { subnetGroupOperations } from './subnet-groups.ts';
import { tagOperations } from './tags.ts';

export type { RdsSettings } from './settings.ts';

export interface RdsService extends Service {
  /** May be changed at any time; counts from the next call on. */
  readonly settings: RdsSettings;
  /** The versions that CreateDBCluster takes in a region now, oldest first. */
  orderableVersions(region: string): readonly string[];
}

/**
 * Amazon RDS, as far as Aurora PostgreSQL goes. State is in memory and by region; only global clusters belong to the
 * account. Passwords go to the engine and are kept nowhere here.
 */
export function createRdsService(world: World, settings: Partial<RdsSettings> = {}): RdsService {
  const rds = createState(world, { ...defaultSettings(), ...settings });
  const operations: Record<string, Operation> = {
    ...catalogueOperations(rds),
    ...subnetGroupOperations(rds),
    ...parameterGroupOperations(rds),
    ...globalClusterOperations(rds),
    ...createClusterOperations(rds),
    ...modifyClusterOperations(rds),
    ...deleteClusterOperations(rds),
    ...describeClusterOperations(rds),
    ...snapshotOperations(rds),
    ...restoreOperations(rds),
    ...quotaOperations(rds),
    ...createInstanceOperations(rds),
    ...modifyInstanceOperations(rds),
    ...restartOperations(rds),
    ...describeInstanceOperations(rds),
    ...tagOperations(rds),
  };
  return {
    name: 'rds',
    schemas,
    operations,
    settings: rds.settings,
    orderableVersions: (region) => orderableVersions(rds, region).map((each) => each.version),
  };
}
