import { invalidValue, required } from './errors.ts';

/**
 * DBClusterIdentifier and DBInstanceIdentifier, *documented* (client-rds d.ts): 1 to 63 letters, digits, hyphens;
 * first a letter; no hyphen at the end, no two in a row; stored in lower case.
 */
export function identifier(parameter: string, value: string | undefined): string {
  const text = required(parameter, value);
  if (!/^[A-Za-z][A-Za-z0-9-]{0,62}$/.test(text) || text.endsWith('-') || text.includes('--')) {
    throw invalidValue(
      `The parameter ${parameter} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
    );
  }
  return text.toLowerCase();
}

/** *documented*: 1 to 255 of letters, digits and `-:._`, first a letter, stored in lower case. */
export function globalIdentifier(value: string | undefined): string {
  const text = required('GlobalClusterIdentifier', value);
  if (!/^[A-Za-z][0-9A-Za-z\-:._]{0,254}$/.test(text)) {
    throw invalidValue(`The parameter GlobalClusterIdentifier is not a valid identifier: ${text}`);
  }
  return text.toLowerCase();
}

/** Subnet groups take `.`, `_`, space and hyphen; not `default`. *documented*. */
export function subnetGroupName(value: string | undefined): string {
  const text = required('DBSubnetGroupName', value);
  if (!/^[A-Za-z][A-Za-z0-9._ -]{0,254}$/.test(text)) {
    throw invalidValue(
      `The parameter DBSubnetGroupName must be provided and must not be blank; it takes letters, digits, periods, underscores, spaces and hyphens, first a letter: ${text}`,
    );
  }
  if (text.toLowerCase() === 'default') {
    throw invalidValue('The parameter DBSubnetGroupName must not be the reserved name default.');
  }
  return text.toLowerCase();
}

/** Parameter groups: 1 to 255 letters, digits, hyphens; first a letter; no hyphen at the end, no two in a row. */
export function parameterGroupName(parameter: string, value: string | undefined): string {
  const text = required(parameter, value);
  if (!/^[A-Za-z][A-Za-z0-9-]{0,254}$/.test(text) || text.endsWith('-') || text.includes('--')) {
    throw invalidValue(
      `The parameter ${parameter} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
    );
  }
  return text.toLowerCase();
}

/** *documented*: up to 64 letters and digits, first a letter. */
export function databaseName(value: string): string {
  if (!/^[A-Za-z][A-Za-z0-9]{0,63}$/.test(value)) {
    throw invalidValue('DatabaseName must begin with a letter and contain only alphanumeric characters.');
  }
  return value;
}

/** Reserved by the engine or by RDS. *assumed* to be at least these: words of SQL and the roles RDS makes. */
const RESERVED_USERNAMES = new Set(
  'admin rdsadmin rds_superuser rds_replication rdsrepladmin all analyse analyze and any array as asc both case cast check collate column constraint create current_user default desc distinct do else end except false for foreign from grant group having in initially intersect into leading limit not null offset on only or order primary references select session_user some symmetric table then to trailing true union unique user using when where window with'.split(
    ' ',
  ),
);

/** *documented*: 1 to 16 letters or digits, first a letter, not a reserved word. */
export function masterUsername(value: string | undefined): string {
  const text = required('MasterUsername', value);
  if (!/^[A-Za-z][A-Za-z0-9]{0,15}$/.test(text)) {
    throw invalidValue(
      'The parameter MasterUsername is not valid: 1 to 16 letters or numbers, the first character a letter.',
    );
  }
  if (RESERVED_USERNAMES.has(text.toLowerCase()) || /^pg_/i.test(text)) {
    throw invalidValue(`MasterUsername ${text} cannot be used as it is a reserved word used by the engine`);
  }
  return text;
}

/** *documented*: 8 to 41 printable ASCII characters but `/`, `"`, `@` and space. The message never repeats it. */
export function masterPassword(value: string | undefined): string {
  const text = required('MasterUserPassword', value);
  const complain = (why: string) =>
    invalidValue(`The parameter MasterUserPassword is not a valid password${why}`);
  if (text.length < 8) throw complain(' because it is shorter than 8 characters.');
  if (text.length > 41) throw complain(' because it is longer than 41 characters.');
  if (!/^[!-~]+$/.test(text) || /[/"@]/.test(text)) {
    throw complain(`. Only printable ASCII characters besides '/', '@', '"', ' ' may be used.`);
  }
  return text;
}
