import { splitStatements, withoutStrings } from '../../../functions/migrations/split.ts';

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
    [
      'a body without quotes',
      'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 2',
      [
        'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;',
        'SELECT 2',
      ],
    ],
    ['a CASE', 'SELECT CASE WHEN a THEN 1 END; SELECT 2', ['SELECT CASE WHEN a THEN 1 END;', 'SELECT 2']],
    [
      'a name with such a word in it',
      'SELECT the_end, case_1; SELECT 2',
      ['SELECT the_end, case_1;', 'SELECT 2'],
    ],
    ['a positional parameter', 'PREPARE p AS SELECT $1; SELECT 2', ['PREPARE p AS SELECT $1;', 'SELECT 2']],
    [
      'a column of such a name',
      'SELECT begin atomic FROM t; COMMIT; SELECT 2',
      ['SELECT begin atomic FROM t;', 'COMMIT;', 'SELECT 2'],
    ],
    [
      'a parameter of such a name',
      "CREATE FUNCTION f(begin atomic) RETURNS int AS 'x'; COMMIT",
      ["CREATE FUNCTION f(begin atomic) RETURNS int AS 'x';", 'COMMIT'],
    ],
  ])('keeps %s together', (_name, sql, expected) => {
    expect(splitStatements(sql)).toEqual(expected);
  });
});

describe('withoutStrings', () => {
  it.each([
    ['a string', "CREATE ROLE app PASSWORD 'hunter2'", "CREATE ROLE app PASSWORD '…'"],
    ['an escaped quote', "SELECT E'a\\'hunter2', 1", "SELECT E'…', 1"],
    ['a string that never ends', "SELECT 'hunter2", "SELECT '…'"],
    ['a body', 'DO $$ hunter2 $$ LANGUAGE plpgsql', 'DO $…$ LANGUAGE plpgsql'],
    ['a comment', '-- hunter2\nSELECT /* hunter2 */ 1', 'SELECT  1'],
    ['a name', 'SELECT "a name"', 'SELECT "a name"'],
  ])('of %s keeps no secret', (_name, sql, expected) => {
    expect(withoutStrings(sql)).toBe(expected);
  });
});
