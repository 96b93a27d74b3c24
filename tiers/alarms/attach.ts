import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { toPlinthError } from '../../core/classify.ts';
import { Terminal } from '../../core/errors.ts';
import type { AlarmsSpec, Identity, Tags } from '../../core/spec.ts';
import { type Alarm, type Clients, isOurs, ownershipTags } from '../../core/tier.ts';
import { describedAsOurs, missingTags, tagList, tagRecord } from '../shared/ownership.ts';
import { allPages } from '../shared/reading.ts';
import { alarmInput, isSame } from './input.ts';

export interface AttachRequest {
  readonly clients: Clients;
  readonly identity: Identity;
  readonly tags: Tags;
  /** All that the environment should have; none: all of its alarms go. */
  readonly alarms: readonly Alarm[];
  /** Of every region of the environment, also one without alarms: what is there too much is found there. */
  readonly topicArns: AlarmsSpec['topicArns'];
  /** Regions that the environment has left, where alarms of it may be. */
  readonly alsoIn?: readonly string[];
}

export interface Attached {
  /** Alarm names by region. */
  readonly alarms: Readonly<Record<string, readonly string[]>>;
}

/** Calls at a time in a region. PutMetricAlarm is said to be held to about three a second (unconfirmed). */
const CONCURRENCY = 3;
/** DeleteAlarms takes up to 100 names (client-cloudwatch). */
const NAMES_PER_DELETE = 100;

/**
 * Makes CloudWatch hold exactly these alarms for the environment, each in the region of its metric and with that
 * region's topics. What is right already is not put again, so a call after Throttled goes on where the last ended.
 *
 * @throws Throttled, OutcomeUnknown: call again. Terminal: a name is taken by an alarm of somebody else.
 */
export async function attachAlarms(request: AttachRequest): Promise<Attached> {
  const regions = [
    ...new Set([
      ...Object.keys(request.topicArns),
      ...request.alarms.map((alarm) => alarm.region),
      ...(request.alsoIn ?? []),
    ]),
  ].sort();
  try {
    const changes = await Promise.all(regions.map((region) => compare(request, region)));
    await Promise.all(changes.map(carryOut));
  } catch (error) {
    throw toPlinthError(error, `attach the alarms of ${request.identity.slug}`);
  }
  const namesIn = (region: string) =>
    request.alarms.filter((alarm) => alarm.region === region).map(({ name }) => name);
  const used = regions.filter((region) => namesIn(region).length > 0);
  return { alarms: Object.fromEntries(used.map((region) => [region, namesIn(region).sort()])) };
}

interface Changes {
  readonly client: CloudWatchClient;
  readonly puts: readonly PutMetricAlarmCommandInput[];
  /** Tags of a put are ignored where the alarm is there already. */
  readonly retags: readonly { readonly arn: string; readonly tags: Tags }[];
  readonly deletes: readonly string[];
}

/** Reads only: a name clash in one region is found before anything changes in any. */
async function compare(request: AttachRequest, region: string): Promise<Changes> {
  const { identity, tags } = request;
  const client = request.clients.get(CloudWatchClient, region);
  const found = await existing(client, identity);
  const wanted = new Map(
    request.alarms
      .filter((alarm) => alarm.region === region)
      .map((alarm) => [alarm.name, alarmInput(identity, alarm, topicOf(request, alarm))]),
  );
  const all = { ...tags, ...ownershipTags(identity) };
  const puts: PutMetricAlarmCommandInput[] = [];
  const retags: { arn: string; tags: Tags }[] = [];
  await inParallel([...wanted.values()], async (input) => {
    const alarm = found.get(input.AlarmName ?? '');
    if (alarm && isSame(input, alarm)) return;
    puts.push({ ...input, ...(!alarm && { Tags: tagList(all) }) });
    if (!alarm) return;
    const missing = missingTags(all, await ownedTags(client, identity, region, alarm));
    if (Object.keys(missing).length > 0) retags.push({ arn: alarm.AlarmArn ?? '', tags: missing });
  });
  const extra = [...found.values()].filter((alarm) => !wanted.has(alarm.AlarmName ?? ''));
  return { client, puts, retags, deletes: await ownedNames(client, identity, extra) };
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

async function tagsOf(client: CloudWatchClient, ResourceARN: string | undefined): Promise<Tags> {
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
  return tagRecord(Tags);
}

async function ownedTags(
  client: CloudWatchClient,
  identity: Identity,
  region: string,
  alarm: MetricAlarm,
): Promise<Tags> {
  const tags = await tagsOf(client, alarm.AlarmArn);
  if (isOurs(identity, tags)) return tags;
  throw new Terminal(
    `CloudWatch alarm ${alarm.AlarmName} exists already in ${region} and does not belong to environment ${identity.project}/${identity.environment}. ` +
      'Choose another environment name, or remove that alarm.',
  );
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

function topicOf({ topicArns }: AttachRequest, alarm: Alarm): string {
  const topic = topicArns[alarm.region]?.[alarm.severity];
  if (topic) return topic;
  throw new Terminal(
    `Alarm ${alarm.name} is ${alarm.severity} in ${alarm.region}, and the landing zone has no ${alarm.severity} topic there. Add it to the landing zone.`,
  );
}

async function carryOut({ client, puts, retags, deletes }: Changes): Promise<void> {
  await inParallel(puts, (input) => client.send(new PutMetricAlarmCommand(input)));
  await inParallel(retags, ({ arn, tags }) =>
    client.send(new TagResourceCommand({ ResourceARN: arn, Tags: tagList(tags) })),
  );
  for (let start = 0; start < deletes.length; start += NAMES_PER_DELETE) {
    const AlarmNames = deletes.slice(start, start + NAMES_PER_DELETE);
    await client.send(new DeleteAlarmsCommand({ AlarmNames }));
  }
}

/** A few at a time; the first error stops what has not begun. */
async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        await work(item);
      } catch (error) {
        queue.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker));
}
