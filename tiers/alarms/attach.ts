import {
  type CloudWatchClient,
  DeleteAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { toPlinthError } from '../../core/classify.ts';
import { Terminal } from '../../core/errors.ts';
import type { Tags } from '../../core/spec.ts';
import { isOurs, ownershipTags } from '../../core/tier.ts';
import { missingTags, tagList } from '../shared/ownership.ts';
import { alarmRegions, type Difference, difference, type WantedAlarms } from './difference.ts';
import { inParallel } from './parallel.ts';

/** None wanted: all of the environment's alarms go. */
export interface AttachRequest extends WantedAlarms {
  readonly tags: Tags;
}

export interface Attached {
  /** Alarm names by region. */
  readonly alarms: Readonly<Record<string, readonly string[]>>;
}

/** DeleteAlarms takes up to 100 names (client-cloudwatch). */
const NAMES_PER_DELETE = 100;

/**
 * Makes CloudWatch hold exactly these alarms for the environment, each in the region of its metric and with that
 * region's topics. What is right already is not put again, so a call after Throttled goes on where the last ended. With
 * `readTags` those that stay get the tags that they lack, too.
 *
 * @throws Throttled, OutcomeUnknown: call again. Terminal: a name is taken by an alarm of somebody else.
 */
export async function attachAlarms(request: AttachRequest): Promise<Attached> {
  const regions = alarmRegions(request);
  try {
    // Reads only: a name clash in one region is found before anything changes in any.
    const changes = await Promise.all(
      regions.map(async (region) => changesOf(request, region, await difference(request, region))),
    );
    await Promise.all(changes.map(carryOut));
  } catch (error) {
    throw toPlinthError(error, `attach the alarms of ${request.identity.slug}`);
  }
  const namesIn = (region: string) =>
    request.alarms.filter((alarm) => alarm.region === region).map(({ name }) => name);
  const used = regions.filter((region) => namesIn(region).length > 0);
  return { alarms: Object.fromEntries(used.map((region) => [region, namesIn(region).sort()])) };
}

interface Changes {
  readonly client: CloudWatchClient;
  readonly puts: readonly PutMetricAlarmCommandInput[];
  /** Tags of a put are ignored where the alarm is there already. */
  readonly retags: readonly { readonly arn: string; readonly tags: Tags }[];
  readonly deletes: readonly string[];
}

function changesOf(
  { identity, tags }: AttachRequest,
  region: string,
  { client, missing, changed, same, extra }: Difference,
): Changes {
  const all = { ...tags, ...ownershipTags(identity) };
  const taken = changed.find((each) => !isOurs(identity, each.tags));
  if (taken) {
    throw new Terminal(
      `CloudWatch alarm ${taken.alarm.AlarmName} exists already in ${region} and does not belong to environment ${identity.project}/${identity.environment}. ` +
        'Choose another environment name, or remove that alarm.',
    );
  }
  const retags = [...changed, ...same].flatMap(({ alarm, tags: found }) =>
    found === null ? [] : [{ arn: alarm.AlarmArn ?? '', tags: missingTags(all, found) }],
  );
  return {
    client,
    puts: [
      ...missing.map((input) => ({ ...input, Tags: tagList(all) })),
      ...changed.map(({ input }) => input),
    ],
    retags: retags.filter((each) => Object.keys(each.tags).length > 0),
    deletes: extra,
  };
}

async function carryOut({ client, puts, retags, deletes }: Changes): Promise<void> {
  await inParallel(puts, (input) => client.send(new PutMetricAlarmCommand(input)));
  await inParallel(retags, ({ arn, tags }) =>
    client.send(new TagResourceCommand({ ResourceARN: arn, Tags: tagList(tags) })),
  );
  for (let start = 0; start < deletes.length; start += NAMES_PER_DELETE) {
    const AlarmNames = deletes.slice(start, start + NAMES_PER_DELETE);
    await client.send(new DeleteAlarmsCommand({ AlarmNames }));
  }
}
