import fc from 'fast-check';
import { retire, stillRetired } from '../../core/retire.ts';
import type { Desired } from '../../core/spec.ts';
import { validRequests } from '../support/requests/index.ts';
import { runs } from '../support/runs.ts';
import { resolveBody } from './sample.ts';

const requests = validRequests({ environments: fc.constant('dev'), primaryRegion: 'eu-west-2' });
const pairs = fc.tuple(requests, requests);

const tableNames = ({ dynamodb }: Desired) => dynamodb.tables.map(({ tableName }) => tableName);
const retiredTables = ({ dynamodb }: Desired) =>
  dynamodb.retiredTables?.map(({ tableName }) => tableName) ?? [];
const regions = (desired: Desired) => [desired.aurora.secondary?.region, desired.dynamodb.secondary?.region];

describe('what an update takes out', () => {
  it('is exactly what was there and is not asked for any more, each once', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async ([one, other]) => {
        const [before, after] = [await resolveBody(one), await resolveBody(other)];
        const next = retire(after, before, true);
        const gone = tableNames(before).filter((name) => !tableNames(after).includes(name));
        expect(retiredTables(next).toSorted()).toEqual(gone.toSorted());
        for (const { indexes, retiredIndexes = [] } of next.dynamodb.tables) {
          for (const name of retiredIndexes) expect(indexes.map((index) => index.name)).not.toContain(name);
          expect(new Set(retiredIndexes).size).toBe(retiredIndexes.length);
        }
        const left = [next.aurora.retiredSecondary?.region, next.dynamodb.retiredSecondary?.region];
        for (const [at, region] of left.entries()) {
          expect(region).toBe(regions(after)[at] ? undefined : regions(before)[at]);
        }
        expect(next.redis.retiredParameterGroupFamilies).not.toContain(next.redis.parameterGroupFamily);
        // Nothing else of the document is touched.
        const { retiredSecondary: _, ...aurora } = next.aurora;
        expect(aurora).toEqual(after.aurora);
        expect({ ...next, ...{ aurora: 0, dynamodb: 0, redis: 0 } }).toEqual({
          ...{ ...after, aurora: 0, dynamodb: 0, redis: 0 },
        });
      }),
      runs(200),
    );
  });

  it('stays so for the same document again, and goes with the success of the operation', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async ([one, other]) => {
        const [before, after] = [await resolveBody(one), await resolveBody(other)];
        const next = retire(after, before, true);
        const again = retire(after, next, false);
        expect(retiredTables(again)).toEqual(retiredTables(next));
        expect(again.aurora).toEqual(next.aurora);
        expect(again.redis).toEqual(next.redis);
        expect(retire(after, again, false)).toEqual(again);
        expect(stillRetired(after, again)).toEqual(again);
        const settled = retire(after, next, true);
        expect(retiredTables(settled)).toEqual([]);
        expect(retire(after, settled, true)).toEqual(settled);
        // Back to where it was, what had been added on the way goes.
        const back = retire(before, next, false);
        const added = tableNames(after).filter((name) => !tableNames(before).includes(name));
        expect(retiredTables(back).toSorted()).toEqual(added.toSorted());
      }),
      runs(200),
    );
  });
});
