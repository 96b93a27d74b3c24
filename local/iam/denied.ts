import { AwsError, type CallContext } from '../service.ts';
import type { Check, Verdict } from './policy.ts';

/** How a service calls a refusal on the wire. */
interface Refusal {
  readonly name: string;
  readonly status: number;
}

const QUERY: Refusal = { name: 'AccessDenied', status: 403 };
const JSON_PROTOCOL: Refusal = { name: 'AccessDeniedException', status: 400 };

/**
 * By signing name; every other service speaks JSON. *documented* (common errors of the query services; SNS API
 * reference, AuthorizationError). *assumed*: CloudWatch, which speaks both, keeps the code of the query protocol.
 */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  rds: QUERY,
  elasticache: QUERY,
  iam: QUERY,
  monitoring: QUERY,
  sns: { name: 'AuthorizationErrorException', status: 403 },
};

/** AWS's own words, as of 2021 with the kind of policy that is to blame. */
export function accessDenied(
  { service }: Pick<CallContext, 'service'>,
  roleArn: string,
  { action, resource }: Check,
  { reason }: Verdict,
): AwsError {
  const { name, status } = REFUSALS[service] ?? JSON_PROTOCOL;
  // SNS writes its own prefix in capitals.
  const shown = action.replace(/^sns:/, 'SNS:');
  const why =
    reason === 'explicit deny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${shown} action`;
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  return new AwsError(name, `User: ${session(roleArn)} is not authorized to perform: ${shown}${on} ${why}`, {
    status,
  });
}

/** `arn:aws:iam::1:role/plinth-aurora` is used as `arn:aws:sts::1:assumed-role/plinth-aurora/plinth-aurora`. */
function session(roleArn: string): string {
  const [, partition, , , account, resource = ''] = roleArn.split(':');
  const name = resource.split('/').at(-1);
  // Lambda names a session after its function, which has the name of its role here.
  return `arn:${partition}:sts::${account}:assumed-role/${name}/${name}`;
}
