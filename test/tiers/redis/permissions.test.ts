import { redisCommands } from '../../../tiers/redis/apply.ts';
import { observeRedis } from '../../../tiers/redis/observe.ts';
import { redisObservePermissions, redisPermissions } from '../../../tiers/redis/permissions.ts';
import { fakeClients } from '../shared/fake-clients.ts';
import { actionsOfCalls, actionsOfCommands, allowed, unrestricted } from '../shared/permissions.ts';
import { single } from './fixtures.ts';

const answers: Record<string, unknown> = {
  DescribeCacheSubnetGroups: { CacheSubnetGroups: [{ ARN: 'arn' }] },
  DescribeCacheParameterGroups: { CacheParameterGroups: [{ ARN: 'arn' }] },
  DescribeReplicationGroups: { ReplicationGroups: [{ ARN: 'arn', Status: 'create-failed' }] },
  DescribeLogGroups: { logGroups: [{ logGroupName: '/plinth/shop-dev/redis/slow-log' }] },
};

describe('permissions of the Redis tier', () => {
  it('are, for looking, exactly the calls that observe makes', async () => {
    const clients = fakeClients(({ command }) => answers[command] ?? {});
    await observeRedis({ spec: single, clients });
    const used = new Set(actionsOfCalls(clients.calls));
    expect([...allowed(redisObservePermissions)].sort()).toEqual([...used].sort());
  });

  it('cover every call that apply can make, and the reading and generating of secrets', () => {
    const used = [
      ...actionsOfCommands(redisCommands),
      'secretsmanager:GetSecretValue',
      'secretsmanager:GetRandomPassword',
    ];
    expect([...allowed(redisPermissions)]).toEqual(expect.arrayContaining(used));
  });

  it('change nothing on any resource at all', () => {
    const changing = unrestricted(redisPermissions).filter((action) =>
      /:(Create|Delete|Modify)/.test(action),
    );
    expect(changing).toEqual(['logs:CreateLogDelivery', 'logs:DeleteLogDelivery']);
  });
});
