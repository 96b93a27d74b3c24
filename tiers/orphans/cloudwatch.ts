import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  ListDashboardsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { tagRecord } from '../shared/ownership.ts';
import { allPages, orAbsent } from '../shared/reading.ts';
import { eachOf, foundAs, type OrphanKind, type Owner, ownerInTags, ownerInText, slugOf } from './found.ts';

async function ownerOf(client: CloudWatchClient, ResourceARN: string | undefined): Promise<Owner | null> {
  const answer = await orAbsent(client.send(new ListTagsForResourceCommand({ ResourceARN })));
  return ownerInTags(tagRecord(answer?.Tags));
}

/** An environment has dozens: tags are read of those alone whose description names no known one. */
export const alarms: OrphanKind = {
  kind: 'CloudWatch alarm',
  after: 'nothing',
  async find(search, region) {
    const client = search.clients.get(CloudWatchClient, region);
    const all = await allPages(async (NextToken) => {
      const query = { AlarmNamePrefix: search.prefix, AlarmTypes: ['MetricAlarm' as const], MaxRecords: 100 };
      const page = await client.send(new DescribeAlarmsCommand({ ...query, NextToken }));
      return { items: page.MetricAlarms ?? [], next: page.NextToken };
    });
    const candidates = all.filter(({ AlarmDescription }) => {
      const owner = ownerInText(AlarmDescription);
      return owner !== null && !search.isKnownSlug(slugOf(search.prefix, owner));
    });
    return eachOf(candidates, async ({ AlarmName: name = '', AlarmArn, Metrics = [] }) =>
      foundAs(search, await ownerOf(client, AlarmArn), {
        ...{ kind: this.kind, name, region, createdAt: null },
        // CloudWatch charges an alarm on metric math for each metric that it reads.
        detail: { metrics: Math.max(1, Metrics.filter(({ MetricStat }) => MetricStat).length) },
        remove: () => client.send(new DeleteAlarmsCommand({ AlarmNames: [name] })),
      }),
    );
  },
};

export const dashboards: OrphanKind = {
  kind: 'CloudWatch dashboard',
  global: true,
  after: 'nothing',
  async find(search, region) {
    const client = search.clients.get(CloudWatchClient, region);
    const all = await allPages(async (NextToken) => {
      const page = await client.send(
        new ListDashboardsCommand({ DashboardNamePrefix: search.prefix, NextToken }),
      );
      return { items: page.DashboardEntries ?? [], next: page.NextToken };
    });
    const candidates = all.filter(({ DashboardName = '' }) => !search.isKnown(DashboardName));
    return eachOf(candidates, async ({ DashboardName: name = '', DashboardArn }) =>
      foundAs(search, await ownerOf(client, DashboardArn), {
        ...{ kind: this.kind, name, region: 'global', createdAt: null },
        remove: () => client.send(new DeleteDashboardsCommand({ DashboardNames: [name] })),
      }),
    );
  },
};
