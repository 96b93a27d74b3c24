import type {
  CreateDBSubnetGroupMessage,
  DBSubnetGroup,
  DeleteDBSubnetGroupMessage,
  DescribeDBSubnetGroupsMessage,
  ModifyDBSubnetGroupMessage,
} from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { fault, onlyFields, required } from './errors.ts';
import { subnetGroupName } from './names.ts';
import { page } from './paging.ts';
import { requireRoom, requireSubnetRoom } from './quotas.ts';
import { arn, type Rds, type SubnetGroupRecord } from './state.ts';
import { checkTags } from './tags.ts';

export function findSubnetGroup(rds: Rds, region: string, name: string): SubnetGroupRecord {
  const found = rds.region(region).subnetGroups.get(name.toLowerCase());
  if (!found) throw fault('DBSubnetGroupNotFoundFault', `DB subnet group '${name}' does not exist.`);
  return found;
}

export function showSubnetGroup(group: SubnetGroupRecord): DBSubnetGroup {
  return {
    DBSubnetGroupName: group.name,
    DBSubnetGroupDescription: group.description,
    VpcId: group.vpcId,
    SubnetGroupStatus: 'Complete',
    Subnets: group.subnets.map(({ id, availabilityZone }) => ({
      SubnetIdentifier: id,
      SubnetAvailabilityZone: { Name: availabilityZone },
      SubnetOutpost: {},
      SubnetStatus: 'Active',
    })),
    DBSubnetGroupArn: group.arn,
    SupportedNetworkTypes: ['IPV4'],
  };
}

export function subnetGroupOperations(rds: Rds) {
  return {
    CreateDBSubnetGroup: (input: CreateDBSubnetGroupMessage, { region }: CallContext) => {
      onlyFields('CreateDBSubnetGroup', input, [
        ...['DBSubnetGroupName', 'DBSubnetGroupDescription', 'SubnetIds', 'Tags'],
      ]);
      const name = subnetGroupName(input.DBSubnetGroupName);
      const description = required('DBSubnetGroupDescription', input.DBSubnetGroupDescription);
      const groups = rds.region(region).subnetGroups;
      if (groups.has(name)) {
        throw fault('DBSubnetGroupAlreadyExistsFault', `The DB subnet group '${name}' already exists.`);
      }
      const tags = checkTags(input.Tags);
      const placed = resolveSubnets(rds, region, input.SubnetIds);
      const record = { name, arn: arn(rds.world, region, 'subgrp', name), description, tags, ...placed };
      requireRoom(rds, region, 'DBSubnetGroups');
      groups.set(name, record);
      return { DBSubnetGroup: showSubnetGroup(record) };
    },

    DescribeDBSubnetGroups: (input: DescribeDBSubnetGroupsMessage, { region }: CallContext) => {
      onlyFields('DescribeDBSubnetGroups', input, ['DBSubnetGroupName', 'MaxRecords', 'Marker']);
      const all = input.DBSubnetGroupName
        ? [findSubnetGroup(rds, region, input.DBSubnetGroupName)]
        : rds.region(region).subnetGroups.values();
      const { items, Marker } = page(all, (group) => group.name, input);
      return { DBSubnetGroups: items.map(showSubnetGroup), Marker };
    },

    ModifyDBSubnetGroup: (input: ModifyDBSubnetGroupMessage, { region }: CallContext) => {
      const group = findSubnetGroup(rds, region, required('DBSubnetGroupName', input.DBSubnetGroupName));
      const placed = resolveSubnets(rds, region, input.SubnetIds);
      const lost = group.subnets.filter((old) => !placed.subnets.some(({ id }) => id === old.id));
      // *documented*: SubnetAlreadyInUse, when a subnet that an instance is in would go.
      const inUse = lost.find(({ availabilityZone }) => zonesInUse(rds, region, group).has(availabilityZone));
      if (inUse)
        throw fault(
          'SubnetAlreadyInUse',
          `The subnet ${inUse.id} is already in use in the Availability Zone.`,
        );
      group.description = input.DBSubnetGroupDescription ?? group.description;
      Object.assign(group, placed);
      return { DBSubnetGroup: showSubnetGroup(group) };
    },

    DeleteDBSubnetGroup: (input: DeleteDBSubnetGroupMessage, { region }: CallContext) => {
      const group = findSubnetGroup(rds, region, required('DBSubnetGroupName', input.DBSubnetGroupName));
      const state = rds.region(region);
      const user = [...state.clusters.values()].find((cluster) => cluster.subnetGroup === group);
      if (user) {
        throw fault(
          'InvalidDBSubnetGroupStateFault',
          `Cannot delete the subnet group '${group.name}' because at least one database cluster: ${user.id} is still using it.`,
        );
      }
      state.subnetGroups.delete(group.name);
      return {};
    },
  };
}

function zonesInUse(rds: Rds, region: string, group: SubnetGroupRecord): Set<string | undefined> {
  const instances = [...rds.region(region).instances.values()];
  return new Set(
    instances.filter((each) => each.cluster.subnetGroup === group).map((each) => each.shown.AvailabilityZone),
  );
}

/** The subnets exist in this region, are of one VPC and cover two zones or more. *documented* (client-rds d.ts). */
function resolveSubnets(rds: Rds, region: string, subnetIds: readonly string[] | undefined) {
  const ids = [...new Set(required('SubnetIds', subnetIds))];
  const found = ids.map((id) => ({ id, subnet: rds.world.directory.subnet(region, id) }));
  const unknown = found.filter((each) => !each.subnet).map((each) => each.id);
  if (unknown.length > 0) {
    throw fault('InvalidSubnet', `The requested subnets are invalid in ${region}: ${unknown.join(', ')}`);
  }
  const subnets = found.map(({ id, subnet }) => ({ id, availabilityZone: subnet?.availabilityZone ?? '' }));
  requireSubnetRoom(rds, subnets.length);
  const vpcs = new Set(found.map(({ subnet }) => subnet?.vpcId));
  const zones = [...new Set(subnets.map((each) => each.availabilityZone))];
  if (vpcs.size > 1) throw fault('InvalidSubnet', 'The requested subnets are not all in one VPC.');
  if (zones.length < 2) {
    throw fault(
      'DBSubnetGroupDoesNotCoverEnoughAZs',
      `The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${zones.join(', ')}. Add subnets to cover at least 2 AZs.`,
    );
  }
  return { subnets, vpcId: [...vpcs][0] ?? '' };
}
