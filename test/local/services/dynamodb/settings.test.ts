import type {
  ListTagsOfResourceOutput,
  PointInTimeRecoverySpecification,
  TimeToLiveSpecification,
} from '@aws-sdk/client-dynamodb';
import { realistic } from '../../../../local/delays.ts';
import { dynamoDb, plain } from './fixtures.ts';
import { call, DUBLIN, errorOf, LONDON } from './world.ts';

const TableName = 'plain';
const ResourceArn = 'arn:aws:dynamodb:eu-west-2:123456789012:table/plain';

async function table(delays?: Parameters<typeof dynamoDb>[0]) {
  const { world, service } = dynamoDb(delays);
  await call(service, LONDON, 'CreateTable', plain({ Tags: [{ Key: 'a', Value: '1' }] }));
  await world.pass(10_000);
  return {
    world,
    service,
    ttl: (Enabled: boolean, AttributeName = 'ttl') =>
      call(service, LONDON, 'UpdateTimeToLive', {
        TableName,
        TimeToLiveSpecification: { Enabled, AttributeName } satisfies TimeToLiveSpecification,
      }),
    pitr: (PointInTimeRecoveryEnabled: boolean, RecoveryPeriodInDays?: number) =>
      call(service, LONDON, 'UpdateContinuousBackups', {
        TableName,
        PointInTimeRecoverySpecification: {
          PointInTimeRecoveryEnabled,
          RecoveryPeriodInDays,
        } satisfies PointInTimeRecoverySpecification,
      }),
  };
}

describe('time to live', () => {
  it('goes from DISABLED through ENABLING to ENABLED', async () => {
    const { world, service, ttl } = await table(realistic);
    const status = () => call(service, LONDON, 'DescribeTimeToLive', { TableName });
    expect(await status()).toEqual({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } });
    await ttl(true);
    expect(await status()).toMatchObject({ TimeToLiveDescription: { TimeToLiveStatus: 'ENABLING' } });
    await world.pass(10_000);
    expect(await status()).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' },
    });
  });

  it('refuses to be enabled twice, to change its attribute, and to be disabled when it is off', async () => {
    const { world, ttl } = await table();
    expect(await errorOf(ttl(false))).toBe('ValidationException: TimeToLive is already disabled');
    await ttl(true);
    await world.settle();
    expect(await errorOf(ttl(true))).toBe('ValidationException: TimeToLive is already enabled');
    expect(await errorOf(ttl(true, 'other'))).toBe(
      'ValidationException: TimeToLive is active on a different AttributeName: current AttributeName is ttl',
    );
  });

  it('changes once an hour at the real pace', async () => {
    const { world, ttl } = await table(realistic);
    await ttl(true);
    await world.pass(60_000);
    expect(await errorOf(ttl(false))).toBe(
      'ValidationException: Time to live has been modified multiple times within a fixed interval',
    );
    await world.pass(3_600_000);
    expect(await errorOf(ttl(false))).toBe('no error');
  });

  it('cannot be described while the table is CREATING', async () => {
    const { world, service } = dynamoDb(realistic);
    await call(service, LONDON, 'CreateTable', plain());
    expect(await errorOf(call(service, LONDON, 'DescribeTimeToLive', { TableName }))).toContain(
      'Cannot describe time to live while table is in CREATING state',
    );
    await world.settle();
  });
});

describe('continuous backups', () => {
  it('are unavailable for a while after the table has become ACTIVE', async () => {
    const { world, pitr } = await table(realistic);
    expect(await errorOf(pitr(true))).toBe(
      'ContinuousBackupsUnavailableException: Backups are being enabled for the table: plain. Please retry later',
    );
    await world.pass(10_000);
    expect(await errorOf(pitr(true))).toBe('no error');
  });

  it('keep 35 days unless another period is asked for', async () => {
    const { pitr } = await table();
    expect(await pitr(true)).toMatchObject({
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: 35 },
      },
    });
    expect(await pitr(true, 7)).toMatchObject({
      ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { RecoveryPeriodInDays: 7 } },
    });
  });

  it.each([
    [true, 0, 'Member must have value greater than or equal to 1'],
    [true, 36, 'Member must have value less than or equal to 35'],
    [false, 7, 'Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.'],
  ])('refuse enabled %s with %s days', async (enabled, days, expected) => {
    const { pitr } = await table();
    const error = await errorOf(pitr(enabled, days));
    expect(error).toMatch(/^ValidationException: /);
    expect(error).toContain(expected);
  });

  it('answer TableNotFoundException for a table that is not there', async () => {
    const { service } = await table();
    expect(await errorOf(call(service, DUBLIN, 'DescribeContinuousBackups', { TableName }))).toBe(
      'TableNotFoundException: Table not found: plain',
    );
  });
});

describe('tags', () => {
  it('are added, replaced and removed by ARN', async () => {
    const { service } = await table();
    await call(service, LONDON, 'TagResource', {
      ResourceArn,
      Tags: [
        { Key: 'a', Value: '2' },
        { Key: 'b', Value: '3' },
      ],
    });
    await call(service, LONDON, 'UntagResource', { ResourceArn, TagKeys: ['b', 'not there'] });
    expect(await call(service, LONDON, 'ListTagsOfResource', { ResourceArn })).toEqual({
      Tags: [{ Key: 'a', Value: '2' }],
    });
  });

  it('come in pages of ten', async () => {
    const { service } = await table();
    const Tags = Array.from({ length: 11 }, (_, n) => ({ Key: `t${n}`, Value: '' }));
    await call(service, LONDON, 'TagResource', { ResourceArn, Tags });
    const first = await call<ListTagsOfResourceOutput>(service, LONDON, 'ListTagsOfResource', {
      ResourceArn,
    });
    expect(first.Tags).toHaveLength(10);
    const { NextToken } = first;
    expect(await call(service, LONDON, 'ListTagsOfResource', { ResourceArn, NextToken })).toEqual({
      Tags: [
        { Key: 't9', Value: '' },
        { Key: 't10', Value: '' },
      ],
    });
  });

  it('cannot be read while the table is CREATING', async () => {
    const { world, service } = dynamoDb(realistic);
    await call(service, LONDON, 'CreateTable', plain());
    expect(await errorOf(call(service, LONDON, 'ListTagsOfResource', { ResourceArn }))).toContain(
      'ResourceNotFoundException: Requested resource not found: ResourceArn:',
    );
    await world.settle();
  });

  const fiftyOne = Array.from({ length: 51 }, (_, n) => ({ Key: `t${n}`, Value: '' }));
  it.each([
    [
      'an ARN of another region',
      ResourceArn.replace(LONDON, DUBLIN),
      [{ Key: 'k', Value: '' }],
      'Invalid TableArn',
    ],
    ['an index', `${ResourceArn}/index/x`, [{ Key: 'k', Value: '' }], 'only table or stream is accepted'],
    ['a name', 'plain', [{ Key: 'k', Value: '' }], "ARNs must start with 'arn:': plain"],
    ['no tags', ResourceArn, [], 'Atleast one Tag needs to be provided as Input.'],
    ['too many tags', ResourceArn, fiftyOne, 'Number of Tags exceed the current limit'],
  ])('refuse %s', async (_case, arn, Tags, expected) => {
    const { service } = await table();
    expect(await errorOf(call(service, LONDON, 'TagResource', { ResourceArn: arn, Tags }))).toContain(
      expected,
    );
  });
});
