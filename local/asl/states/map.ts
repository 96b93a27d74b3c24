import { runBranches } from '../branches.ts';
import { StateError } from '../errors.ts';
import type { Bindings } from '../expression.ts';
import { type Json, type JsonObject, payload } from '../json.ts';
import type { Machine, StateBody } from '../machine.ts';
import { integerType, type Reader } from '../reader.ts';
import { readCatchers, readRetriers } from '../retry.ts';
import type { Frame, Scope } from '../scope.ts';
import type { Dynamic, Template } from '../template.ts';
import { transferWith } from '../transfer.ts';

/** *Documented*: an inline Map runs at most 40 iterations at a time; MaxConcurrency 0 sets no limit of its own. */
const INLINE_CONCURRENCY = 40;

const itemsType = {
  name: 'an array',
  accepts: (value: Json): value is Json[] => Array.isArray(value),
};

interface MapFields {
  readonly items: Dynamic<Json[]> | undefined;
  readonly selector: Template | undefined;
  readonly maxConcurrency: Dynamic<number> | undefined;
  readonly processor: Machine;
}

/** An inline Map. */
export function readMap(reader: Reader): StateBody {
  const processor = readProcessor(reader);
  const fields: MapFields = {
    items: reader.dynamic('Items', itemsType),
    selector: reader.template('ItemSelector', ['input', 'context']),
    maxConcurrency: reader.dynamic('MaxConcurrency', integerType(0, Number.MAX_SAFE_INTEGER)),
    processor,
  };
  const retriers = readRetriers(reader);
  const catchers = readCatchers(reader);
  const transfer = reader.transfer(['input', 'context', 'result'], reader.nextOrEnd());
  return {
    async attempt(frame) {
      const result = await runMap(frame, fields);
      return transferWith(transfer, frame.bindings({ result }), result);
    },
    targets: [transfer.next, ...catchers.map((catcher) => catcher.transfer.next)],
    assigns: [...transfer.assigns, ...catchers.flatMap((catcher) => catcher.transfer.assigns)],
    retriers,
    catchers,
    nested: [processor],
  };
}

function readProcessor(reader: Reader): Machine {
  const machine = reader.machine('ItemProcessor', (processor) => {
    const config = processor.object('ProcessorConfig');
    config?.oneOf('Mode', ['INLINE']);
    config?.done();
  });
  return machine ?? { startAt: '', states: new Map(), timeoutSeconds: undefined };
}

async function runMap(frame: Frame, fields: MapFields): Promise<Json[]> {
  const bindings = frame.bindings();
  const items = fields.items ? await fields.items(bindings) : inputItems(frame);
  const concurrency = await concurrencyOf(fields, bindings);
  frame.record('MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  try {
    const result = await runBranches(frame, {
      count: items.length,
      concurrency,
      mapContext: (index) => ({ Item: { Index: index, Value: items[index] ?? null } }),
      run: (index, scope) => runIteration(frame, fields, scope, index),
    });
    frame.record('MapStateSucceeded');
    return result;
  } catch (error) {
    if (error instanceof StateError) frame.record('MapStateFailed');
    throw error;
  }
}

async function runIteration(frame: Frame, fields: MapFields, scope: Scope, index: number): Promise<Json> {
  const { history, runMachine } = frame.environment;
  const event = { name: frame.state.name, index };
  history.add(scope, 'MapIterationStarted', { mapIterationStartedEventDetails: event });
  try {
    const map = scope.mapContext as { Item: JsonObject };
    const item = fields.selector ? await fields.selector(frame.bindings({ map })) : (map.Item.Value as Json);
    const output = await runMachine(fields.processor, scope, payload(item));
    history.add(scope, 'MapIterationSucceeded', { mapIterationSucceededEventDetails: event });
    return output.value;
  } catch (error) {
    if (error instanceof StateError) {
      history.add(scope, 'MapIterationFailed', { mapIterationFailedEventDetails: event });
    } else {
      history.add(scope, 'MapIterationAborted', { mapIterationAbortedEventDetails: event });
    }
    throw error;
  }
}

function inputItems(frame: Frame): Json[] {
  const { value } = frame.input;
  if (Array.isArray(value)) return value;
  throw new StateError('States.Runtime', `The input of the Map state '${frame.state.name}' is not an array.`);
}

async function concurrencyOf({ maxConcurrency }: MapFields, bindings: Bindings): Promise<number> {
  const limit = (await maxConcurrency?.(bindings)) ?? 0;
  return limit === 0 ? INLINE_CONCURRENCY : Math.min(limit, INLINE_CONCURRENCY);
}
