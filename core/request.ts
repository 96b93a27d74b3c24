import type { EnvironmentRequest } from './generated/api.ts';
import { validateRequest } from './generated/validate-request.js';
import { ProblemError, validationProblem } from './problem.ts';
import { depthWithin, jsonErrorPosition } from './request/json.ts';
import { describeErrors } from './request/messages.ts';
import { findSecrets } from './request/secrets.ts';

export type { EnvironmentRequest } from './generated/api.ts';
export { fingerprint, NO_MIGRATION, withDefaults } from './request/fingerprint.ts';
export { findSecrets, looksLikeSecret } from './request/secrets.ts';

/** API Gateway's limit for a payload, in bytes. It answers 413 itself; here it holds on a laptop too. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** The contract needs 6 levels. */
const MAX_DEPTH = 32;

/**
 * The request in a body. Everything that the contract says is checked, and everything that is wrong is told at once;
 * what needs more than the request itself is checked by `resolveDesired`.
 * @param body The text, or a value that has been parsed already (an event's detail).
 * @throws ProblemError malformed-json, body-too-large, secret-in-request or validation. None repeats a value.
 */
export function parseRequest(body: unknown): EnvironmentRequest {
  const value = typeof body === 'string' ? parseJson(body) : body;
  refuseDepth(value);
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
  refuseDepth(value);
  return value;
}

/** What goes on with the value may recurse into it. */
function refuseDepth(value: unknown): void {
  if (!depthWithin(value, MAX_DEPTH))
    throw new ProblemError('malformed-json', `The body is nested deeper than ${MAX_DEPTH} levels.`);
}
