import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
} from '@aws-sdk/client-iam';
import {
  DeleteSecretCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { tagRecord } from '../shared/ownership.ts';
import { allPages, orAbsent } from '../shared/reading.ts';
import { eachOf, foundAs, type OrphanKind, ownerInTags } from './found.ts';

/** Days in which a secret can be restored: what it opens may have been restored from a snapshot. */
const RECOVERY_WINDOW_DAYS = 30;

/** Not those that are scheduled for deletion. */
export const secrets: OrphanKind = {
  kind: 'Secrets Manager secret',
  after: 'nothing',
  async find(search, region) {
    const client = search.clients.get(SecretsManagerClient, region);
    const all = await allPages(async (NextToken) => {
      const Filters = [{ Key: 'name' as const, Values: [search.prefix] }];
      const page = await client.send(new ListSecretsCommand({ Filters, NextToken }));
      return { items: page.SecretList ?? [], next: page.NextToken };
    });
    return all
      .filter(({ DeletedDate }) => DeletedDate === undefined)
      .flatMap(({ Name: name = '', ARN: SecretId, CreatedDate, Tags }) =>
        foundAs(search, ownerInTags(tagRecord(Tags)), {
          ...{ kind: this.kind, name, region, createdAt: CreatedDate ?? null },
          remove: () =>
            client.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: RECOVERY_WINDOW_DAYS })),
        }),
      );
  },
};

export const roles: OrphanKind = {
  kind: 'IAM role',
  global: true,
  after: 'the databases and clusters that use it',
  async find(search, region) {
    const iam = search.clients.get(IAMClient, region);
    const all = await allPages(async (Marker) => {
      const page = await iam.send(new ListRolesCommand({ PathPrefix: '/plinth/', Marker }));
      return { items: page.Roles ?? [], next: page.IsTruncated ? page.Marker : undefined };
    });
    const candidates = all.filter(
      ({ RoleName = '' }) => RoleName.startsWith(search.prefix) && !search.isKnown(RoleName),
    );
    return eachOf(candidates, async ({ RoleName: name = '', CreateDate }) => {
      const answer = await orAbsent(iam.send(new ListRoleTagsCommand({ RoleName: name })));
      return foundAs(search, ownerInTags(tagRecord(answer?.Tags)), {
        ...{ kind: this.kind, name, region: 'global', createdAt: CreateDate ?? null },
        remove: () => removeRole(iam, name),
      });
    });
  },
};

/** IAM deletes no role that still has policies. They are part of it: no other list shows them. */
async function removeRole(iam: IAMClient, RoleName: string): Promise<void> {
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  for (const { PolicyArn } of AttachedPolicies)
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
}
