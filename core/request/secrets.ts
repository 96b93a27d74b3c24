import type { ProblemItem } from '../generated/api.ts';
import { fieldOf, pointerOf, type Segment } from './pointer.ts';

/** Words that make a field's name the name of a secret. */
const SECRET_WORDS = new Set([
  'password',
  'passwords',
  'passwd',
  'passphrase',
  'pwd',
  'pass',
  'secret',
  'secrets',
  'token',
  'tokens',
  'credential',
  'credentials',
  'authtoken',
  'apikey',
  'accesskey',
  'secretkey',
  'privatekey',
  // Parameters of Redis that are passwords.
  'requirepass',
  'masterauth',
]);

/** Two words that only together name a secret. */
const SECRET_PAIRS = new Set(['api key', 'access key', 'private key', 'auth key', 'connection string']);

/** Fields of the contract whose names hold such a word, and whose values do not hold a secret. */
const SECRET_REFERENCES = new Set(['masterSecretArn', 'authTokenSecretArn']);

/** PostgreSQL's own parameters about passwords, which hold none. */
const PARAMETERS_ABOUT_SECRETS = new Set([
  'password_encryption',
  'rds.accepted_password_auth_method',
  'rds.restrict_password_commands',
]);

/** What is a secret wherever it stands: credentials in a URL, and a private key. */
const SECRET_VALUE = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s:]*:[^/?#\s]*@|-----BEGIN [A-Z ]*PRIVATE KEY-----/i;

/** Does a field of this name, with a value in it, hold a secret? */
export function looksLikeSecret(name: string): boolean {
  if (SECRET_REFERENCES.has(name) || PARAMETERS_ABOUT_SECRETS.has(name)) return false;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return (
    words.some(
      (word, index) =>
        SECRET_WORDS.has(word.replace(/^([a-z]+)[0-9]+$/, '$1')) ||
        SECRET_PAIRS.has(`${words[index - 1]} ${word}`),
    ) || SECRET_WORDS.has(words.join(''))
  );
}

/** One item for each field that holds a secret. No item repeats a value. */
export function findSecrets(body: unknown): ProblemItem[] {
  const found: ProblemItem[] = [];
  visit(body, [], found);
  return found;
}

function visit(value: unknown, path: readonly Segment[], found: ProblemItem[]): void {
  const name = path.at(-1);
  const holdsValue = value !== null && value !== '' && typeof value !== 'boolean';
  if (
    (holdsValue && typeof name === 'string' && looksLikeSecret(name)) ||
    (typeof value === 'string' && SECRET_VALUE.test(value))
  ) {
    found.push({
      pointer: pointerOf(path),
      detail: `${fieldOf(path)} looks like a password or token, and a request never carries one. ${advice(path)}`,
    });
    return;
  }
  if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, [...path, index], found);
  else if (value !== null && typeof value === 'object')
    for (const [key, item] of Object.entries(value)) visit(item, [...path, key], found);
}

function advice(path: readonly Segment[]): string {
  const aurora =
    'Plinth generates the master password, or takes the ARN of an existing secret in aurora.masterSecretArn.';
  const redis =
    'Plinth generates the AUTH token, or takes the ARN of an existing secret in redis.authTokenSecretArn.';
  const words = fieldOf(path).toLowerCase();
  if (words.startsWith('redis') || /auth_?token/.test(words)) return `Remove it: ${redis}`;
  if (words.startsWith('aurora') || words.includes('master')) return `Remove it: ${aurora}`;
  return `Remove it. ${aurora} ${redis}`;
}
