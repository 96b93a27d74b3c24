import type * as cw from '@aws-sdk/client-cloudwatch';
import { AwsError, type CallContext, type Service, type World } from '../../service.ts';
import { type ByRegion, checkRange, checkTags, page, tagMap } from '../common.ts';
import { checkAlarm, invalid } from './alarm-rules.ts';

export interface StoredAlarm {
  readonly alarm: cw.MetricAlarm;
  tags: Map<string, string>;
}

/** By name, in each region. */
export type Alarms = ByRegion<Map<string, StoredAlarm>>;

export function alarmArn(world: World, region: string, name: string): string {
  return `arn:aws:cloudwatch:${region}:${world.account}:alarm:${name}`;
}

export function alarmOperations(world: World, alarms: Alarms): Service['operations'] {
  return {
    PutMetricAlarm(input: cw.PutMetricAlarmInput, { region }: CallContext) {
      checkAlarm(world, region, input);
      const name = String(input.AlarmName);
      const existing = alarms.in(region).get(name);
      const tags = tagMap(input.Tags);
      checkTags(tags, invalid);
      alarms.in(region).set(name, {
        alarm: configured(world, region, input, existing?.alarm),
        // *documented* (PutMetricAlarm): on an update, tags are ignored.
        tags: existing?.tags ?? tags,
      });
    },
    DescribeAlarms: (input: cw.DescribeAlarmsInput, { region }: CallContext) =>
      describe(alarms, input, region),
    DeleteAlarms(input: cw.DeleteAlarmsInput, { region }: CallContext) {
      const names = input.AlarmNames ?? [];
      if (names.length > 100) throw invalid('At most 100 alarms can be deleted at once.');
      // *documented*: those that exist are deleted. *assumed*: the call then answers ResourceNotFound for the rest.
      const missing = names.filter((name) => !alarms.in(region).delete(name));
      if (missing.length > 0)
        throw new AwsError('ResourceNotFound', `Alarm not found: ${missing.join(', ')}`);
    },
  };
}

/** *documented* (PutMetricAlarm): a new alarm has no data; an update leaves the state and replaces the rest. */
function configured(
  world: World,
  region: string,
  input: cw.PutMetricAlarmInput,
  existing: cw.MetricAlarm | undefined,
): cw.MetricAlarm {
  const now = new Date(world.clock.now());
  const { Tags: _tags, ...configuration } = input;
  return {
    ...configuration,
    AlarmArn: alarmArn(world, region, String(input.AlarmName)),
    AlarmConfigurationUpdatedTimestamp: now,
    ActionsEnabled: input.ActionsEnabled ?? true,
    OKActions: input.OKActions ?? [],
    AlarmActions: input.AlarmActions ?? [],
    InsufficientDataActions: input.InsufficientDataActions ?? [],
    Dimensions: input.Dimensions ?? [],
    StateValue: existing?.StateValue ?? 'INSUFFICIENT_DATA',
    StateReason: existing?.StateReason ?? 'Unchecked: Initial alarm creation',
    StateUpdatedTimestamp: existing?.StateUpdatedTimestamp ?? now,
    StateTransitionedTimestamp: existing?.StateTransitionedTimestamp ?? now,
  };
}

function describe(alarms: Alarms, input: cw.DescribeAlarmsInput, region: string): cw.DescribeAlarmsOutput {
  const { AlarmNames: names, AlarmNamePrefix: prefix, MaxRecords: limit } = input;
  if (names !== undefined && prefix !== undefined) {
    const message = 'AlarmNamePrefix and AlarmNames are mutually exclusive.';
    throw new AwsError('InvalidParameterCombination', message);
  }
  if (input.ChildrenOfAlarmName !== undefined || input.ParentsOfAlarmName !== undefined) {
    throw invalid(
      'The local cloud has no composite alarms: ChildrenOfAlarmName and ParentsOfAlarmName are not implemented.',
    );
  }
  // *documented* (DescribeAlarms): 1 to 100, 50 unless told; at most 100 names.
  checkRange('maxRecords', limit, [1, 100], 'ValidationError');
  if ((names ?? []).length > 100) throw invalid('At most 100 AlarmNames can be given.');
  const wanted = (alarm: cw.MetricAlarm) =>
    (names?.includes(String(alarm.AlarmName)) ?? true) &&
    String(alarm.AlarmName).startsWith(prefix ?? '') &&
    (input.StateValue === undefined || alarm.StateValue === input.StateValue) &&
    (input.ActionPrefix === undefined ||
      actionsOf(alarm).some((arn) => arn.startsWith(String(input.ActionPrefix))));
  const ofThisType = (input.AlarmTypes ?? ['MetricAlarm']).includes('MetricAlarm');
  const all = [...alarms.in(region).values()]
    .map(({ alarm }) => alarm)
    .filter((alarm) => ofThisType && wanted(alarm));
  all.sort((a, b) => (String(a.AlarmName) < String(b.AlarmName) ? -1 : 1));
  const bad = new AwsError('InvalidNextToken', 'The next token specified is invalid.');
  const { items, next } = page(all, input.NextToken, limit ?? 50, bad);
  return { MetricAlarms: items, CompositeAlarms: [], NextToken: next };
}

function actionsOf(alarm: cw.MetricAlarm): string[] {
  return [alarm.AlarmActions, alarm.OKActions, alarm.InsufficientDataActions].flatMap((list) => list ?? []);
}
