import roles from '../../../../lib/generated/policies.json' with { type: 'json' };
import { reevaluate } from '../../../../local/iam/coverage.ts';
import { provision, runOutOfCapacity } from '../support/common-life.ts';
import { prove } from '../support/prove.ts';
import { resizeRedis } from '../support/resize-redis.ts';
import * as life from '../support/tiers-life.ts';

const { plinth } = prove('tiers', async (plinth) => {
  const first = await provision(plinth);
  await life.loseSecrets(plinth, first);
  await runOutOfCapacity(plinth, first, []);
  const later = life.changed(first);
  await life.arrive(plinth, later);
  await plinth.arrive('dax', first.dax, 'present');
  await life.attach(plinth, later);
  await life.attach(plinth, later, false);
  await life.moveWriter(plinth, later);
  await life.shrinkAndDelete(plinth);
  await resizeRedis(plinth, first);
});

it('keeps the tiers out of each other', () => {
  const changes = plinth().decisions.filter(
    ({ role, action }) => role === 'plinth-redis' && /:(Create|Modify)/.test(action),
  );
  const asDax = changes.map((decision) => ({ ...decision, role: 'plinth-dax' }));
  const refused = reevaluate(asDax, roles).map(({ action }) => action);
  expect(refused).toEqual(
    expect.arrayContaining(['elasticache:CreateReplicationGroup', 'secretsmanager:CreateSecret']),
  );
});
