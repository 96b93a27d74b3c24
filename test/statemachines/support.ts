import { type JsonObject, loadDefinition } from '../../local/asl/index.ts';
import { type Handlers, named, type Run, run } from '../local/asl/support.ts';

export const FUNCTIONS = [
  'Aurora',
  'DynamoDb',
  'Redis',
  'Dax',
  'Alarms',
  'Migrate',
  'Outputs',
  'Failure',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

export const INPUT = { project: 'shop', environment: 'dev', operationId: 'op-1' };

export interface Event {
  readonly project: string;
  readonly environment: string;
  readonly operationId: string;
  readonly step: string;
  readonly error?: { readonly name: string; readonly cause: string };
}

export const READY = { ready: true, retryAfterSeconds: 0, waitingFor: [] };

export type Machine = 'provision' | 'update' | 'delete';

export function definition(machine: Machine): Promise<JsonObject> {
  const path = new URL(`../../statemachines/${machine}.asl.json`, import.meta.url);
  return loadDefinition(path, Object.fromEntries(FUNCTIONS.map((name) => [`${name}FunctionArn`, name])));
}

export interface MachineRun extends Run {
  readonly calls: readonly Event[];
  readonly steps: readonly string[];
  /** What RecordFailure was told. */
  readonly recorded: Event['error'];
}

/** Runs the machine with functions that are ready at once, except for those given, by state name. */
export async function runMachine(
  machine: Machine,
  steps: Record<string, (event: Event, call: number) => unknown> = {},
  options: { random?: () => number } = {},
): Promise<MachineRun> {
  const calls: Event[] = [];
  const counts = new Map<string, number>();
  const handle = (event: Event) => {
    calls.push(event);
    const call = (counts.get(event.step) ?? 0) + 1;
    counts.set(event.step, call);
    return steps[event.step]?.(event, call) ?? READY;
  };
  const handlers = Object.fromEntries(FUNCTIONS.map((name) => [name, handle])) as Handlers;
  const ended = await run(await definition(machine), { input: INPUT, handlers, ...options });
  const recorded = calls.find(({ step }) => step === 'RecordFailure')?.error;
  return { ...ended, calls, steps: calls.map(({ step }) => step), recorded };
}

export const provision = () => definition('provision');

type Steps = Parameters<typeof runMachine>[1];
type Options = Parameters<typeof runMachine>[2];

export const runProvision = (steps?: Steps, options?: Options) => runMachine('provision', steps, options);
export const runUpdate = (steps?: Steps, options?: Options) => runMachine('update', steps, options);
export const runDelete = (steps?: Steps, options?: Options) => runMachine('delete', steps, options);

/** A function that fails the first times with this error. */
export function failing(name: string, times = Number.POSITIVE_INFINITY) {
  return (_: Event, call: number) => {
    if (call <= times) throw named(name, `told by ${name}`);
  };
}

export const notReady = (retryAfterSeconds: number) => () => ({
  ready: false,
  retryAfterSeconds,
  waitingFor: ['cluster shop-dev in eu-west-2 is creating'],
});
