import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  type MetricAlarm,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { Terminal } from '../../core/errors.ts';
import type { AlarmsSpec, Identity, Tags } from '../../core/spec.ts';
import { type Alarm, type Clients, isOurs } from '../../core/tier.ts';
import { describedAsOurs } from '../shared/ownership.ts';
import { allPages } from '../shared/reading.ts';
import { alarmInput, isSame } from './input.ts';
import { inParallel } from './parallel.ts';
import { tagsOf } from './retag.ts';

export interface WantedAlarms {
  readonly clients: Clients;
  readonly identity: Identity;
  /** All that the environment should have. */
  readonly alarms: readonly Alarm[];
  /** Of every region of the environment, also one without alarms: what is there too much is found there. */
  readonly topicArns: AlarmsSpec['topicArns'];
  /** Regions that the environment has left, where alarms of it may be. */
  readonly alsoIn?: readonly string[];
}

/** The alarms of one region: what there is, held against what there should be. */
export interface Difference {
  readonly client: CloudWatchClient;
  readonly same: readonly { readonly input: PutMetricAlarmCommandInput; readonly alarm: MetricAlarm }[];
  readonly missing: readonly PutMetricAlarmCommandInput[];
  readonly changed: readonly {
    readonly input: PutMetricAlarmCommandInput;
    readonly alarm: MetricAlarm;
    /** Without the owner's one: the name is taken by an alarm of somebody else. */
    readonly tags: Tags;
  }[];
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

/** Reads only. Tags are read of what differs: an alarm that is as desired names its owner in its description. */
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
  const changed: Difference['changed'][number][] = [];
  await inParallel(
    pairs.filter(({ input, alarm }) => !isSame(input, alarm)),
    async (pair) => changed.push({ ...pair, tags: await tagsOf(client, pair.alarm.AlarmArn) }),
  );
  const wanted = new Set(inputs.map(({ AlarmName }) => AlarmName));
  const others = [...found.values()].filter(({ AlarmName }) => !wanted.has(AlarmName));
  const same = pairs.filter(({ input, alarm }) => isSame(input, alarm));
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
