import type { Tags } from '../../core/spec.ts';

export interface AwsTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export function toAwsTags(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function fromAwsTags(tags: readonly AwsTag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** Desired tags that are missing or have another value. Tags that others added stay. */
export function missingTags(desired: Tags, observed: Tags): Tags {
  return Object.fromEntries(Object.entries(desired).filter(([key, value]) => observed[key] !== value));
}
