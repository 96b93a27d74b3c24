import { jest } from '@jest/globals';
import { answerCallsWith } from '../../e2e/support/faults.ts';
import { problem } from '../../e2e/support/http.ts';
import { changes, type Plinth, SMALL, startControlPlanes } from '../../e2e/support/plinth.ts';

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes();
});
afterAll(() => plinth.close());
afterEach(() => {
  jest.restoreAllMocks();
});

describe('AWS in trouble while a request is looked at', () => {
  it.each([
    ['throttling', { name: 'ThrottlingException', message: 'Rate exceeded' }],
    ['a fault of the service', { name: 'InternalFailure', $fault: 'server' }],
    ['a broken connection', { code: 'ECONNRESET', message: 'socket hang up' }],
  ])('%s is answered with 503 and when to try again', async (_what, error) => {
    const from = plinth.calls.length;
    answerCallsWith(plinth, 'DescribeDBSubnetGroups', [error]);

    const answer = await plinth.api.create(SMALL);

    expect(answer).toMatchObject({ status: 503, json: { type: problem('unavailable') } });
    expect(answer.headers['retry-after']).toMatch(/^[1-9][0-9]*$/);
    expect(changes(plinth, from)).toEqual([]);
  });

  it('a missing permission is answered with the call that needs it', async () => {
    const from = plinth.calls.length;
    const error = {
      name: 'AccessDenied',
      message: 'not authorized',
      operation: 'RDS DescribeDBSubnetGroups',
    };
    answerCallsWith(plinth, 'DescribeDBSubnetGroups', [error]);

    const answer = await plinth.api.create(SMALL);

    expect(answer).toMatchObject({ status: 503, json: { type: problem('unavailable') } });
    // Nothing was started, so there is no operation to retry.
    expect(answer.json.detail).toMatch(/RDS DescribeDBSubnetGroups.*permission.*send the request again/);
    expect(changes(plinth, from)).toEqual([]);
  });

  it('the same request is taken once the trouble is over', async () => {
    answerCallsWith(plinth, 'DescribeOrderableDBInstanceOptions', [{ name: 'ThrottlingException' }]);
    const refused = await plinth.api.create(SMALL);

    const answer = await plinth.api.create(SMALL);

    expect([refused.status, answer.status]).toEqual([503, 202]);
    expect((await plinth.api.ended(answer.json.links.self)).status).toBe('succeeded');
  });
});
