import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import fc from 'fast-check';
import { foresee } from '../../../core/preview.ts';
import type { Desired } from '../../../core/spec.ts';
import { type Alarm, TIER_KINDS } from '../../../core/tier.ts';
import { alarmFields, alarmInput, isSame } from '../../../tiers/alarms/input.ts';
import { wantedAlarms } from '../../../tiers/alarms/wanted.ts';
import { foresights } from '../../../tiers/foresights.ts';
import { looks } from '../../../tiers/looks.ts';
import { resolveBody } from '../../core/sample.ts';
import { validRequests } from '../../support/requests/index.ts';
import { runs } from '../../support/runs.ts';
import { nothing as noAurora } from '../aurora/fixtures.ts';
import { nothing as noDax } from '../dax/fixtures.ts';
import { nothing as noTables } from '../dynamodb/simulation.ts';
import { nothing as noRedis } from '../redis/fixtures.ts';

const requests = validRequests({ primaryRegion: 'eu-west-2' }).map(({ aurora, redis, ...rest }) => {
  // Secrets that requests name would have to be there.
  const { masterSecretArn: _, ...database } = aurora ?? {};
  const { authTokenSecretArn: __, ...cache } = redis ?? {};
  return { ...rest, aurora: database, redis: cache };
});

/** The alarms of the environment that a document leads to. */
function alarmsOf(desired: Desired): Alarm[] {
  const start = {
    aurora: { ...noAurora(desired.aurora), identity: desired.identity },
    dynamodb: noTables(desired.dynamodb),
    redis: noRedis,
    dax: noDax,
  };
  const observed = TIER_KINDS.map((kind) => {
    const spec = desired[kind];
    return [kind, foresee(looks[kind].look, foresights[kind], spec, spec, start[kind]).observed];
  });
  return wantedAlarms(desired, Object.fromEntries(observed));
}

const inputsOf = (desired: Desired): PutMetricAlarmCommandInput[] =>
  alarmsOf(desired).map((alarm) =>
    alarmInput(desired.identity, alarm, desired.alarms.topicArns[alarm.region]?.[alarm.severity] ?? ''),
  );

describe('the alarms of any environment', () => {
  it('have names of their own, and are within what PutMetricAlarm takes', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const desired = await resolveBody(request);
        const alarms = alarmsOf(desired);
        expect(alarms.length > 0).toBe(desired.alarms.enabled);
        const places = alarms.map(({ region, name }) => `${region} ${name}`);
        expect(new Set(places).size).toBe(places.length);
        for (const alarm of alarms) expect(Object.keys(desired.alarms.topicArns)).toContain(alarm.region);
        for (const input of inputsOf(desired)) {
          expect(input.AlarmName).toMatch(/^.{1,255}$/);
          expect(input.AlarmDescription?.length).toBeLessThanOrEqual(1024);
          expect(Number.isFinite(input.Threshold)).toBe(true);
          expect(input.AlarmActions?.[0]).toMatch(/^arn:aws:sns:/);
          const [period] = [
            input.Period,
            ...(input.Metrics ?? []).map((one) => one.MetricStat?.Period),
          ].flatMap((seconds) => seconds ?? []);
          expect((period ?? 0) % 60).toBe(0);
          expect((period ?? 0) * (input.EvaluationPeriods ?? 0)).toBeLessThanOrEqual(86_400);
          expect((input.Metrics ?? []).length).toBeLessThanOrEqual(10 + 1);
          for (const { Id } of input.Metrics ?? []) expect(Id).toMatch(/^[a-z][a-zA-Z0-9_]*$/);
          expect((input.Metrics ?? []).filter(({ ReturnData }) => ReturnData).length).toBe(
            input.Metrics ? 1 : 0,
          );
        }
      }),
      runs(40),
    );
  });

  it('are the same when they are there as they were put, and not when anything that is set differs', async () => {
    await fc.assert(
      fc.asyncProperty(requests, fc.nat(999), fc.nat(99), async (request, at, field) => {
        const inputs = inputsOf(await resolveBody(request));
        const input = inputs[at % Math.max(1, inputs.length)];
        fc.pre(input !== undefined);
        const described = JSON.parse(JSON.stringify(input));
        expect(isSame(input, described)).toBe(true);
        const set = alarmFields(input, described)
          .map((one) => one.field)
          .filter((name) => input[name] !== undefined);
        const name = set[field % set.length] ?? 'Threshold';
        const value = input[name];
        const other = { string: `${value}!`, number: Number(value) + 1, boolean: !value }[
          typeof value as 'string'
        ];
        expect(isSame(input, { ...described, [name]: other ?? [] })).toBe(false);
      }),
      runs(40),
    );
  });
});
