import { alarmInput, isSame } from '../../../tiers/alarms/input.ts';
import { identity } from '../shared/fixtures.ts';
import { cpu, throttles } from './fixtures.ts';

const TOPIC = 'arn:aws:sns:eu-west-2:1:warning';
const plain = alarmInput(identity, cpu, TOPIC);
const math = alarmInput(identity, throttles, TOPIC);

describe('the comparison with an alarm that is there', () => {
  it.each([
    ['the same', plain, plain, true],
    ['the same metric math', math, math, true],
    ['math whose parts come in another order', math, { ...math, Metrics: math.Metrics?.toReversed() }, true],
    ['what CloudWatch leaves out by default', plain, { ...plain, TreatMissingData: undefined }, true],
    ['another threshold', plain, { ...plain, Threshold: 1 }, false],
    ['another topic', plain, { ...plain, AlarmActions: ['arn:other'] }, false],
    ['no OK action', plain, { ...plain, OKActions: [] }, false],
    [
      'another dimension',
      plain,
      { ...plain, Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'x' }] },
      false,
    ],
    ['actions turned off by hand', plain, { ...plain, ActionsEnabled: false }, false],
    [
      'another period inside the math',
      alarmInput(identity, { ...throttles, periodSeconds: 300 }, TOPIC),
      math,
      false,
    ],
    [
      'another expression',
      math,
      alarmInput(
        identity,
        { ...throttles, metric: { ...throttles.metric, expression: 'm1' } as never },
        TOPIC,
      ),
      false,
    ],
  ])('finds %s', (_name, input, found, expected) => {
    expect(isSame(input, found)).toBe(expected);
  });
});
