import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { meaningOf, type SdkErrorLike } from '../../core/classify.ts';
import type { Finding } from '../../core/generated/api.ts';
import type { AlarmsSpec } from '../../core/spec.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { type Check, error, unchecked } from './finding.ts';

/** The topics of the alarms, those that the environment did not have before. */
export const checkTopics: Check = async (runtime, { before, after }) => {
  const known = topicsOf(before?.alarms).map(({ arn }) => arn);
  const added = topicsOf(after.alarms).filter(({ arn }) => !known.includes(arn));
  return (await Promise.all(added.map((topic) => checkTopic(runtime, topic)))).flat();
};

interface Topic {
  readonly arn: string;
  readonly region: string;
  readonly what: string;
}

/** One topic may be for several severities. */
function topicsOf(alarms: AlarmsSpec | undefined): Topic[] {
  if (!alarms?.enabled) return [];
  return Object.entries(alarms.topicArns).flatMap(([region, bySeverity]) => {
    const arns = [...new Set(Object.values(bySeverity))];
    return arns.map((arn) => {
      const severities = Object.entries(bySeverity).filter(([, each]) => each === arn);
      const names = severities.map(([severity]) => severity).join(', ');
      return { arn, region, what: `SNS topic ${arn} for ${names} alarms in ${region}` };
    });
  });
}

async function checkTopic({ clients }: SubmitRuntime, { arn, region, what }: Topic): Promise<Finding[]> {
  try {
    await clients.get(SNSClient, region).send(new GetTopicAttributesCommand({ TopicArn: arn }));
    return [];
  } catch (cause) {
    if (meaningOf(cause as SdkErrorLike) === 'Gone')
      return [
        error('topic', `${what} does not exist. Name one that does in the landing zone.`, '#/landingZone'),
      ];
    return [unchecked('topic', what, cause)];
  }
}
