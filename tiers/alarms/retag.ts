import {
  type CloudWatchClient,
  ListTagsForResourceCommand,
  type MetricAlarm,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Tags } from '../../core/spec.ts';
import { missingTags, tagList, tagRecord } from '../shared/ownership.ts';
import { inParallel } from './parallel.ts';

/**
 * Gives alarms that are as desired otherwise the tags that they lack. Tags are read one alarm at a time (client-cloudwatch,
 * ListTagsForResource), so the first by name stands for all: it is tagged last, and when it has its tags all have.
 */
export async function retagSame(
  client: CloudWatchClient,
  alarms: readonly MetricAlarm[],
  tags: Tags,
): Promise<void> {
  const [first, ...others] = arnsOf(alarms);
  if (first === undefined) return;
  const lacking = missingTags(tags, await tagsOf(client, first));
  if (Object.keys(lacking).length === 0) return;
  await inParallel(others, async (arn) => retag(client, arn, missingTags(tags, await tagsOf(client, arn))));
  await retag(client, first, lacking);
}

/** Also of a dashboard: a put takes tags for what is new only. */
export async function retag(client: CloudWatchClient, arn: string | undefined, tags: Tags): Promise<void> {
  if (Object.keys(tags).length === 0) return;
  await client.send(new TagResourceCommand({ ResourceARN: arn, Tags: tagList(tags) }));
}

export async function tagsOf(client: CloudWatchClient, ResourceARN: string | undefined): Promise<Tags> {
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
  return tagRecord(Tags);
}

function arnsOf(alarms: readonly MetricAlarm[]): string[] {
  return alarms.map(({ AlarmArn = '' }) => AlarmArn).sort();
}
