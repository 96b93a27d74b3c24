import type { Desired, LandingZone } from '../../../core/spec.ts';
import type { Action, TierKind } from '../../../core/tier.ts';
import type { Check, Planned } from '../../../functions/checks/finding.ts';
import { checkKeys } from '../../../functions/checks/keys.ts';
import { checkCountedQuotas } from '../../../functions/checks/quotas.ts';
import { checkRdsQuotas } from '../../../functions/checks/rds-quotas.ts';
import { checkSubnets } from '../../../functions/checks/subnets.ts';
import { checkTopics } from '../../../functions/checks/topics.ts';
import type { SubmitRuntime } from '../../../functions/submit-runtime.ts';
import { LANDING_ZONES, resolveBody } from '../../core/sample.ts';
import { type Call, fakeClients, sdkError } from '../../tiers/shared/fake-clients.ts';

let desired: Desired;
beforeAll(async () => {
  desired = await resolveBody({ environment: 'dev', preset: 'standard' });
});

const SERVICES = { aurora: 'rds', dynamodb: 'dynamodb', redis: 'elasticache', dax: 'dax' } as const;
const call = (tier: TierKind, command: string, region = 'eu-west-2', input: object = {}): Action => ({
  ...{ service: SERVICES[tier], region, command, summary: command },
  input: input as Action['input'],
});
const NO_ACTIONS = { aurora: [], dynamodb: [], redis: [], dax: [] };
const EVERYTHING = {
  aurora: [call('aurora', 'CreateDBCluster'), call('aurora', 'CreateDBCluster', 'eu-west-1')],
  dynamodb: [
    call('dynamodb', 'CreateTable'),
    call('dynamodb', 'UpdateTable', 'eu-west-2', {
      ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }],
    }),
  ],
  redis: [call('redis', 'CreateReplicationGroup')],
  dax: [call('dax', 'CreateCluster')],
};

async function check(
  which: Check,
  planned: Partial<Planned>,
  answer: (call: Call) => unknown,
  landingZones: readonly LandingZone[] = LANDING_ZONES,
) {
  const clients = fakeClients(answer);
  const findings = await which({ clients, landingZones } as unknown as SubmitRuntime, {
    ...{ before: null, after: desired, actions: NO_ACTIONS },
    ...planned,
  });
  return { findings, calls: clients.calls };
}

const ENABLED = { KeyState: 'Enabled', KeyUsage: 'ENCRYPT_DECRYPT', KeySpec: 'SYMMETRIC_DEFAULT' };
const key = (change: object = {}) => ({ KeyMetadata: { ...ENABLED, ...change } });

describe('keys', () => {
  it('are asked for once each, in their own region, and only those of what is made', async () => {
    const { findings, calls } = await check(checkKeys, { actions: EVERYTHING }, () => key());
    expect(findings).toEqual([]);
    const asked = calls.map(({ region, input }) => `${region} ${input.KeyId.split('/')[1]}`);
    expect(asked.sort()).toEqual([
      'eu-west-1 aurora',
      'eu-west-1 dynamodb',
      'eu-west-2 aurora',
      'eu-west-2 dynamodb',
      'eu-west-2 redis',
      'eu-west-2 secrets',
    ]);
    const update = {
      before: desired,
      actions: { ...NO_ACTIONS, redis: [call('redis', 'ModifyReplicationGroup')] },
    };
    expect((await check(checkKeys, update, () => key())).calls).toEqual([]);
  });

  it.each([
    ['Disabled', { KeyState: 'Disabled' }],
    ['PendingDeletion', { KeyState: 'PendingDeletion' }],
    ['SIGN_VERIFY', { KeyUsage: 'SIGN_VERIFY', KeySpec: 'RSA_2048' }],
  ])('that are %s are an error that names key and region', async (state, change) => {
    const actions = { ...NO_ACTIONS, redis: EVERYTHING.redis };
    const { findings } = await check(checkKeys, { actions }, ({ input }) =>
      key(input.KeyId.endsWith('redis') ? change : {}),
    );
    expect(findings).toEqual([
      { severity: 'error', code: 'key', detail: expect.stringContaining(state), pointer: '#/landingZone' },
    ]);
    expect(findings[0]?.detail).toContain(`${desired.redis.kmsKeyArn} for Redis in eu-west-2`);
  });

  it('that do not exist are an error, and those that may not be looked at a warning', async () => {
    const actions = { ...NO_ACTIONS, redis: EVERYTHING.redis };
    const { findings } = await check(checkKeys, { actions }, ({ input }) => {
      throw sdkError(input.KeyId.endsWith('redis') ? 'NotFoundException' : 'AccessDeniedException');
    });
    expect(findings.map(({ severity, detail }) => [severity, detail])).toEqual([
      ['error', expect.stringContaining('does not exist')],
      ['warning', expect.stringMatching(/could not be checked.*AccessDenied/)],
    ]);
  });

  it('of another region are an error without a call', async () => {
    const redis = { ...desired.redis, kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/x' };
    const actions = { ...NO_ACTIONS, redis: EVERYTHING.redis };
    const { findings, calls } = await check(checkKeys, { after: { ...desired, redis }, actions }, () =>
      key(),
    );
    expect(findings[0]?.detail).toContain('is of region us-east-1');
    expect(calls.map(({ input }) => input.KeyId)).toEqual([desired.redis.secretsKmsKeyArn]);
  });
});

describe('topics', () => {
  it('of alarms are looked at in each region, and those that are missing are named', async () => {
    const { findings, calls } = await check(checkTopics, {}, ({ region, input }) => {
      if (region === 'eu-west-1' && input.TopicArn.endsWith('info')) throw sdkError('NotFoundException');
      return {};
    });
    expect(calls).toHaveLength(6);
    expect(findings).toEqual([
      {
        ...{ severity: 'error', code: 'topic', pointer: '#/landingZone' },
        detail: expect.stringMatching(/eu-west-1:123456789012:info for info alarms .* does not exist/),
      },
    ]);
  });

  it('that the environment has already, or that no alarm needs, are not looked at', async () => {
    expect((await check(checkTopics, { before: desired }, () => ({}))).calls).toEqual([]);
    const after = { ...desired, alarms: { ...desired.alarms, enabled: false } };
    expect((await check(checkTopics, { after }, () => ({}))).calls).toEqual([]);
  });
});

describe('subnets', () => {
  const zoned = (zone: (id: string) => string) =>
    LANDING_ZONES.map((each) => ({
      ...each,
      regions: Object.fromEntries(
        Object.entries(each.regions).map(([name, region]) => {
          const ids = [...region.isolatedSubnetIds, ...region.privateSubnetIds];
          const availabilityZones = Object.fromEntries(ids.map((id) => [id, `${name}${zone(id)}`]));
          return [name, { ...region, availabilityZones }];
        }),
      ),
    }));

  it.each([
    ['nothing is said of their zones', LANDING_ZONES, 0],
    ['they are of two zones', zoned((id) => id.slice(-1)), 0],
    ['they are of one zone', zoned(() => 'a'), 4],
  ])('are right or wrong when %s', async (_, zones, errors) => {
    const { findings } = await check(checkSubnets, { actions: EVERYTHING }, () => ({}), zones);
    expect(findings.map(({ code }) => code)).toEqual(Array(errors).fill('subnet'));
  });
});

describe('quotas of RDS', () => {
  const quotas = (Used: number) => ({
    AccountQuotas: [{ AccountQuotaName: 'DBClusters', Used, Max: 40 }],
  });

  it.each([
    [39, 0],
    [40, 2],
  ])('with %i of 40 used give %i errors for one more in each of two regions', async (used, errors) => {
    const { findings } = await check(checkRdsQuotas, { actions: EVERYTHING }, () => quotas(used));
    expect(findings.map(({ severity }) => severity)).toEqual(Array(errors).fill('error'));
  });

  it('count what is taken away before it is made anew', async () => {
    const aurora = [call('aurora', 'DeleteDBCluster'), call('aurora', 'CreateDBCluster')];
    const { findings } = await check(checkRdsQuotas, { actions: { ...NO_ACTIONS, aurora } }, () =>
      quotas(40),
    );
    expect(findings).toEqual([]);
  });

  it('are not asked for where nothing is made, and are a warning where they do not answer', async () => {
    expect((await check(checkRdsQuotas, {}, () => quotas(40))).calls).toEqual([]);
    const { findings } = await check(checkRdsQuotas, { actions: EVERYTHING }, () => {
      throw sdkError('InvalidAction');
    });
    expect(findings.map(({ severity, detail }) => [severity, detail])).toEqual(
      Array(2).fill(['warning', expect.stringContaining('not implemented')]),
    );
  });
});

describe('quotas that are counted', () => {
  const used = (nodes: number, daxNodes: number, tables: number) => (made: Call) => {
    if (made.command === 'DescribeCacheClusters')
      return { CacheClusters: Array.from({ length: nodes }, () => ({ NumCacheNodes: 1 })) };
    if (made.command === 'DescribeClusters') return { Clusters: [{ TotalNodes: daxNodes }] };
    return { TableNames: Array(tables).fill('t') };
  };

  it('are warnings that say what is used, asked for and usual', async () => {
    // standard: 2 nodes of Redis, 3 of DAX, tables in two regions
    const { findings } = await check(checkCountedQuotas, { actions: EVERYTHING }, used(299, 48, 2500));
    expect(findings.map(({ severity }) => severity)).toEqual(Array(4).fill('warning'));
    expect(findings.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/ElastiCache nodes in eu-west-2: 299 .* 2 more .* default quota is 300/),
      expect.stringMatching(/DAX nodes in eu-west-2: 48 .* 3 more .* 50/),
      expect.stringMatching(/DynamoDB tables in eu-west-2: 2500 .* 1 more .* 2500/),
      expect.stringMatching(/DynamoDB tables in eu-west-1/),
    ]);
  });

  it('are fine when there is just room', async () => {
    const { findings } = await check(checkCountedQuotas, { actions: EVERYTHING }, used(298, 47, 2499));
    expect(findings).toEqual([]);
  });

  it('of a change count what is added only', async () => {
    const before = { ...desired, redis: { ...desired.redis, nodeCount: 1 } };
    const actions = { ...NO_ACTIONS, redis: [call('redis', 'IncreaseReplicaCount')] };
    const just = await check(checkCountedQuotas, { before, actions }, used(299, 0, 0));
    expect(just.findings).toEqual([]);
    expect(just.calls).toHaveLength(1);
    const over = await check(checkCountedQuotas, { before, actions }, used(300, 0, 0));
    expect(over.findings[0]?.detail).toContain('1 more');
  });

  it('read every page', async () => {
    const actions = { ...NO_ACTIONS, dynamodb: [call('dynamodb', 'CreateTable')] };
    const { findings, calls } = await check(checkCountedQuotas, { actions }, ({ input }) =>
      input.ExclusiveStartTableName
        ? { TableNames: Array(1250).fill('t') }
        : { TableNames: Array(1250).fill('t'), LastEvaluatedTableName: 't' },
    );
    expect(calls).toHaveLength(2);
    expect(findings).toHaveLength(1);
  });
});
