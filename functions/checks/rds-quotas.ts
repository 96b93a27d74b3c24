import { DescribeAccountAttributesCommand, RDSClient } from '@aws-sdk/client-rds';
import type { Finding } from '../../core/generated/api.ts';
import type { Action, Clients } from '../../core/tier.ts';
import { type Check, error, unchecked } from './finding.ts';
import { addedBy } from './quota-use.ts';

/** Names of `AccountQuota` by what counts towards them (client-rds, DescribeAccountAttributes). */
const QUOTAS: Readonly<Record<string, RegExp>> = {
  DBClusters: /^DBCluster$/,
  DBInstances: /^DBInstance$/,
  DBSubnetGroups: /^DBSubnetGroup$/,
  DBClusterParameterGroups: /^DBClusterParameterGroup$/,
  DBParameterGroups: /^DBParameterGroup$/,
};

/** RDS tells what is used and allowed, so too little of it is an error. */
export const checkRdsQuotas: Check = async ({ clients }, { actions: { aurora } }) => {
  const regions = [...new Set(aurora.filter(isCreate).map(({ region }) => region))];
  return (await Promise.all(regions.map((region) => checkRegion(clients, region, aurora)))).flat();
};

const isCreate = ({ service, command }: Action) => service === 'rds' && command.startsWith('Create');

async function checkRegion(clients: Clients, region: string, actions: readonly Action[]): Promise<Finding[]> {
  try {
    const answer = await clients.get(RDSClient, region).send(new DescribeAccountAttributesCommand({}));
    return (answer.AccountQuotas ?? []).flatMap(({ AccountQuotaName: name = '', Used = 0, Max }) => {
      const what = QUOTAS[name];
      const added = what && addedBy(actions, what).find((each) => each.region === region);
      if (!added || Max === undefined || Used + added.number <= Max) return [];
      const detail = `RDS quota ${name} in ${region}: ${Used} of ${Max} are in use and ${added.number} more are asked for. Raise it in Service Quotas, or delete what is not needed.`;
      return [error('quota', detail, '#/aurora')];
    });
  } catch (cause) {
    return [unchecked('quota', `The quotas of RDS in ${region}`, cause)];
  }
}
