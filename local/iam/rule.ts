import type { Context } from './conditions.ts';
import type { Known } from './known.ts';

/** A decoded call, as a rule sees it. */
export interface RuleCall {
  // biome-ignore lint/suspicious/noExplicitAny: the inputs of all operations
  readonly input: any;
  readonly region: string;
  readonly known: Known;
}

/** What AWS asks IAM for one call, before what is the same for every call is added. */
export interface Want {
  readonly action: string;
  readonly resource: string;
  /** `aws:RequestedRegion`, where it is not the region of the call. null: the key is absent. */
  readonly region?: string | null;
  /** Tags that the request gives: `aws:RequestTag/…` and `aws:TagKeys`. */
  readonly requestTags?: Readonly<Record<string, string>> | undefined;
  /** Tags that the request takes away: `aws:TagKeys` only. */
  readonly tagKeys?: readonly string[] | undefined;
  /** false: `aws:ResourceTag/…` is absent whatever the resource carries. */
  readonly resourceTags?: false;
  /** Further keys of the service. */
  readonly context?: Context;
}

export type Rule = (call: RuleCall) => readonly Want[] | Promise<readonly Want[]>;

/** By SDK operation name. An operation that is not here is refused to every role. */
export type Rules = Readonly<Record<string, Rule>>;

export interface TagInput {
  readonly Key?: string;
  readonly Value?: string;
}

/** Undefined where the request gives no tags: then no permission to tag is asked for. */
export function tagsOf(tags: readonly TagInput[] | undefined): Record<string, string> | undefined {
  if (!tags || tags.length === 0) return undefined;
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** A create and, when it gives tags, the permission to give them. */
export function creating(
  action: string,
  tagging: string,
  resource: string,
  requestTags: Readonly<Record<string, string>> | undefined,
): Want[] {
  return [
    { action, resource, requestTags },
    ...(requestTags ? [{ action: tagging, resource, requestTags }] : []),
  ];
}

/** An operation that takes no resource. */
export const anywhere =
  (action: string): Rule =>
  () => [{ action, resource: '*' }];
