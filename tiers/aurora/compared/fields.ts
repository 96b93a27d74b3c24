import type { Tags } from '../../../core/spec.ts';
import type { FieldState, FieldValue } from '../../../core/tier.ts';
import { missingTags } from '../../shared/ownership.ts';
import type { Setting } from '../settings.ts';

/** A resource that should be there and is not, or the other way round. */
export function exists(resource: string, desired: boolean, observed: boolean): FieldState {
  const state = desired === observed ? 'as-desired' : 'changed';
  return { resource, field: 'exists', state, desired, observed };
}

/** @param found null: unknown. */
export function field(
  resource: string,
  name: string,
  desired: FieldValue,
  found: FieldValue,
  differs: boolean = found !== desired,
): FieldState {
  const state = found === null ? 'unknown' : differs ? 'changed' : 'as-desired';
  return { resource, field: name, state, desired, observed: found };
}

export function fromSettings(resource: string, settings: readonly Setting[]): FieldState[] {
  return settings.map(({ field: name, desired, observed, differs }) =>
    field(resource, name, desired, observed, differs),
  );
}

/** Tags that others have set are not ours to compare. */
export function tagsField(resource: string, desired: Tags, observed: Tags): FieldState {
  const list = (tags: Tags) =>
    Object.keys(desired)
      .filter((key) => tags[key] !== undefined)
      .map((key) => `${key}=${tags[key]}`)
      .sort();
  const differs = Object.keys(missingTags(desired, observed)).length > 0;
  return field(resource, 'tags', list(desired), list(observed), differs);
}

/** `name=value`, sorted. */
export function pairs(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values)
    .map(([name, value]) => `${name.toLowerCase()}=${value}`)
    .sort();
}
