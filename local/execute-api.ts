import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ACCESS_DENIED, BAD_SIGNATURE, type GatewayAnswer, UNSIGNED } from '../core/gateway-answers.ts';

/**
 * Who may call the API of the laptop, as IAM says it on AWS. A signed call is the caller of its access key; the
 * signature itself is not checked, because a laptop has no secret to check it with.
 */
export interface ApiAccess {
  /** What the policies call this API: `arn:aws:execute-api:{region}:{account}:{api id}`. */
  readonly apiArn: string;
  /** By access key id. */
  readonly callers: Readonly<Record<string, ApiCaller>>;
  /** What becomes of calls without a signature. On AWS they are refused. @default allowed */
  readonly unsigned?: 'allowed' | 'refused';
}

export interface ApiCaller {
  readonly userArn: string;
  readonly policy: InvokePolicy;
}

/** An IAM policy with as much of the language as `execute-api:Invoke` on paths needs. */
export interface InvokePolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Sid?: string;
    readonly Effect: 'Allow' | 'Deny';
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
  }[];
}

/** The call as IAM sees it; `path` begins after the stage. */
export interface InvokeCall {
  readonly authorization: string | undefined;
  readonly stage: string;
  readonly method: string;
  readonly path: string;
}

const LAPTOP = 'arn:aws:iam::000000000000:user/laptop';

/** The caller's ARN, or what API Gateway answers instead. Nothing is looked up for it but the policies. */
export function authorize(call: InvokeCall, access?: ApiAccess): { userArn: string } | GatewayAnswer {
  const accessKeyId = /^AWS4-HMAC-SHA256 Credential=([^/\s]+)\//.exec(call.authorization ?? '')?.[1];
  if (access === undefined) return { userArn: LAPTOP };
  if (accessKeyId === undefined) return access.unsigned === 'refused' ? UNSIGNED : { userArn: LAPTOP };
  const caller = Object.hasOwn(access.callers, accessKeyId) ? access.callers[accessKeyId] : undefined;
  if (!caller) return BAD_SIGNATURE;
  const resource = `${access.apiArn}/${call.stage}/${call.method}${call.path}`;
  return mayInvoke(caller.policy, resource) ? { userArn: caller.userArn } : ACCESS_DENIED;
}

/** Source: IAM user guide, "Policy evaluation logic": an explicit deny, then an allow, otherwise no. */
export function mayInvoke(policy: InvokePolicy, resource: string): boolean {
  const effects = policy.Statement.filter(
    ({ Action, Resource }) => matches(Action, 'execute-api:Invoke', 'i') && matches(Resource, resource, ''),
  ).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

/** `*` is any text, slashes included, and `?` any character; actions are compared without case. */
function matches(patterns: string | readonly string[], value: string, flags: string): boolean {
  return [patterns].flat().some((pattern) => {
    const escaped = String(pattern).replace(/[.+^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, `s${flags}`).test(value);
  });
}

const ELEMENTS = new Set(['Sid', 'Effect', 'Action', 'Resource']);

/** Reads a policy, and refuses what is not evaluated here rather than to let somebody rely on it. */
export function readPolicy(file: string): InvokePolicy {
  const policy = JSON.parse(readFileSync(file, 'utf8')) as InvokePolicy;
  for (const statement of policy.Statement)
    for (const element of Object.keys(statement))
      if (!ELEMENTS.has(element))
        throw new Error(
          `${file} has the element ${element}: the laptop reads ${[...ELEMENTS].join(', ')} only.`,
        );
  return policy;
}

/** A file such as examples/iam/callers.json; the policies are files beside it. */
export function readApiAccess(file: string): ApiAccess {
  const { callers, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Omit<ApiAccess, 'callers'> & {
    callers: Record<string, { userArn: string; policy: string }>;
  };
  const read = ({ userArn, policy }: { userArn: string; policy: string }): ApiCaller => ({
    userArn,
    policy: readPolicy(join(dirname(file), policy)),
  });
  return {
    ...rest,
    callers: Object.fromEntries(Object.entries(callers).map(([key, caller]) => [key, read(caller)])),
  };
}
