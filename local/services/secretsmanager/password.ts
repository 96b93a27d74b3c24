import { randomInt } from 'node:crypto';
import type * as sm from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../service.ts';

/** *documented* (GetRandomPassword): the characters of each type. */
const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const UPPERCASE = LOWERCASE.toUpperCase();
const NUMBERS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
/** *documented*: length 32 unless told, 4096 at most. */
const DEFAULT_LENGTH = 32;
const MAX_LENGTH = 4096;

export function randomPassword(input: sm.GetRandomPasswordRequest): string {
  const length = input.PasswordLength ?? DEFAULT_LENGTH;
  if (!Number.isInteger(length) || length < 1 || length > MAX_LENGTH) {
    throw invalid(`PasswordLength must be 1 to ${MAX_LENGTH}.`);
  }
  const types = includedTypes(input);
  const alphabet = types.join('');
  if (alphabet === '') throw invalid('All characters of the desired types have been excluded');
  // *documented*: one character of every included type, unless RequireEachIncludedType is false.
  const required = (input.RequireEachIncludedType ?? true) ? types.map(pick) : [];
  if (required.length > length)
    throw invalid('The password length is too short based on the required types.');
  const rest = Array.from({ length: length - required.length }, () => pick(alphabet));
  return shuffle([...required, ...rest]).join('');
}

/** Non-empty character sets, without the excluded characters. */
function includedTypes(input: sm.GetRandomPasswordRequest): string[] {
  const types = [
    input.ExcludeLowercase ? '' : LOWERCASE,
    input.ExcludeUppercase ? '' : UPPERCASE,
    input.ExcludeNumbers ? '' : NUMBERS,
    input.ExcludePunctuation ? '' : PUNCTUATION,
    input.IncludeSpace ? ' ' : '',
  ];
  const excluded = new Set(input.ExcludeCharacters ?? '');
  const allowed = types.map((type) => [...type].filter((character) => !excluded.has(character)).join(''));
  return allowed.filter((type) => type !== '');
}

function pick(characters: string): string {
  return characters.charAt(randomInt(characters.length));
}

function shuffle(characters: string[]): string[] {
  for (let i = characters.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [characters[i], characters[j]] = [characters[j] as string, characters[i] as string];
  }
  return characters;
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
