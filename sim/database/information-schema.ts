import type { Catalog, Row, Table } from './catalog.ts';

const KINDS = { primary: 'PRIMARY KEY', unique: 'UNIQUE', check: 'CHECK', foreign: 'FOREIGN KEY' } as const;

/** The two views that node-pg-migrate looks at, without what PostgreSQL has of its own and with fewer columns. */
export function informationSchema(catalog: Catalog, name: string): Table | undefined {
  const schema = { table_schema: 'public' };
  const tables = [...catalog.tables];
  if (name === 'information_schema.tables') {
    return view(
      ['table_schema', 'table_name'],
      tables.map(([table_name]) => ({ ...schema, table_name })),
    );
  }
  if (name !== 'information_schema.table_constraints') return undefined;
  const rows = tables.flatMap(([table_name, { constraints }]) =>
    constraints.map((constraint) => ({
      ...{ ...schema, table_name, constraint_name: constraint.name, constraint_type: KINDS[constraint.kind] },
    })),
  );
  return view(['table_schema', 'table_name', 'constraint_name', 'constraint_type'], rows);
}

function view(columns: readonly string[], rows: readonly Row[]): Table {
  return {
    columns: columns.map((name) => ({ name, type: { name: 'text' }, notNull: false, serial: false })),
    constraints: [],
    rows,
    sequences: new Map(),
  };
}
