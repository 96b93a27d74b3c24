import fc from 'fast-check';
import { type Answer, planDifference, planIdOf } from '../../core/plan-id.ts';
import { foresee } from '../../core/preview.ts';
import { foresights } from '../../tiers/foresights.ts';
import { planRedis } from '../../tiers/redis/plan.ts';
import { validRequests } from '../support/requests/index.ts';
import { runs } from '../support/runs.ts';
import { nothing } from '../tiers/redis/fixtures.ts';
import { resolveBody } from './sample.ts';

const asked = { kind: 'create', project: 'shop', environment: 'dev', about: 'x' };
const requests = validRequests({ environments: fc.constant('dev') });

async function answerTo(request: unknown): Promise<Answer> {
  const desired = await resolveBody(request);
  const { redis } = desired;
  const { actions, failures } = foresee({ plan: planRedis }, foresights.redis, redis, redis, nothing);
  return { actions, failures, desired };
}

describe('the id of a plan', () => {
  it('is the same for a plan that was kept as JSON, and for one in other words', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const answer = await answerTo(request);
        const id = planIdOf(asked, answer);
        expect(planIdOf(asked, JSON.parse(JSON.stringify(answer)))).toBe(id);
        const actions = answer.actions.map((action) => ({ ...action, summary: 'something else' }));
        expect(planIdOf(asked, { ...answer, actions })).toBe(id);
      }),
      runs(100),
    );
  });

  it('tells documents apart, and says that it is the answer that differs', async () => {
    await fc.assert(
      fc.asyncProperty(requests, requests, async (one, other) => {
        const [first, second] = [await answerTo(one), await answerTo(other)];
        const isSame = JSON.stringify(first) === JSON.stringify(second);
        const difference = planDifference(planIdOf(asked, first), planIdOf(asked, second));
        expect(difference).toBe(isSame ? null : 'other-observation');
      }),
      runs(100),
    );
  });
});
