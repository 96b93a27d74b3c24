import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import type { Operation } from '../../../../core/generated/api.ts';
import type { Desired } from '../../../../core/spec.ts';
import { ownershipTags } from '../../../../core/tier.ts';
import type { FunctionKey } from '../../../../functions/keys.ts';
import { tiers } from '../../../../tiers/index.ts';
import { eventually } from '../../../e2e/support/connect.ts';
import { example } from '../../../e2e/support/http.ts';
import type { Installation } from './installation.ts';

/** What an environment can go through. Each part runs in the name of the function whose work it is. */

export const ENVIRONMENTS = '/v1/projects/shop/environments';
export const PRODUCTION = `${ENVIRONMENTS}/production`;

/** All that can be asked for, of what needs no engine. */
export async function provision(plinth: Installation): Promise<Desired> {
  const body = {
    ...JSON.parse(example('production')),
    dax: { recordTtlMs: 60_000 },
    migrations: { set: null },
  };
  const { json } = await plinth.api.create(body, { headers: { 'Idempotency-Key': 'once' } });
  expect(await plinth.api.ended(json.links.self)).toMatchObject({ status: 'succeeded', error: null });
  const record = await plinth.cloud.runtime.registry.getEnvironment('shop', 'production');
  return record?.desired as Desired;
}

/** The operation that a request has started, once it has ended. */
export async function operation(
  plinth: Installation,
  method: string,
  path: string,
  body?: object,
): Promise<Operation> {
  const { status, text, json } = await plinth.api.send(method, path, body);
  if (status !== 202) throw new Error(`${method} ${path} answered ${status}: ${text}`);
  return plinth.api.ended(json.links.self);
}

/** As after a failure: the request is sent again, and everything is there already. */
export async function lookAgain(plinth: Installation, desired: Desired, keys: readonly FunctionKey[]) {
  const { clients } = plinth.cloud.runtime;
  for (const key of keys) {
    await plinth.as(key, async () => {
      for (const { tier, specOf } of Object.values(tiers))
        await tier.observe({ spec: specOf(desired), clients });
    });
  }
}

/** AWS has no room for a group: its cause is among the events, for everyone who looks. */
export async function runOutOfCapacity(
  plinth: Installation,
  { redis }: Desired,
  keys: readonly FunctionKey[],
) {
  const identity = { ...redis.identity, environment: 'full', slug: 'plinth-shop-full' };
  const tags = { ...redis.tags, ...ownershipTags(identity) };
  const spec = { ...redis, identity, tags, nodeType: 'cache.r7g.xlarge' };
  plinth.cloud.faults.capacity(spec.region, spec.nodeType);
  await expect(plinth.arrive('redis', spec, 'present')).rejects.toMatchObject({
    name: 'Blocked',
  });
  for (const key of keys) {
    await plinth.as(key, () => tiers.redis.tier.observe({ spec, clients: plinth.cloud.runtime.clients }));
  }
  await plinth.arrive('redis', spec, 'absent');
}

/** The delete that nobody waits for has an end. */
export async function gone(plinth: Installation, environment: string): Promise<void> {
  const look = async () => (await plinth.api.get(`${ENVIRONMENTS}/${environment}`)).status;
  expect(await eventually(look, (status) => status === 404)).toBe(404);
}

/** Somebody changes an alarm by hand. */
export async function changeAlarm(plinth: Installation): Promise<void> {
  const cloudwatch = plinth.aws(CloudWatchClient);
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
  const alarm = MetricAlarms.find(({ MetricName }) => MetricName !== undefined);
  await cloudwatch.send(
    new PutMetricAlarmCommand({ ...alarm, AlarmName: alarm?.AlarmName, Threshold: 1 } as never),
  );
}
