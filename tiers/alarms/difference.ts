import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  type MetricAlarm,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { Terminal } from '../../core/errors.ts';
import type { AlarmsSpec, Identity, Tags } from '../../core/spec.ts';
import { type Alarm, type Clients, isOurs } from '../../core/tier.ts';
import { describedAsOurs, tagRecord } from '../shared/ownership.ts';
import { allPages } from '../shared/reading.ts';
import { alarmInput, isSame } from './input.ts';
import { inParallel } from './parallel.ts';

export interface WantedAlarms {
  readonly clients: Clients;
  readonly identity: Identity;
  /** All that the environment should have. */
  readonly alarms: readonly Alarm[];
  /** Of every region of the environment, also one without alarms: what is there too much is found there. */
  readonly topicArns: AlarmsSpec['topicArns'];
  /** Regions that the environment has left, where alarms of it may be. */
  readonly alsoIn?: readonly string[];
  /** Whether to read the tags of all alarms that are there: one call for each. */
  readonly readTags?: boolean;
}

/** An alarm that is there and asked for. */
export interface Pair {
  readonly input: PutMetricAlarmCommandInput;
  readonly alarm: MetricAlarm;
}

/** The alarms of one region: what there is, held against what there should be. */
export interface Difference {
  readonly client: CloudWatchClient;
  /** Null: the tags have not been read. */
  readonly same: readonly (Pair & { readonly tags: Tags | null })[];
  readonly missing: readonly PutMetricAlarmCommandInput[];
  /** Without the owner's tag: the name is taken by an alarm of somebody else. */
  readonly changed: readonly (Pair & { readonly tags: Tags })[];
  /** Of this environment, by description and tag, and asked for by nobody. */
  readonly extra: readonly string[];
}

export function alarmRegions({
  alarms,
  topicArns,
  alsoIn = [],
}: Pick<WantedAlarms, 'alarms' | 'topicArns' | 'alsoIn'>): string[] {
  const regions = [...Object.keys(topicArns), ...alarms.map((alarm) => alarm.region), ...alsoIn];
  return [...new Set(regions)].sort();
}

/**
 * Reads only. Without `readTags` tags are read of what differs only: an alarm that is as desired names its owner in its
 * description.
 */
export async function difference(request: WantedAlarms, region: string): Promise<Difference> {
  const { identity } = request;
  const client = request.clients.get(CloudWatchClient, region);
  const found = await existing(client, identity);
  const inputs = request.alarms
    .filter((alarm) => alarm.region === region)
    .map((alarm) => alarmInput(identity, alarm, topicOf(request, alarm)));
  const missing = inputs.filter(({ AlarmName }) => !found.has(AlarmName ?? ''));
  const pairs = inputs.flatMap((input) => {
    const alarm = found.get(input.AlarmName ?? '');
    return alarm ? [{ input, alarm }] : [];
  });
  const tagged = (alike: readonly Pair[]) => withTags(client, alike);
  const changed = await tagged(pairs.filter(({ input, alarm }) => !isSame(input, alarm)));
  const alike = pairs.filter(({ input, alarm }) => isSame(input, alarm));
  const same = request.readTags ? await tagged(alike) : alike.map((pair) => ({ ...pair, tags: null }));
  const wanted = new Set(inputs.map(({ AlarmName }) => AlarmName));
  const others = [...found.values()].filter(({ AlarmName }) => !wanted.has(AlarmName));
  return { client, same, missing, changed, extra: await ownedNames(client, identity, others) };
}

/** Alarms whose name begins like ours; those of an environment with a longer name are among them. */
async function existing(client: CloudWatchClient, { slug }: Identity): Promise<Map<string, MetricAlarm>> {
  const alarms = await allPages(async (NextToken) => {
    const query = { AlarmNamePrefix: `${slug}-`, AlarmTypes: ['MetricAlarm' as const], MaxRecords: 100 };
    const page = await client.send(new DescribeAlarmsCommand({ ...query, NextToken }));
    return { items: page.MetricAlarms ?? [], next: page.NextToken };
  });
  return new Map(alarms.map((alarm) => [alarm.AlarmName ?? '', alarm]));
}

async function withTags(client: CloudWatchClient, pairs: readonly Pair[]) {
  const tagged = new Map<Pair, Tags>();
  await inParallel(pairs, async (pair) => tagged.set(pair, await tagsOf(client, pair.alarm.AlarmArn)));
  return pairs.map((pair) => ({ ...pair, tags: tagged.get(pair) ?? {} }));
}

async function tagsOf(client: CloudWatchClient, ResourceARN: string | undefined): Promise<Tags> {
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
  return tagRecord(Tags);
}

/** Of the alarms, those that both marks, the description and the tag, call ours. */
async function ownedNames(
  client: CloudWatchClient,
  identity: Identity,
  alarms: readonly MetricAlarm[],
): Promise<string[]> {
  const names: string[] = [];
  const candidates = alarms.filter((alarm) => describedAsOurs(identity, alarm.AlarmDescription));
  await inParallel(candidates, async (alarm) => {
    if (isOurs(identity, await tagsOf(client, alarm.AlarmArn))) names.push(alarm.AlarmName ?? '');
  });
  return names;
}

function topicOf({ topicArns }: Pick<WantedAlarms, 'topicArns'>, alarm: Alarm): string {
  const topic = topicArns[alarm.region]?.[alarm.severity];
  if (topic) return topic;
  throw new Terminal(
    `Alarm ${alarm.name} is ${alarm.severity} in ${alarm.region}, and the landing zone has no ${alarm.severity} topic there. Add it to the landing zone.`,
  );
}
