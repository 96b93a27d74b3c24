import { AwsError, type CallContext } from '../service.ts';
import { RULES } from './checks/index.ts';
import type { Context } from './conditions.ts';
import type { Known } from './known.ts';
import type { Check } from './policy.ts';
import type { RuleCall, Want } from './rule.ts';

/**
 * What AWS asks IAM for this call, in the order it is asked. Throws for an operation that no rule knows: a role that
 * may do what nobody thought about would prove nothing.
 */
export async function checksOfCall(
  { service, region, operation }: Pick<CallContext, 'service' | 'region' | 'operation'>,
  input: unknown,
  known: Known,
): Promise<Check[]> {
  const rule = RULES[service]?.[operation];
  if (!rule) {
    throw new AwsError(
      'AccessDeniedException',
      `The local cloud does not know which permissions ${service}:${operation} needs, so no role has them. Add it to local/iam/checks/.`,
      { status: 400 },
    );
  }
  const call: RuleCall = { input: input ?? {}, region, known };
  return Promise.all((await rule(call)).map((want) => complete(want, call)));
}

async function complete(want: Want, { region, known }: RuleCall): Promise<Check> {
  const { action, resource, context = {} } = want;
  const requested = want.region === undefined ? region : want.region;
  const tags = want.resourceTags === false ? undefined : await known.tagsOf(resource);
  return {
    action,
    resource,
    context: {
      ...(requested === null ? {} : { 'aws:RequestedRegion': [requested] }),
      ...requestTags(want),
      ...tagKeys('aws:ResourceTag/', tags ?? []),
      ...context,
    },
  };
}

function requestTags({ requestTags: given, tagKeys: taken }: Want): Context {
  if (given === undefined) return taken === undefined ? {} : { 'aws:TagKeys': taken };
  return { ...tagKeys('aws:RequestTag/', Object.entries(given)), 'aws:TagKeys': Object.keys(given) };
}

function tagKeys(prefix: string, tags: Iterable<readonly [string, string]>): Context {
  return Object.fromEntries([...tags].map(([key, value]) => [prefix + key, [value]]));
}
