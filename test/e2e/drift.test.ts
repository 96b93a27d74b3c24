import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import { ElastiCacheClient, ModifyReplicationGroupCommand } from '@aws-sdk/client-elasticache';
import { jest } from '@jest/globals';
import type { Drift, DriftField } from '../../core/generated/api.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { violationsOf } from '../support/events.ts';
import { problem } from './support/http.ts';
import { type Plinth, SMALL, startControlPlanes } from './support/plinth.ts';

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes();
  const { json } = await plinth.api.create({ ...SMALL, alarms: {} });
  expect((await plinth.api.ended(json.links.self)).status).toBe('succeeded');
});
afterAll(() => plinth.close());

const DEV = '/v1/projects/shop/environments/dev';
const drift = async (): Promise<Drift> => (await plinth.api.get(`${DEV}/drift`)).json;
const changed = async (): Promise<DriftField[]> =>
  (await drift()).fields.filter(({ state }) => state === 'changed');
const reconcile = () => plinth.api.send('POST', `${DEV}/reconcile`);

const cloudwatch = () => plinth.aws(CloudWatchClient);
async function alarmAbout(part: string): Promise<MetricAlarm> {
  const { MetricAlarms = [] } = await cloudwatch().send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
  const alarm = MetricAlarms.find(({ AlarmName = '' }) => AlarmName.includes(part));
  if (!alarm) throw new Error(`There is no alarm about ${part}.`);
  return alarm;
}

/** What Plinth would put, as somebody puts it by hand. */
function asInput(alarm: MetricAlarm) {
  const { AlarmName, AlarmDescription, ActionsEnabled, AlarmActions, OKActions, Metrics } = alarm;
  const { Namespace, MetricName, Dimensions, Statistic, Period } = alarm;
  const { EvaluationPeriods, ComparisonOperator, Threshold, TreatMissingData } = alarm;
  return {
    ...{ AlarmName, AlarmDescription, ActionsEnabled, AlarmActions, OKActions, Metrics },
    ...{ Namespace, MetricName, Dimensions, Statistic, Period },
    ...{ EvaluationPeriods, ComparisonOperator, Threshold, TreatMissingData },
  };
}

let name = '';

interface Case {
  readonly what: string;
  /** By the administrator, behind Plinth's back. */
  readonly change: () => Promise<unknown>;
  /** The changed fields, and no others. */
  readonly expected: readonly Partial<DriftField>[] | (() => readonly Partial<DriftField>[]);
}

/** Each: changed by hand, seen with both values, repaired. A case of another tier is one more entry. */
const CASES: readonly Case[] = [
  {
    what: 'an alarm deleted',
    change: async () => {
      name = (await alarmAbout('dax-cpu')).AlarmName ?? '';
      await cloudwatch().send(new DeleteAlarmsCommand({ AlarmNames: [name] }));
    },
    expected: () => [
      {
        tier: 'alarms',
        resource: `CloudWatch alarm ${name} in eu-west-2`,
        field: 'exists',
        desired: true as never,
        observed: false as never,
      },
    ],
  },
  {
    what: 'the threshold and the periods of an alarm',
    change: async () => {
      const alarm = await alarmAbout('dax-cpu');
      await cloudwatch().send(
        new PutMetricAlarmCommand({ ...asInput(alarm), Threshold: 99, EvaluationPeriods: 9 }),
      );
    },
    expected: [
      { field: 'EvaluationPeriods', desired: 5 as never, observed: 9 as never },
      { field: 'Threshold', desired: 80 as never, observed: 99 as never },
    ],
  },
  {
    what: 'an alarm that rings nobody',
    change: async () => {
      const alarm = await alarmAbout('dax-cpu');
      await cloudwatch().send(new PutMetricAlarmCommand({ ...asInput(alarm), AlarmActions: [] }));
    },
    expected: [{ field: 'AlarmActions', observed: [] as never }],
  },
  {
    what: 'an alarm of ours that nobody asked for',
    change: async () => {
      const alarm = await alarmAbout('dax-cpu');
      name = `${alarm.AlarmName}-copy`;
      await cloudwatch().send(
        new PutMetricAlarmCommand({
          ...asInput(alarm),
          AlarmName: name,
          Tags: [
            { Key: 'plinth:environment', Value: 'shop/dev' },
            { Key: 'plinth:managed-by', Value: 'plinth' },
          ],
        }),
      );
    },
    expected: () => [
      {
        resource: `CloudWatch alarm ${name} in eu-west-2`,
        field: 'exists',
        desired: false as never,
        observed: true as never,
      },
    ],
  },
  {
    what: 'the backups of a table turned off',
    change: () =>
      plinth.aws(DynamoDBClient).send(
        new UpdateContinuousBackupsCommand({
          TableName: 'plinth-shop-dev-games',
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
        }),
      ),
    expected: [{ tier: 'dynamodb' }],
  },
  {
    what: 'the snapshots of Redis kept for another time',
    change: () =>
      plinth.aws(ElastiCacheClient).send(
        new ModifyReplicationGroupCommand({
          ...{ ReplicationGroupId: 'plinth-shop-dev-redis', SnapshotRetentionLimit: 9 },
          ApplyImmediately: true,
        }),
      ),
    expected: [{ tier: 'redis', field: 'redis.snapshotRetentionDays', observed: 9 as never }],
  },
  {
    what: 'the dashboard deleted',
    change: () =>
      cloudwatch().send(new DeleteDashboardsCommand({ DashboardNames: ['plinth-shop-dev-database'] })),
    expected: [
      {
        resource: 'CloudWatch dashboard plinth-shop-dev-database',
        field: 'exists',
        observed: false as never,
      },
    ],
  },
];

it('an environment as it was asked for has no drift, and a repair of it starts nothing', async () => {
  const { summary, fields } = await drift();
  expect(summary.changed).toBe(0);
  expect(summary.asDesired).toBe(fields.filter(({ state }) => state === 'as-desired').length);
  expect(summary.asDesired).toBeGreaterThan(0);

  const answer = await reconcile();

  expect(answer).toMatchObject({
    status: 200,
    json: { environment: 'dev', status: 'ready', drift: { changed: 0 } },
  });
  const { json } = await plinth.api.get('/v1/projects/shop/operations');
  expect(json.items.map(({ kind }: { kind: string }) => kind)).toEqual(['create']);
});

describe.each(CASES)('$what', ({ change, expected }) => {
  it('is seen with both values, by GET and on the environment, and repaired', async () => {
    await change();

    const found = await changed();
    const wanted = typeof expected === 'function' ? expected() : expected;
    expect(found).toHaveLength(wanted.length);
    expect(found).toEqual(wanted.map((field) => expect.objectContaining(field)));
    expect((await drift()).fields.slice(0, wanted.length)).toEqual(found);
    expect((await plinth.api.get(DEV)).json.drift.changed).toBe(wanted.length);

    const { status, json } = await reconcile();
    expect([status, json.kind]).toEqual([202, 'reconcile']);
    expect((await plinth.api.ended(json.links.self)).status).toBe('succeeded');
    expect(await changed()).toEqual([]);
  });
});

describe('the check by the clock', () => {
  const told = () => plinth.cloud.events.filter((event) => event['detail-type'] === 'Environment Drifted');
  const check = (event: object = {}) => plinth.cloud.invoke('plinth-drift', event);
  const record = async () =>
    (await plinth.cloud.runtime.registry.getEnvironment('shop', 'dev')) as EnvironmentRecord;
  const loosen = async (Threshold: number) => {
    const alarm = await alarmAbout('dax-cpu');
    await cloudwatch().send(new PutMetricAlarmCommand({ ...asInput(alarm), Threshold }));
  };
  const repair = async () => {
    const { json } = await reconcile();
    expect((await plinth.api.ended(json.links.self)).status).toBe('succeeded');
  };

  it('tells of drift once, of other drift again, and of the same again after a repair', async () => {
    await check();
    expect(told()).toEqual([]);

    await loosen(99);
    // A person who looks is not everybody who listens.
    expect((await drift()).summary.changed).toBe(1);
    await check();
    await check();
    const [first] = told();
    expect(told()).toHaveLength(1);
    expect(violationsOf(told())).toEqual([]);
    expect(first?.detail).toMatchObject({
      ...{ project: 'shop', environment: 'dev', summary: { changed: 1 } },
      fields: [{ tier: 'alarms', field: 'Threshold', desired: 80, observed: 99 }],
      links: { reconcile: `${DEV}/reconcile` },
    });

    await loosen(98);
    await check();
    expect(told()).toHaveLength(2);

    await repair();
    await loosen(98);
    await check();
    expect(told()).toHaveLength(3);
    await repair();
  });

  it('looks at what was not looked at for as long as it is told', async () => {
    await check();
    const { drift: last } = await record();

    await check({ olderThanHours: 24 });
    expect((await record()).drift).toEqual(last);

    await check({ olderThanHours: -1 });
    expect((await record()).drift?.checkedAt).not.toBe(last?.checkedAt);
  });

  it('fails at the end for environments that AWS does not answer about, so that they are tried again', async () => {
    const { json } = await plinth.api.create({ ...SMALL, environment: 'other', alarms: {} });
    await plinth.api.ended(json.links.self);
    const { clients } = plinth.cloud.runtime;
    const get = jest.spyOn(clients, 'get').mockImplementation(() => {
      throw Object.assign(new Error('Rate exceeded'), { name: 'Throttling' });
    });
    try {
      await check();
    } finally {
      get.mockRestore();
    }
    expect(plinth.cloud.deadLetters.at(-1)).toMatchObject({
      functionName: 'plinth-drift',
      errorMessage: '2 of 2 environments could not be looked at. The log says which, and why.',
    });
  });
});

describe('an environment', () => {
  it('that is not there has no drift', async () => {
    const answer = await plinth.api.get('/v1/projects/shop/environments/nothing/drift');
    expect(answer).toMatchObject({ status: 404, json: { type: problem('not-found') } });
  });

  it('at work has none either, and one that failed has', async () => {
    const { registry } = plinth.cloud.runtime;
    const before = (await plinth.cloud.runtime.registry.getEnvironment('shop', 'dev')) as EnvironmentRecord;
    await registry.handOver({ ...before, status: 'updating' }, before);
    const answer = await plinth.api.get(`${DEV}/drift`);
    expect(answer).toMatchObject({ status: 409, json: { type: problem('operation-in-progress') } });

    await registry.handOver({ ...before, status: 'failed' }, { ...before, status: 'updating' });
    expect(await plinth.api.get(`${DEV}/drift`)).toMatchObject({
      status: 200,
      json: { summary: { changed: 0 } },
    });
    // What the failed operation did not get to is done by a repair, drift or not.
    expect((await reconcile()).status).toBe(202);
  });
});
