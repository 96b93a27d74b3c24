import type { Decision } from '../../../local/iam/authorizer.ts';
import { type Plinth, SMALL, startControlPlanes } from '../../e2e/support/plinth.ts';

let plinth: Plinth;
const decisions: Decision[] = [];
beforeAll(async () => {
  plinth = await startControlPlanes({ onDecision: (decision) => decisions.push(decision) });
});
afterAll(() => plinth.close());

it('the API may look at all that a request needs, and nothing is denied it', async () => {
  const answer = await plinth.api.create({ ...SMALL, alarms: { enabled: true } });
  expect(answer.status).toBe(202);
  const ofApi = decisions.filter(({ role }) => role === 'plinth-api');
  expect(ofApi.filter(({ allowed }) => !allowed)).toEqual([]);
  const asked = ofApi.map(({ action }) => action);
  expect(asked).toEqual(
    expect.arrayContaining(['kms:DescribeKey', 'sns:GetTopicAttributes', 'dynamodb:ListTables']),
  );
});
