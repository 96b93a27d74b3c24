import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A ULID in lower case behind `op-`: 48 bits of time, 80 random bits. Ids sort by time, and only hold characters
 * that Step Functions takes in an execution name.
 */
export function newOperationId(nowMs: number): string {
  return `op-${encode(BigInt(nowMs), 10)}${encode(BigInt(`0x${randomBytes(10).toString('hex')}`), 16)}`;
}

/** What `newOperationId` makes; anything else cannot be an operation of ours. */
export const OPERATION_ID = /^op-[0-9a-hjkmnp-tv-z]{26}$/;

function encode(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest >>= 5n) text = ALPHABET[Number(rest & 31n)] + text;
  return text;
}
