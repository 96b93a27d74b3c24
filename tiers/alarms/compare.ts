import { createHash } from 'node:crypto';
import type { Tags } from '../../core/spec.ts';
import { type FieldState, type FieldValue, isOurs, OWNER_TAG, ownershipTags } from '../../core/tier.ts';
import { isOwnDashboard, lookAtDashboard, type WantedDashboard } from './dashboard-look.ts';
import { alarmRegions, type Difference, difference, type WantedAlarms } from './difference.ts';
import { alarmFields, isEqual } from './input.ts';

type Wanted = WantedAlarms & { readonly tags: Tags };

/** All that `attachAlarms` would put, tag or delete, as fields: what is there, and what should be. Reads only. */
export async function compareAlarms(request: Wanted): Promise<FieldState[]> {
  const regions = alarmRegions(request);
  const found = await Promise.all(
    regions.map(async (region) =>
      fieldsOf(request, region, await difference({ ...request, readTags: true }, region)),
    ),
  );
  return found.flat();
}

function fieldsOf({ identity, tags: given }: Wanted, region: string, found: Difference): FieldState[] {
  const all = { ...given, ...ownershipTags(identity) };
  const label = (name: string | undefined) => `CloudWatch alarm ${name} in ${region}`;
  const exists = (name: string | undefined, desired: boolean) =>
    state(label(name), 'exists', desired, !desired);
  return [
    ...found.missing.map(({ AlarmName }) => exists(AlarmName, true)),
    ...found.extra.map((name) => exists(name, false)),
    ...found.changed
      .filter(({ tags }) => !isOurs(identity, tags))
      .map(({ alarm, tags }) => {
        const owner = `${identity.project}/${identity.environment}`;
        return state(label(alarm.AlarmName), `tags.${OWNER_TAG}`, owner, tags[OWNER_TAG] ?? null);
      }),
    ...[...found.changed.filter(({ tags }) => isOurs(identity, tags)), ...found.same].map(({ alarm, tags }) =>
      state(label(alarm.AlarmName), 'tags', tagTexts(all, all), tagTexts(all, tags ?? {})),
    ),
    ...[...found.changed, ...found.same].flatMap(({ input, alarm }) =>
      alarmFields(input, alarm)
        // Of the two ways to name a metric an alarm has one.
        .filter(({ desired, observed }) => !(isNothing(desired) && isNothing(observed)))
        .map(({ field, desired, observed }) => state(label(input.AlarmName), field, desired, observed)),
    ),
  ];
}

const isNothing = (value: FieldValue) => value === null || (Array.isArray(value) && value.length === 0);

function state(resource: string, field: string, desired: FieldValue, observed: FieldValue): FieldState {
  return {
    resource,
    field,
    state: isEqual(desired, observed) ? 'as-desired' : 'changed',
    desired,
    observed,
  };
}

/** Of the tags that we set only. */
const tagTexts = (names: Tags, tags: Tags): string[] =>
  Object.keys(names)
    .sort()
    .flatMap((name) => (tags[name] === undefined ? [] : [`${name}=${tags[name]}`]));

/**
 * The body of a dashboard is thousands of characters long, so a hash stands for it.
 * @param wanted false: there should be none; one of somebody else is nobody's concern.
 */
export async function compareDashboard(request: WantedDashboard, wanted: boolean): Promise<FieldState[]> {
  const { client, name, found, body } = await lookAtDashboard(request);
  const resource = `CloudWatch dashboard ${name}`;
  if (!wanted) {
    const left = found && (await isOwnDashboard(client, request.identity, found));
    return left ? [state(resource, 'exists', false, true)] : [];
  }
  if (!found) return [state(resource, 'exists', true, false)];
  return [state(resource, 'DashboardBody', hashOf(body), hashOf(found.DashboardBody ?? ''))];
}

const hashOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
