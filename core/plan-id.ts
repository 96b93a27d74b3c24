import { createHash } from 'node:crypto';
import type { Action, Failure } from './tier.ts';

/** What is asked for: the first part of a plan's id. */
export interface Asked {
  readonly kind: string;
  readonly project: string;
  readonly environment: string;
  /** The request with its options, in any form that is equal for equal ones. */
  readonly about: string;
}

/** What would be done about it: the second part. */
export interface Answer {
  readonly actions: readonly Action[];
  readonly failures: readonly Failure[];
  /** What would be recorded as desired; null for a delete. */
  readonly desired: object | null;
}

const ASKED_DIGITS = 12;
const ANSWER_DIGITS = 24;

/**
 * `plan-<12 hex>-<24 hex>`: equal exactly when the same is asked for and the same would be done. Only hashes, so it says
 * nothing about either. What merely changes meanwhile, such as a backup under way, is in neither part.
 */
export function planIdOf(asked: Asked, answer: Answer): string {
  const { kind, project, environment, about } = asked;
  const first = digest([kind, project, environment, about]).slice(0, ASKED_DIGITS);
  const second = digest([
    answer.actions.map(({ service, region, command, input }) => [service, region, command, input]),
    answer.failures.map(({ code, resource, message }) => [code, resource, message]),
    answer.desired,
  ]).slice(0, ANSWER_DIGITS);
  return `plan-${first}-${second}`;
}

/** How a plan that was seen differs from the one that holds now; null: it does not. */
export function planDifference(seen: string, now: string): 'other-request' | 'other-observation' | null {
  if (seen === now) return null;
  const length = `plan-${'0'.repeat(ASKED_DIGITS)}-`.length;
  return seen.slice(0, length) === now.slice(0, length) ? 'other-observation' : 'other-request';
}

function digest(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex');
}

/** The order of members says nothing; that of lists may. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]));
}
