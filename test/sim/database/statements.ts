import fc from 'fast-check';

const table = fc.constantFrom('a', 'b', 'c');
const column = fc.constantFrom('id', 'name', 'size', 'other');
const name = fc.constantFrom('a', 'a_pkey', 'a_name_key', 'b_id_seq', 'x', 'y');
const maybe = (text: string) => fc.constantFrom('', text);
const value = fc.constantFrom(`'one'`, `'two'`, `'three'`, 'NULL');

const columns = fc
  .uniqueArray(
    fc.constantFrom(
      ...['id serial', 'id int NOT NULL', 'id integer', 'name varchar(4)', 'name text NOT NULL', 'size int'],
      ...['name varchar(9) UNIQUE', 'id serial PRIMARY KEY', 'name text PRIMARY KEY', 'size int DEFAULT 7'],
      ...['at timestamp NOT NULL DEFAULT now()', 'key uuid DEFAULT uuid_generate_v4()'],
      ...['id int REFERENCES a(id)', 'name text REFERENCES b(name)', 'size int CHECK (size > 1)'],
      ...['CHECK (size > id)', 'UNIQUE (id, name)', 'PRIMARY KEY (size)', 'CONSTRAINT x UNIQUE (name)'],
      ...['CONSTRAINT y CHECK (id IN (1, 2))', 'FOREIGN KEY (id) REFERENCES c(id)'],
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.sort((x, y) => Number(/^[A-Z]/.test(x)) - Number(/^[A-Z]/.test(y))).join(', '));

const sql = (texts: TemplateStringsArray, ...parts: fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((drawn) => texts.map((text, index) => text + (drawn[index] ?? '')).join(''));

/** Statements of all the kinds that the model knows, many of them wrong where the others leave the schema. */
export const statements = fc.oneof(
  { weight: 5, arbitrary: sql`CREATE TABLE ${maybe('IF NOT EXISTS')} ${table} (${columns})` },
  { weight: 5, arbitrary: sql`INSERT INTO ${table} (${column}) VALUES (${value})` },
  { weight: 2, arbitrary: sql`INSERT INTO ${table} (id, name) VALUES (1, ${value}), (2, ${value})` },
  { weight: 2, arbitrary: sql`INSERT INTO ${table} VALUES (3, ${value})` },
  { weight: 2, arbitrary: sql`DELETE FROM ${table} WHERE id = 1` },
  { weight: 2, arbitrary: sql`SELECT ${column}, id FROM ${table} ORDER BY ${column} ${maybe('DESC')}, id` },
  {
    weight: 1,
    arbitrary: sql`SELECT max(${column}) FROM ${table} WHERE ${column} = ${fc.constantFrom('1', `'one'`)}`,
  },
  {
    weight: 2,
    arbitrary: sql`CREATE ${maybe('UNIQUE')} INDEX ${maybe('IF NOT EXISTS')} ${name} ON ${table} (${column} ${maybe('DESC')}) ${maybe('WHERE id IS NOT NULL')}`,
  },
  { weight: 1, arbitrary: sql`DROP INDEX ${maybe('IF EXISTS')} ${name}` },
  { weight: 1, arbitrary: sql`DROP TABLE ${maybe('IF EXISTS')} ${table}` },
  { weight: 1, arbitrary: sql`ALTER TABLE ${table} ADD PRIMARY KEY (${column})` },
  { weight: 1, arbitrary: sql`ALTER TABLE ${table} ADD COLUMN ${fc.constantFrom('size int', 'other text')}` },
  { weight: 1, arbitrary: sql`CREATE EXTENSION ${maybe('IF NOT EXISTS')} "uuid-ossp"` },
  { weight: 1, arbitrary: sql`DROP EXTENSION ${maybe('IF EXISTS')} "uuid-ossp"` },
  { weight: 3, arbitrary: fc.constantFrom('BEGIN', 'COMMIT', 'ROLLBACK', 'COMMIT') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name`,
      `SELECT constraint_name, constraint_type FROM information_schema.table_constraints WHERE table_name = 'a' AND constraint_type = 'UNIQUE' ORDER BY constraint_name`,
      `SELECT constraint_name FROM information_schema.table_constraints WHERE table_name = 'b' AND constraint_type = 'PRIMARY KEY'`,
    ),
  },
);
