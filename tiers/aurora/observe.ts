import { GetRoleCommand, IAMClient, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import { DescribeGlobalClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AuroraSpec } from '../../core/spec.ts';
import type { Clients, Scope } from '../../core/tier.ts';
import { tagRecord } from '../shared/ownership.ts';
import { allPages, orAbsent } from '../shared/reading.ts';
import { names, regionsOf } from './names.ts';
import { observeRegion } from './observe-region.ts';
import type {
  AuroraObserved,
  ObservedGlobalCluster,
  ObservedRegion,
  ObservedRole,
  ObservedSecret,
} from './observed.ts';
import { MONITORING_POLICY_ARN } from './plan/role.ts';
import { secretRegion } from './plan/secret.ts';

/** Reads everything that the tier's names can mean. Changes nothing and reads no secret value. */
export async function observe({ spec, clients }: Scope<AuroraSpec>): Promise<AuroraObserved> {
  const [secret, monitoringRole, globalCluster, primary, secondary, retired] = await Promise.all([
    observeSecret(clients, spec),
    observeRole(clients, spec),
    observeGlobalCluster(clients, spec),
    observeRegion(clients, spec, spec.primary),
    spec.secondary ? observeRegion(clients, spec, spec.secondary) : null,
    observeRetired(clients, spec),
  ]);
  return { identity: spec.identity, secret, monitoringRole, globalCluster, primary, secondary, retired };
}

/** A region that is in use again is not retired, whatever the document says. */
function observeRetired(clients: Clients, spec: AuroraSpec): Promise<ObservedRegion | null> | null {
  const region = spec.retiredSecondary?.region;
  if (!region || regionsOf(spec).some((target) => target.region === region)) return null;
  return observeRegion(clients, spec, { region, instanceCount: 0 });
}

async function observeSecret(clients: Clients, spec: AuroraSpec): Promise<ObservedSecret | null> {
  const SecretId = spec.masterSecretArn ?? names.masterSecret(spec.identity);
  const region = secretRegion(spec);
  const client = clients.get(SecretsManagerClient, region);
  const found = await orAbsent(client.send(new DescribeSecretCommand({ SecretId })));
  if (!found) return null;
  return {
    arn: found.ARN ?? SecretId,
    region,
    generated: spec.masterSecretArn === null,
    deletionScheduled: found.DeletedDate !== undefined,
    tags: tagRecord(found.Tags),
  };
}

/** Looked for also when monitoring is off: a delete has to find it. */
async function observeRole(
  clients: Clients,
  { identity, primary }: AuroraSpec,
): Promise<ObservedRole | null> {
  const RoleName = names.monitoringRole(identity);
  const client = clients.get(IAMClient, primary.region);
  const found = await orAbsent(client.send(new GetRoleCommand({ RoleName })));
  if (!found?.Role) return null;
  const attached = await orAbsent(
    allPages(async (Marker) => {
      const page = await client.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker }));
      return { items: page.AttachedPolicies ?? [], next: page.Marker };
    }),
  );
  return {
    name: RoleName,
    arn: found.Role.Arn ?? '',
    policyAttached: attached?.some((policy) => policy.PolicyArn === MONITORING_POLICY_ARN) ?? false,
    tags: tagRecord(found.Role.Tags),
  };
}

async function observeGlobalCluster(
  clients: Clients,
  { identity, primary }: AuroraSpec,
): Promise<ObservedGlobalCluster | null> {
  const GlobalClusterIdentifier = names.globalCluster(identity);
  const client = clients.get(RDSClient, primary.region);
  const answer = await orAbsent(client.send(new DescribeGlobalClustersCommand({ GlobalClusterIdentifier })));
  const found = answer?.GlobalClusters?.[0];
  if (!found) return null;
  return {
    identifier: GlobalClusterIdentifier,
    arn: found.GlobalClusterArn ?? '',
    status: found.Status ?? 'unknown',
    engineVersion: found.EngineVersion ?? '',
    deletionProtection: found.DeletionProtection ?? false,
    endpoint: found.Endpoint ?? null,
    failover: found.FailoverState?.Status ?? null,
    members: (found.GlobalClusterMembers ?? []).map((member) => ({
      clusterArn: member.DBClusterArn ?? '',
      isWriter: member.IsWriter ?? false,
      synchronization: member.SynchronizationStatus ?? null,
    })),
    tags: tagRecord(found.TagList),
  };
}
