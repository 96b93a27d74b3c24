import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { SMALL } from '../../../e2e/support/plinth.ts';
import type { Installation } from './installation.ts';

/** The registry has lost an environment, and RDS has left a log group: all of it goes by the API. */
export async function sweep(plinth: Installation): Promise<void> {
  const off = { deletionProtection: false };
  const body = { ...SMALL, environment: 'lost', preset: 'standard', aurora: off, alarms: {} };
  const { json } = await plinth.api.create({ ...body, dynamodb: { ...SMALL.dynamodb, ...off } });
  expect((await plinth.api.ended(json.links.self)).status).toBe('succeeded');
  const key = { pk: 'PROJECT#shop', sk: 'ENVIRONMENT#lost' };
  await plinth.cloud.runtime.registry.table.transact([{ verb: 'Delete', key, expression: {} }]);
  const logGroupName = '/aws/rds/cluster/plinth-left-over-aurora-euw2/postgresql';
  await plinth.aws(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName }));
  const left = async () => (await plinth.api.get('/v1/orphans')).json.items;
  let found = await left();
  for (let round = 0; round < 12 && found.length > 0; round++) {
    for (const { orphanId } of found) await plinth.api.send('DELETE', `/v1/orphans/${orphanId}`);
    found = await left();
  }
  expect(found).toEqual([]);
}
