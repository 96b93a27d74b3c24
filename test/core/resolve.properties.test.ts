import fc from 'fast-check';
import { parseRequest } from '../../core/request.ts';
import { validRequests } from '../support/requests/index.ts';
import { runs } from '../support/runs.ts';
import { resolveBody } from './sample.ts';

const requests = validRequests();

describe('a valid request', () => {
  it('is accepted as it is, and comes to the same document every time', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        expect(parseRequest(JSON.stringify(request))).toEqual(request);
        const desired = await resolveBody(request);
        expect(await resolveBody(request)).toEqual(desired);
        expect(JSON.parse(JSON.stringify(desired))).toEqual(desired);
      }),
      runs(200),
    );
  });
});
