import { OutcomeUnknown, Terminal } from '../../core/errors.ts';

/** What a custom resource's answer repeats of its request. */
export interface ReplyAddress {
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
}

/** Answers and signals go to URLs of CloudFormation's own buckets; `isTrusted` says which those are. */
export interface CloudFormation {
  readonly isTrusted: (url: URL) => boolean;
}

/** A pre-signed URL of S3: nothing that a caller makes up gets a PUT from here to anywhere else. */
export const aws: CloudFormation = {
  isTrusted: ({ protocol, hostname }) =>
    protocol === 'https:' && /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(hostname),
};

/** An answer has at most 4096 bytes; a character may be three of them. */
const MAX_REASON = 1_000;
const ATTEMPTS = 3;
const TIMEOUT_MS = 5_000;

/** The answer to a custom resource's request. */
export function reply(
  address: ReplyAddress,
  result: { readonly reason?: string; readonly data?: Readonly<Record<string, string>> },
): string {
  const { reason, data } = result;
  return JSON.stringify({
    Status: reason === undefined ? 'SUCCESS' : 'FAILED',
    ...(reason === undefined ? {} : { Reason: cut(reason) }),
    ...address,
    NoEcho: false,
    Data: data ?? {},
  });
}

/**
 * The signal to a wait condition. One that comes again with the same UniqueId is ignored by CloudFormation. The
 * wait condition's Data is `{"<UniqueId>": "<Data>"}`.
 */
export function signal(result: { readonly reason: string } | { readonly data: string }): string {
  const failed = 'reason' in result;
  return JSON.stringify({
    Status: failed ? 'FAILURE' : 'SUCCESS',
    Reason: failed ? cut(result.reason) : 'The environment is ready.',
    UniqueId: 'environment',
    Data: failed ? '' : result.data,
  });
}

/**
 * PUT of an answer or a signal. The URL is a capability: it is in no message.
 * @returns false when the place takes it no more: it has expired, or whoever waited has gone.
 * @throws OutcomeUnknown when it could not be brought there; Terminal when it is not a place of CloudFormation's.
 */
export async function put({ isTrusted }: CloudFormation, url: string, body: string): Promise<boolean> {
  const target = URL.parse(url);
  if (!target || !isTrusted(target))
    throw new Terminal('The URL to answer at is not one of CloudFormation. Launch the product as it is.');
  for (let attempt = 1; ; attempt++) {
    const status = await attemptPut(target, body);
    if (status >= 200 && status < 300) return true;
    if (status >= 300 && status < 500 && status !== 429) return false;
    if (attempt === ATTEMPTS) {
      const why = status === 0 ? 'no answer' : `HTTP ${status}`;
      throw new OutcomeUnknown(`CloudFormation could not be told in ${attempt} attempts (${why}).`);
    }
  }
}

/** The HTTP status, or 0. Bytes and not a text, so that fetch adds no Content-Type: the signature is without one. */
async function attemptPut(url: URL, body: string): Promise<number> {
  try {
    const answer = await fetch(url, {
      method: 'PUT',
      body: Buffer.from(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return 0; // the cause may hold the URL
  }
}

function cut(text: string): string {
  return text.length <= MAX_REASON ? text : `${text.slice(0, MAX_REASON - 1)}…`;
}
