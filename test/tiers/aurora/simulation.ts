import type { AuroraSpec } from '../../../core/spec.ts';
import type { Action } from '../../../core/tier.ts';
import type {
  AuroraObserved,
  ObservedCluster,
  ObservedGlobalCluster,
  ObservedInstance,
  ObservedParameterGroup,
  ObservedRegion,
} from '../../../tiers/aurora/observed.ts';
import { ENDPOINT_TAG, endpointTag } from '../../../tiers/aurora/plan/secret.ts';
import { tagRecord } from '../../../tiers/shared/ownership.ts';
import type { Simulation } from '../shared/simulation.ts';
import { nothing } from './fixtures.ts';

type Open<T> = { -readonly [Key in keyof T]: T[Key] };
// biome-ignore lint/suspicious/noExplicitAny: inputs of any SDK command
type Input = any;
interface Place extends Omit<Open<ObservedRegion>, 'cluster' | 'instances'> {
  cluster: Open<ObservedCluster> | null;
  instances: Open<ObservedInstance>[];
}
interface World extends Omit<Open<AuroraObserved>, 'primary' | 'secondary' | 'globalCluster'> {
  primary: Place;
  secondary: Place | null;
  globalCluster: Open<ObservedGlobalCluster> | null;
}

const arnOf = (kind: string, region: string, name: string) => `arn:aws:rds:${region}:1:${kind}:${name}`;

/** Aurora in a few lines: it refuses what AWS refuses for its order, so a wrong order fails the test. */
export class SimulatedAurora implements Simulation<AuroraObserved> {
  readonly #world: World;

  constructor(spec: AuroraSpec) {
    this.#world = structuredClone(nothing(spec)) as World;
  }

  observed(): AuroraObserved {
    return structuredClone(this.#world);
  }

  apply({ command, region, input, secret }: Action): void {
    const calls = this.#calls as Record<
      string,
      (place: Place, input: Input, secret: Action['secret']) => void
    >;
    const call = calls[command];
    if (!call) throw new Error(`the simulation has no ${command}`);
    call(this.#place(region), input, secret);
  }

  tick(): void {
    const world = this.#world;
    const { globalCluster } = world;
    if (globalCluster?.status === 'deleting') world.globalCluster = null;
    else if (globalCluster) {
      globalCluster.status = 'available';
      globalCluster.members = globalCluster.members.map((each) => ({
        ...each,
        synchronization: 'connected',
      }));
    }
    for (const place of [world.primary, world.secondary]) if (place) settle(place);
  }

  #place(region: string): Place {
    const { primary, secondary } = this.#world;
    const found = [primary, secondary].find((place) => place?.region === region);
    if (!found) throw new Error(`nothing is simulated in ${region}`);
    return found;
  }

  #leave(arn: string): void {
    const { globalCluster } = this.#world;
    if (!globalCluster) throw new Error('no global cluster');
    const leaving = globalCluster.members.find((member) => member.clusterArn === arn);
    const rest = globalCluster.members.filter((member) => member !== leaving);
    if (leaving?.isWriter && rest.length > 0) throw new Error('the writer leaves last');
    globalCluster.members = rest;
  }

  readonly #calls = {
    CreateSecret: ({ region }: Place, input: Input) => {
      const tags = tagRecord(input.Tags);
      this.#world.secret = { arn: input.Name, region, generated: true, deletionScheduled: false, tags };
    },
    RestoreSecret: () => this.#secret({ deletionScheduled: false }),
    DeleteSecret: () => this.#secret({ deletionScheduled: true }),
    PutSecretValue: (_: Place, _input: Input, secret: Action['secret']) => {
      if (secret?.kind !== 'merge') throw new Error('only a merge is written back');
      this.#secret({ tags: { ...this.#world.secret?.tags, [ENDPOINT_TAG]: endpointTag(secret.fields) } });
    },
    CreateRole: (_: Place, input: Input) => {
      const name = input.RoleName;
      const tags = tagRecord(input.Tags);
      this.#world.monitoringRole = { name, arn: `arn:aws:iam::1:role/${name}`, policyAttached: false, tags };
    },
    AttachRolePolicy: () => this.#role(true),
    DetachRolePolicy: () => this.#role(false),
    DeleteRole: () => {
      if (this.#world.monitoringRole?.policyAttached) throw new Error('a policy is attached');
      this.#world.monitoringRole = null;
    },
    CreateDBSubnetGroup: (place: Place, input: Input) => {
      const name = input.DBSubnetGroupName;
      const arn = arnOf('subgrp', place.region, name);
      const subnetIds = [...input.SubnetIds].sort();
      place.subnetGroup = { name, arn, status: 'Complete', subnetIds, tags: tagRecord(input.Tags) };
    },
    DeleteDBSubnetGroup: (place: Place) => {
      place.subnetGroup = unused(place, null);
    },
    CreateDBClusterParameterGroup: (place: Place, input: Input) => {
      place.clusterParameterGroup = newGroup(place, input.DBClusterParameterGroupName, input);
    },
    ModifyDBClusterParameterGroup: (place: Place, input: Input) => {
      place.clusterParameterGroup = changedGroup(place.clusterParameterGroup, input);
    },
    DeleteDBClusterParameterGroup: (place: Place) => {
      place.clusterParameterGroup = unused(place, null);
    },
    CreateDBParameterGroup: (place: Place, input: Input) => {
      place.instanceParameterGroup = newGroup(place, input.DBParameterGroupName, input);
    },
    ModifyDBParameterGroup: (place: Place, input: Input) => {
      place.instanceParameterGroup = changedGroup(place.instanceParameterGroup, input);
    },
    DeleteDBParameterGroup: (place: Place) => {
      place.instanceParameterGroup = unused(place, null);
    },
    CreateGlobalCluster: ({ cluster }: Place, input: Input) => {
      const source = input.SourceDBClusterIdentifier;
      if (source && input.Engine) throw new Error('Engine goes without a source');
      if (source && cluster?.status !== 'available') throw new Error('the source is not available');
      this.#world.globalCluster = {
        identifier: input.GlobalClusterIdentifier,
        arn: 'arn:global',
        status: 'creating',
        engineVersion: input.EngineVersion ?? cluster?.engineVersion,
        deletionProtection: input.DeletionProtection,
        endpoint: 'global.example',
        failover: null,
        members: source ? [{ clusterArn: source, isWriter: true, synchronization: null }] : [],
        tags: tagRecord(input.Tags),
      };
    },
    RemoveFromGlobalCluster: (_: Place, input: Input) => this.#leave(input.DbClusterIdentifier),
    DeleteGlobalCluster: () => {
      const { globalCluster } = this.#world;
      if (!globalCluster || globalCluster.members.length > 0)
        throw new Error('the global cluster is not empty');
      globalCluster.status = 'deleting';
    },
    CreateDBCluster: (place: Place, input: Input, secret: Action['secret']) => {
      const cluster = newCluster(place, input);
      const { globalCluster } = this.#world;
      if (!input.GlobalClusterIdentifier !== (globalCluster === null))
        throw new Error('which global cluster?');
      if (globalCluster) {
        const isWriter = globalCluster.members.length === 0;
        if (globalCluster.status !== 'available') throw new Error('the global cluster is not available');
        if (isWriter !== (secret !== undefined)) throw new Error('only the primary cluster takes a password');
        globalCluster.members = [
          ...globalCluster.members,
          { clusterArn: cluster.arn, isWriter, synchronization: isWriter ? null : 'pending-resync' },
        ];
      }
      place.cluster = cluster;
    },
    DeleteDBCluster: (place: Place) => {
      const { cluster, instances } = place;
      const member = this.#world.globalCluster?.members.some((each) => each.clusterArn === cluster?.arn);
      if (!cluster || instances.length > 0 || member) throw new Error('the cluster is still in use');
      cluster.status = 'deleting';
    },
    CreateDBInstance: (place: Place, input: Input) => {
      const { cluster } = place;
      if (cluster?.status !== 'available') throw new Error('the cluster is not available');
      place.instances.push(newInstance(place, input));
      cluster.writerInstance ??= input.DBInstanceIdentifier;
    },
    DeleteDBInstance: (place: Place, input: Input) => {
      const { cluster, instances } = place;
      const instance = instances.find((each) => each.identifier === input.DBInstanceIdentifier);
      if (!instance) throw new Error('no such instance');
      if (instance.identifier === cluster?.writerInstance && instances.length > 1)
        throw new Error('writer last');
      instance.status = 'deleting';
    },
  };

  #secret(change: Partial<NonNullable<AuroraObserved['secret']>>): void {
    if (!this.#world.secret) throw new Error('no secret');
    this.#world.secret = { ...this.#world.secret, ...change };
  }

  #role(policyAttached: boolean): void {
    if (!this.#world.monitoringRole) throw new Error('no role');
    this.#world.monitoringRole = { ...this.#world.monitoringRole, policyAttached };
  }
}

function settle(place: Place): void {
  place.instances = place.instances.filter((instance) => instance.status !== 'deleting');
  for (const instance of place.instances) instance.status = 'available';
  if (place.cluster?.status === 'deleting') place.cluster = null;
  else if (place.cluster) place.cluster.status = 'available';
}

function unused<T>(place: Place, value: T): T {
  if (place.cluster || place.instances.length > 0) throw new Error('the group is still in use');
  return value;
}

function newGroup({ region }: Place, name: string, input: Input): ObservedParameterGroup {
  const family = input.DBParameterGroupFamily;
  return { name, arn: arnOf('pg', region, name), family, values: {}, tags: tagRecord(input.Tags) };
}

function changedGroup(group: ObservedParameterGroup | null, { Parameters }: Input): ObservedParameterGroup {
  if (!group) throw new Error('no such group');
  if (Parameters.length > 20) throw new Error('too many parameters');
  const values = Parameters.map((each: Input) => [each.ParameterName, each.ParameterValue]);
  return { ...group, values: { ...group.values, ...Object.fromEntries(values) } };
}

function newCluster({ region, subnetGroup, clusterParameterGroup }: Place, input: Input): ObservedCluster {
  if (!subnetGroup || !clusterParameterGroup) throw new Error('a group is missing');
  const identifier = input.DBClusterIdentifier;
  return {
    identifier,
    arn: arnOf('cluster', region, identifier),
    resourceId: `cluster-${region}`,
    status: 'creating',
    engine: input.Engine,
    engineVersion: input.EngineVersion,
    endpoint: `${identifier}.example`,
    readerEndpoint: `${identifier}-ro.example`,
    port: input.Port,
    databaseName: input.DatabaseName ?? null,
    masterUsername: input.MasterUsername ?? null,
    storageEncrypted: input.StorageEncrypted,
    storageType: input.StorageType,
    kmsKeyArn: input.KmsKeyId,
    subnetGroupName: input.DBSubnetGroupName,
    parameterGroupName: input.DBClusterParameterGroupName,
    securityGroupIds: [...input.VpcSecurityGroupIds].sort(),
    backupRetentionDays: input.BackupRetentionPeriod,
    backupWindow: input.PreferredBackupWindow,
    maintenanceWindow: input.PreferredMaintenanceWindow,
    logExports: [...input.EnableCloudwatchLogsExports].sort(),
    deletionProtection: input.DeletionProtection,
    copyTagsToSnapshot: input.CopyTagsToSnapshot,
    globalClusterIdentifier: input.GlobalClusterIdentifier ?? null,
    writerInstance: null,
    tags: tagRecord(input.Tags),
  };
}

function newInstance({ region }: Place, input: Input): ObservedInstance {
  return {
    identifier: input.DBInstanceIdentifier,
    arn: arnOf('db', region, input.DBInstanceIdentifier),
    status: 'creating',
    clusterIdentifier: input.DBClusterIdentifier,
    instanceClass: input.DBInstanceClass,
    maintenanceWindow: input.PreferredMaintenanceWindow,
    parameterGroupName: input.DBParameterGroupName,
    autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade,
    monitoringIntervalSeconds: input.MonitoringInterval,
    performanceInsightsRetentionDays: input.EnablePerformanceInsights
      ? input.PerformanceInsightsRetentionPeriod
      : null,
    changePending: false,
    tags: tagRecord(input.Tags),
  };
}
