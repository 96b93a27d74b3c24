import type { EnvironmentRequest } from './generated/api.ts';
import { validateRequest } from './generated/validate-request.js';
import { ProblemError, validationProblem } from './problem.ts';
import { excess, jsonErrorPosition } from './request/json.ts';
import { describeErrors } from './request/messages.ts';
import { findSecrets } from './request/secrets.ts';

export type { EnvironmentRequest } from './generated/api.ts';
export { fingerprint, NO_MIGRATION, withDefaults } from './request/fingerprint.ts';
export { findSecrets, looksLikeSecret } from './request/secrets.ts';

/** API Gateway's limit for a payload, in bytes. It answers 413 itself; here it holds on a laptop too. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** The contract needs 6 levels and at most some 14,000 values. */
const MOST = { levels: 32, values: 50_000 };

/**
 * The request in a body. Everything that the contract says is checked, and everything that is wrong is told at once;
 * what needs more than the request itself is checked by `resolveDesired`.
 * @param body The text, or a value that has been parsed already (an event's detail).
 * @throws ProblemError malformed-json, body-too-large, secret-in-request or validation. None repeats a value.
 */
export function parseRequest(body: unknown): EnvironmentRequest {
  const value = typeof body === 'string' ? parseJson(body) : body;
  refuseExcess(value);
  // First of all, so that nothing else ever looks at a secret.
  const secrets = findSecrets(value);
  if (secrets.length > 0) throw validationProblem(secrets, 'secret-in-request');
  if (validateRequest(value)) return value;
  throw validationProblem(describeErrors(validateRequest.errors ?? [], value));
}

/** @throws ProblemError malformed-json or body-too-large; it repeats nothing of the text */
export function parseJson(text: string): unknown {
  if (Buffer.byteLength(text) > MAX_BODY_BYTES)
    throw new ProblemError('body-too-large', `The body has more than ${MAX_BODY_BYTES} bytes. Send less.`);
  if (text.trim() === '')
    throw new ProblemError(
      'malformed-json',
      'The body is empty. Send one JSON object, such as {"environment": "dev"}.',
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Its message quotes the text: neither message nor cause may go on.
    const position = jsonErrorPosition(text);
    const where = position === null ? '' : ` at line ${position.line}, column ${position.column}`;
    throw new ProblemError('malformed-json', `The body is not valid JSON${where}. Send one JSON object.`);
  }
  refuseExcess(value);
  return value;
}

/** What goes on with the value may recurse into it, and has something to say of each value that is wrong. */
function refuseExcess(value: unknown): void {
  const what = excess(value, MOST);
  if (what === 'levels')
    throw new ProblemError('malformed-json', `The body is nested deeper than ${MOST.levels} levels.`);
  if (what === 'values')
    throw validationProblem([
      { pointer: '#', detail: `The body has more than ${MOST.values} values. No request needs so many.` },
    ]);
}
