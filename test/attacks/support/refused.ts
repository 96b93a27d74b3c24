import type { Plinth } from '../../e2e/support/plinth.ts';
import { apiChanges } from '../../support/api-changes.ts';

/** Refused with 400, and nothing else happens. */
export async function refused(
  plinth: Plinth,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const from = plinth.calls.length;
  const answer = await plinth.api.send(method, path, body, headers);
  expect(answer.status).toBe(400);
  expect(apiChanges(plinth.calls.slice(from))).toEqual([]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
  expect(answer.text).not.toMatch(/[\u0000-\u001f\u2028\u202e]/);
  return answer;
}
