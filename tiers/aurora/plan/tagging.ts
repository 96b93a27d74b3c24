import type { AuroraSpec, Tags } from '../../../core/spec.ts';
import type { Plan } from '../../../core/tier.ts';
import { missingTags, tagList } from '../../shared/ownership.ts';
import { NOTHING, rds } from './parts.ts';

/** Puts back desired tags that an RDS resource lacks. */
export function retag(
  spec: AuroraSpec,
  region: string,
  label: string,
  { arn, tags }: { readonly arn: string; readonly tags: Tags },
): Plan {
  const missing = missingTags(spec.tags, tags);
  if (Object.keys(missing).length === 0) return NOTHING;
  return rds(region, 'AddTagsToResource', { ResourceName: arn, Tags: tagList(missing) }, `tag ${label}`);
}
