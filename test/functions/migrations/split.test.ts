import { splitStatements } from '../../../functions/migrations/split.ts';

describe('splitStatements', () => {
  it.each([
    ['two statements', 'SELECT 1; SELECT 2;', ['SELECT 1;', 'SELECT 2;']],
    ['no last semicolon', 'SELECT 1;\nSELECT 2', ['SELECT 1;', 'SELECT 2']],
    ['a string', "SELECT 'a;b'; SELECT 2", ["SELECT 'a;b';", 'SELECT 2']],
    ['a doubled quote', "SELECT 'it''s;'; SELECT 2", ["SELECT 'it''s;';", 'SELECT 2']],
    ['an escape string', "SELECT E'\\';'; SELECT 2", ["SELECT E'\\';';", 'SELECT 2']],
    ['a quoted name', 'SELECT "a;b"; SELECT 2', ['SELECT "a;b";', 'SELECT 2']],
    ['a dollar body', 'DO $$ BEGIN; END $$; SELECT 2', ['DO $$ BEGIN; END $$;', 'SELECT 2']],
    ['a tagged body', 'DO $f$ SELECT $$;$$; $f$; SELECT 2', ['DO $f$ SELECT $$;$$; $f$;', 'SELECT 2']],
    [
      'comments',
      'SELECT 1 -- ; no\n; /* ; /* ; */ */ SELECT 2',
      ['SELECT 1 -- ; no\n;', '/* ; /* ; */ */ SELECT 2'],
    ],
    ['only comments', '-- nothing\n/* here */', []],
    ['a positional parameter', 'PREPARE p AS SELECT $1; SELECT 2', ['PREPARE p AS SELECT $1;', 'SELECT 2']],
  ])('keeps %s together', (_name, sql, expected) => {
    expect(splitStatements(sql)).toEqual(expected);
  });
});
