import type * as cw from '@aws-sdk/client-cloudwatch';
import { AwsError, type CallContext, type Service, type World } from '../../service.ts';
import { checkTags, tagList, tagMap } from '../common.ts';
import { invalid } from './alarm-rules.ts';
import { type Alarms, alarmArn } from './alarms.ts';
import type { Dashboards } from './dashboards.ts';

export function tagOperations(world: World, alarms: Alarms, dashboards: Dashboards): Service['operations'] {
  const tagged = (arn: string | undefined, region: string): { tags: Map<string, string> } => {
    const id = arn ?? '';
    const prefix = alarmArn(world, region, '');
    const alarm = id.startsWith(prefix) ? alarms.in(region).get(id.slice(prefix.length)) : undefined;
    const resource = alarm ?? [...dashboards.values()].find((dashboard) => dashboard.arn === id);
    if (resource) return resource;
    throw new AwsError('ResourceNotFoundException', `Resource ${id} does not exist.`, {
      members: { ResourceType: id.includes(':dashboard/') ? 'dashboard' : 'alarm', ResourceId: id },
    });
  };
  return {
    TagResource(input: cw.TagResourceInput, { region }: CallContext) {
      const resource = tagged(input.ResourceARN, region);
      const tags = new Map([...resource.tags, ...tagMap(input.Tags)]);
      checkTags(tags, invalid);
      resource.tags = tags;
    },
    UntagResource(input: cw.UntagResourceInput, { region }: CallContext) {
      const { tags } = tagged(input.ResourceARN, region);
      for (const key of input.TagKeys ?? []) tags.delete(key);
    },
    ListTagsForResource: (input: cw.ListTagsForResourceInput, { region }: CallContext) => ({
      Tags: tagList(tagged(input.ResourceARN, region).tags),
    }),
  };
}
