import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmsSpec, Identity, Tags } from '../../../core/spec.ts';
import type { Alarm, Clients } from '../../../core/tier.ts';
import { compareAlarms } from '../../../tiers/alarms/compare.ts';
import { attachAlarms } from '../../../tiers/alarms/index.ts';
import { tagRecord } from '../../../tiers/shared/ownership.ts';
import { base, identity } from '../shared/fixtures.ts';
import { type LocalAws, landing, localAws } from '../shared/local.ts';
import { cpu, throttles } from './fixtures.ts';

const topicArns: AlarmsSpec['topicArns'] = {
  'eu-west-2': landing('eu-west-2').topicArns,
  'eu-west-1': landing('eu-west-1').topicArns,
};

describe('attaching alarms', () => {
  let aws: LocalAws;
  let sent: string[];
  let failures: Error[];
  /** The local cloud's clients, which note what is sent and fail as told. */
  const clients: Clients = {
    get(client, region) {
      const real = aws.clients.get(client, region) as { send(command: object): Promise<unknown> };
      const send = async (command: object) => {
        const name = command.constructor.name.replace(/Command$/, '');
        sent.push(name);
        const failure = name === 'PutMetricAlarm' ? failures.shift() : undefined;
        if (failure) throw failure;
        return real.send(command);
      };
      return { send } as never;
    },
  };
  const attach = (alarms: readonly Alarm[], who: Identity = identity) =>
    attachAlarms({ clients, identity: who, tags: { team: 'payments' }, alarms, topicArns });
  const retagged = (tags: Tags, alarms: readonly Alarm[]) =>
    attachAlarms({ clients, identity, tags, alarms, topicArns, readTags: true });
  const inRegion = async (region: string) => {
    const client = aws.clients.get(CloudWatchClient, region);
    const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({}));
    return MetricAlarms;
  };
  const namesIn = async (region: string) => (await inRegion(region)).map(({ AlarmName }) => AlarmName);
  const puts = () => sent.filter((name) => name === 'PutMetricAlarm').length;

  beforeAll(async () => {
    aws = await localAws();
  });
  beforeEach(async () => {
    sent = [];
    failures = [];
    await attach([]);
    sent = [];
  });
  afterAll(() => aws.close());

  it('puts each in the region of its metric, with that region’s topic for its severity', async () => {
    expect(await attach([cpu, throttles])).toEqual({
      alarms: { 'eu-west-2': [cpu.name], 'eu-west-1': [throttles.name] },
    });
    const [london] = await inRegion('eu-west-2');
    const topic = topicArns['eu-west-2']?.warning;
    expect(london).toMatchObject({
      AlarmName: cpu.name,
      AlarmActions: [topic],
      OKActions: [topic],
      Period: 60,
    });
    const [dublin] = await inRegion('eu-west-1');
    expect(dublin).toMatchObject({
      AlarmName: throttles.name,
      AlarmActions: [topicArns['eu-west-1']?.critical],
    });
    expect(dublin?.Metrics?.map(({ Id, ReturnData }) => [Id, ReturnData])).toEqual([
      ['m1', false],
      ['m2', false],
      ['alarming', true],
    ]);
  });

  it('tags them as the environment’s own', async () => {
    await attach([cpu]);
    const [alarm] = await inRegion('eu-west-2');
    const client = aws.clients.get(CloudWatchClient, 'eu-west-2');
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: alarm?.AlarmArn }));
    expect(tagRecord(Tags)).toEqual({ ...base.tags });
  });

  it('changes nothing when everything is right', async () => {
    await attach([cpu, throttles]);
    sent = [];
    await attach([cpu, throttles]);
    expect(sent).toEqual(['DescribeAlarms', 'DescribeAlarms']);
  });

  it('tags what stays, where it is told to look, and does not put it again', async () => {
    await attach([cpu, throttles]);
    const tags = { team: 'billing', costCenter: '42' };
    const difference = () => compareAlarms({ clients, identity, tags, alarms: [cpu, throttles], topicArns });
    const changed = (await difference()).filter(({ state }) => state === 'changed');
    expect(changed.map(({ field, observed }) => [field, observed])).toEqual([
      ['tags', expect.not.arrayContaining(['team=billing'])],
      ['tags', expect.arrayContaining(['team=payments'])],
    ]);
    sent = [];

    await retagged(tags, [cpu, throttles]);

    expect(sent.filter((name) => /^(Put|Tag)/.test(name))).toEqual(['TagResource', 'TagResource']);
    expect((await difference()).filter(({ state }) => state !== 'as-desired')).toEqual([]);
  });

  it('puts only what differs', async () => {
    await attach([cpu, throttles]);
    sent = [];
    await attach([{ ...cpu, threshold: 90 }, throttles]);
    expect(puts()).toBe(1);
    expect(await inRegion('eu-west-2')).toMatchObject([{ Threshold: 90 }]);
  });

  it('goes on where it was throttled', async () => {
    const many = Array.from({ length: 8 }, (_, index) => ({ ...cpu, name: `${cpu.name}-${index}` }));
    const throttled = Object.assign(new Error('Rate exceeded'), { name: 'Throttling' });
    failures = [undefined as never, undefined as never, undefined as never, throttled];
    await expect(attach(many)).rejects.toMatchObject({ name: 'Throttled' });
    const done = (await namesIn('eu-west-2')).length;
    expect(done).toBeGreaterThan(2);
    sent = [];
    await attach(many);
    expect(puts()).toBe(many.length - done);
    expect(await namesIn('eu-west-2')).toHaveLength(many.length);
  });

  it('removes those that no longer belong, in every region', async () => {
    await attach([cpu, throttles]);
    await attach([cpu]);
    expect([await namesIn('eu-west-2'), await namesIn('eu-west-1')]).toEqual([[cpu.name], []]);
  });

  it('leaves the alarms of an environment with a longer name', async () => {
    const longer = { project: 'shop', environment: 'dev-blue', slug: 'shop-dev-blue' };
    const other = { ...cpu, name: 'shop-dev-blue-cpu' };
    await attach([other], longer);
    await attach([cpu]);
    expect(await namesIn('eu-west-2')).toEqual([cpu.name, other.name].sort());
    await attach([], longer);
  });

  it('touches nothing when a name is taken by somebody else', async () => {
    const foreign = { ...throttles, name: 'shop-dev-taken', region: 'eu-west-1' };
    const client = aws.clients.get(CloudWatchClient, 'eu-west-1');
    await client.send(
      new PutMetricAlarmCommand({
        ...{
          AlarmName: foreign.name,
          MetricName: 'Latency',
          Namespace: 'Theirs',
          Statistic: 'Sum',
          Period: 60,
        },
        ...{ EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
      }),
    );
    await expect(attach([cpu, foreign])).rejects.toMatchObject({
      name: 'Terminal',
      message: expect.stringContaining('CloudWatch alarm shop-dev-taken exists already in eu-west-1'),
    });
    expect(await namesIn('eu-west-2')).toEqual([]);
    expect(await inRegion('eu-west-1')).toMatchObject([{ Namespace: 'Theirs' }]);
  });

  it('says which topic the landing zone lacks', async () => {
    await expect(attach([{ ...cpu, region: 'us-east-1' }])).rejects.toThrow(
      'has no warning topic there. Add it to the landing zone.',
    );
  });
});
