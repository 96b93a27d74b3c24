import fc from 'fast-check';
import type { Json } from '../../../local/asl/json.ts';
import { drawTwins, type Task } from './twin-machines.ts';
import { among } from './twin-values.ts';
import type { Draw } from './values.ts';

export type Fields = Record<string, Json>;

export interface SlowMachine {
  readonly definition: Fields;
  readonly tasks: ReadonlyMap<string, Task>;
}

/** A machine that waits, retries after pauses and may run out of time. */
export function drawSlowMachine(draw: Draw): SlowMachine {
  const { jsonata, tasks } = drawTwins(draw);
  const limit: Fields = draw(fc.nat, 3) === 0 ? { TimeoutSeconds: 1 + draw(fc.nat, 60) } : {};
  return { definition: { ...(slowed(jsonata, draw) as Fields), ...limit }, tasks };
}

function slowed(value: Json, draw: Draw): Json {
  if (Array.isArray(value)) return value.map((item) => slowed(item, draw));
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, slowed(item, draw)]));
  if (value.Type === 'Wait') return { ...inner, Seconds: draw(fc.nat, 100) };
  if ('ErrorEquals' in value && !('Next' in value)) return { ...inner, ...drawPauses(draw) };
  return inner;
}

/** The fields of a retrier that say when. */
export function drawPauses(draw: Draw): Fields {
  const interval = 1 + draw(fc.nat, 20);
  return {
    ...(draw(fc.boolean) && { IntervalSeconds: interval }),
    ...(draw(fc.boolean) && { BackoffRate: among<Json>(draw, [1, 1.5, 2, 10, 1e6, 1e300]) }),
    ...(draw(fc.boolean) && { MaxDelaySeconds: among(draw, [interval + 1, 60, 31_622_400]) }),
    ...(draw(fc.boolean) && { JitterStrategy: among(draw, ['FULL', 'NONE']) }),
  };
}

/** Places of a definition whose objects have a fixed set of fields. */
export function places(value: Json, found: Fields[] = []): Fields[] {
  if (Array.isArray(value)) for (const item of value) places(item, found);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return found;
  const isNamed = !('StartAt' in value || 'Type' in value || 'ErrorEquals' in value || 'Condition' in value);
  if (!isNamed) found.push(value);
  for (const [name, item] of Object.entries(value)) {
    if (!FREE.includes(name)) places(item, found);
  }
  return found;
}

/** What these hold is up to the author. */
const FREE = ['Output', 'Assign', 'Arguments', 'ItemSelector', 'Items'];
