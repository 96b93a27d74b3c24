import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb';
import { tagRecord } from '../shared/ownership.ts';
import { allPages, orAbsent } from '../shared/reading.ts';
import { eachOf, foundAs, type OrphanKind, ownerInTags } from './found.ts';

/** Of a global table each replica is one: DeleteTable in its region deletes it there only. */
export const tables: OrphanKind = {
  kind: 'DynamoDB table',
  after: 'the replicas in other regions, where AWS asks for that',
  async find(search, region) {
    const dynamodb = search.clients.get(DynamoDBClient, region);
    const names = await allPages(async (ExclusiveStartTableName) => {
      const page = await dynamodb.send(new ListTablesCommand({ ExclusiveStartTableName }));
      return { items: page.TableNames ?? [], next: page.LastEvaluatedTableName };
    });
    const candidates = names.filter((name) => name.startsWith(search.prefix) && !search.isKnown(name));
    return eachOf(candidates, async (name) => {
      const answer = await orAbsent(dynamodb.send(new DescribeTableCommand({ TableName: name })));
      const { TableArn: ResourceArn, TableStatus, ...table } = answer?.Table ?? {};
      if (!ResourceArn || TableStatus === 'DELETING') return [];
      const tags = await allPages(async (NextToken) => {
        const page = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn, NextToken }));
        return { items: page.Tags ?? [], next: page.NextToken };
      });
      return foundAs(search, ownerInTags(tagRecord(tags)), {
        ...{ kind: this.kind, name, region, createdAt: table.CreationDateTime ?? null },
        refusal: table.DeletionProtectionEnabled
          ? 'Its deletion protection is on: turn that off first.'
          : null,
        detail: { sizeBytes: table.TableSizeBytes ?? 0 },
        remove: () => dynamodb.send(new DeleteTableCommand({ TableName: name })),
      });
    });
  },
};
