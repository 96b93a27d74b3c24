import { parsed, stepsOf, TooManySteps } from './support/backtracking.ts';
import { type Pumped, pumpedTexts } from './support/pumped.ts';
import { regexesOfTheProduct } from './support/regexes.ts';

const LENGTH = 60;
const LIMIT = 200_000;

/** Twice the text may take twice the steps; of a square they are four times. */
const LINEAR = 2.6;

const text = ({ prefix, pump, suffix }: Pumped, count: number) => prefix + pump.repeat(count) + suffix;

/** A text whose steps grow faster than the text, or null. */
function weakness(source: string, flags: string): Pumped | null {
  const pattern = parsed(source, flags);
  const steps = (pumped: Pumped, count: number) => stepsOf(pattern, flags, text(pumped, count), LIMIT);
  const isWeak = (pumped: Pumped) => {
    try {
      return steps(pumped, 2 * LENGTH) > LINEAR * (steps(pumped, LENGTH) + LENGTH);
    } catch (error) {
      if (error instanceof TooManySteps) return true;
      throw error;
    }
  };
  return pumpedTexts(pattern, flags).find(isWeak) ?? null;
}

describe('the counter of steps', () => {
  it.each(['^(a+)+$', '^(a|a)*$', '^a*a*$', '^[a-z]*:[^/]*:[^/]*@', '\\s+$', '(x+x+)+y', '^(.*)(.*)!$'])(
    'finds what makes %s slow',
    (source) => {
      expect(weakness(source, '')).not.toBeNull();
    },
  );

  it.each(['^a+$', '^[a-z](-?[a-z0-9]){0,39}$', '^(ab|cd)*$', '^"[^"]*"$', '--[^\\n]*'])(
    'finds nothing in %s',
    (source) => {
      expect(weakness(source, '')).toBeNull();
    },
  );
});

const found = regexesOfTheProduct();

it('there are regular expressions to look at, from everywhere', () => {
  const folders = new Set(found.map(({ where }) => where.split('/')[0]));
  expect([...folders].sort()).toEqual(['core', 'functions', 'openapi.yaml', 'tiers']);
  expect(found.length).toBeGreaterThan(60);
});

it.each(found)('/$source/$flags of $where takes steps in proportion to its text', ({ source, flags }) => {
  expect(weakness(source, flags)).toBeNull();
});
