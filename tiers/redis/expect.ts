import type { RedisSpec, Tags } from '../../core/spec.ts';
import { type Action, isOurs } from '../../core/tier.ts';
import { tagRecord } from '../shared/ownership.ts';
import { expectGroup } from './expect-group.ts';
import type { ObservedOwned, ObservedSecret, ObservedTagged, RedisObserved } from './observe.ts';

// biome-ignore lint/suspicious/noExplicitAny: inputs of the calls that this tier makes
export type Input = any;
type Expectation = (observed: RedisObserved, input: Input, spec: RedisSpec) => Partial<RedisObserved>;

/** What is observed when an action of this tier has been carried out. An action that it does not know changes nothing. */
export function expect(spec: RedisSpec, observed: RedisObserved, action: Action): RedisObserved {
  const change = CALLS[action.command]?.(observed, action.input, spec) ?? {};
  return { ...observed, ...change, ...expectGroup(spec, observed, action) };
}

/** ARNs are not known before AWS makes them; the name stands in, which the calls that need one take as well. */
const made = (spec: RedisSpec, name: string, tags: Tags): ObservedTagged => ({
  name,
  arn: name,
  ours: isOurs(spec.identity, tags),
  tags,
});

const others = <T extends ObservedOwned>(all: readonly T[], name: string) =>
  all.filter((one) => one.name !== name);

const unless = (secret: ObservedSecret, deleted: string): ObservedSecret =>
  secret.arn === deleted ? { ...secret, scheduledForDeletion: true } : secret;

const CALLS: Readonly<Record<string, Expectation>> = {
  CreateCacheSubnetGroup: (_, { CacheSubnetGroupName, SubnetIds, Tags }, spec) => ({
    subnetGroup: {
      ...made(spec, CacheSubnetGroupName, tagRecord(Tags)),
      subnetIds: [...SubnetIds].sort(),
    },
  }),
  ModifyCacheSubnetGroup: ({ subnetGroup }, { SubnetIds }) => ({
    subnetGroup: subnetGroup && { ...subnetGroup, subnetIds: [...SubnetIds].sort() },
  }),
  DeleteCacheSubnetGroup: () => ({ subnetGroup: null }),
  CreateCacheParameterGroup: (_, { CacheParameterGroupName, CacheParameterGroupFamily, Tags }, spec) => ({
    parameterGroup: {
      ...made(spec, CacheParameterGroupName, tagRecord(Tags)),
      family: CacheParameterGroupFamily,
      values: {},
    },
  }),
  ModifyCacheParameterGroup: ({ parameterGroup }, { ParameterNameValues }) => ({
    parameterGroup: parameterGroup && {
      ...parameterGroup,
      values: { ...parameterGroup.values, ...parameterValues(ParameterNameValues) },
    },
  }),
  ResetCacheParameterGroup: ({ parameterGroup }, { ParameterNameValues }) => {
    const reset = parameterValues(ParameterNameValues);
    return {
      parameterGroup: parameterGroup && {
        ...parameterGroup,
        values: Object.fromEntries(
          Object.entries(parameterGroup.values).filter(([name]) => !(name in reset)),
        ),
      },
    };
  },
  DeleteCacheParameterGroup: (
    { parameterGroup, formerParameterGroups },
    { CacheParameterGroupName: name },
  ) =>
    parameterGroup?.name === name
      ? { parameterGroup: null }
      : { formerParameterGroups: others(formerParameterGroups, name) },
  CreateSecret: (_, { Name, Tags }, spec) => ({
    secret: { ...made(spec, Name, tagRecord(Tags)), generated: true, scheduledForDeletion: false },
  }),
  RestoreSecret: ({ secret }) => ({ secret: secret && { ...secret, scheduledForDeletion: false } }),
  DeleteSecret: ({ secret, formerSecret }, { SecretId }) => ({
    secret: secret && unless(secret, SecretId),
    formerSecret: formerSecret && unless(formerSecret, SecretId),
  }),
  CreateLogGroup: ({ logGroups }, { logGroupName, tags }, spec) => ({
    logGroups: [
      ...others(logGroups, logGroupName),
      { ...made(spec, logGroupName, tags), retentionDays: null },
    ].sort((a, b) => a.name.localeCompare(b.name)),
  }),
  PutRetentionPolicy: ({ logGroups }, { logGroupName, retentionInDays }) => ({
    logGroups: logGroups.map((logs) =>
      logs.name === logGroupName ? { ...logs, retentionDays: retentionInDays } : logs,
    ),
  }),
  DeleteLogGroup: ({ logGroups }, { logGroupName }) => ({ logGroups: others(logGroups, logGroupName) }),
  AddTagsToResource: (observed, { ResourceName, Tags }) => withTags(observed, ResourceName, tagRecord(Tags)),
  TagResource: (observed, { resourceArn, SecretId, tags, Tags }) =>
    withTags(observed, resourceArn ?? SecretId, tags ?? tagRecord(Tags)),
};

const parameterValues = (list: readonly { ParameterName: string; ParameterValue?: string }[]) =>
  Object.fromEntries(list.map(({ ParameterName, ParameterValue = '' }) => [ParameterName, ParameterValue]));

/** Whatever has the ARN. */
function withTags(observed: RedisObserved, arn: string, tags: Tags): Partial<RedisObserved> {
  const tagged = <T extends ObservedTagged>(one: T): T =>
    one.arn === arn ? { ...one, tags: { ...one.tags, ...tags } } : one;
  const { subnetGroup, parameterGroup, secret, logGroups, group } = observed;
  return {
    subnetGroup: subnetGroup && tagged(subnetGroup),
    parameterGroup: parameterGroup && tagged(parameterGroup),
    secret: secret && tagged(secret),
    logGroups: logGroups.map(tagged),
    group: group && tagged(group),
  };
}
