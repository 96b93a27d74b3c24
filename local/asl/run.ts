import type { HistoryEventType } from '@aws-sdk/client-sfn';
import { Interruption, QueryEvaluationError, StateError } from './errors.ts';
import { isTooLarge, type Json, type Payload, payload } from './json.ts';
import type { Machine, State, StateType, Transition } from './machine.ts';
import { matches, type Retrier, retryDelaySeconds } from './retry.ts';
import { Frame, type Scope } from './scope.ts';
import { transferWith } from './transfer.ts';

/** Runs the states of a machine, branch or item processor one after the other, from StartAt to an end. */
export async function runMachine(machine: Machine, scope: Scope, input: Payload): Promise<Payload> {
  let name: string | null = machine.startAt;
  let current = input;
  while (name !== null) {
    const state = machine.states.get(name) as State;
    [name, current] = await runState(state, scope, current);
  }
  return current;
}

async function runState(state: State, scope: Scope, input: Payload): Promise<[next: string | null, Payload]> {
  const frame = new Frame(scope, state, input);
  scope.signal.throwIfAborted();
  frame.checkDeadline();
  const stateEnteredEventDetails = {
    name: state.name,
    input: input.text,
    inputDetails: { truncated: false },
  };
  const enteredId = frame.record(`${state.type}StateEntered`, { stateEnteredEventDetails });
  try {
    const { output, assigned, next } = await runAttempts(frame, enteredId);
    return [next, leave(frame, output, assigned)];
  } catch (error) {
    recordAbort(frame, error);
    throw error;
  }
}

/** Tries the state until it succeeds, is caught, or nothing handles its error. */
async function runAttempts(frame: Frame, enteredId: number): Promise<Transition> {
  const spent = new Map<Retrier, number>();
  for (;;) {
    try {
      return withinLimit(frame, await frame.state.attempt(frame));
    } catch (thrown) {
      const error = explain(frame, thrown, enteredId);
      if (!(await retry(frame, error, spent))) return await handOver(frame, error, enteredId);
    }
  }
}

/** Sleeps and answers true when a retrier takes the error and has attempts left. */
async function retry(frame: Frame, error: StateError, spent: Map<Retrier, number>): Promise<boolean> {
  const retrier = frame.state.retriers.find(({ errorEquals }) => matches(errorEquals, error));
  const attempts = (retrier && spent.get(retrier)) ?? 0;
  if (!retrier || attempts >= retrier.maxAttempts) return false;
  spent.set(retrier, attempts + 1);
  await frame.sleep(retryDelaySeconds(retrier, attempts, frame.environment.random) * 1000);
  frame.retryCount++;
  return true;
}

/** The Catch that takes the error, or the error itself. */
async function handOver(frame: Frame, error: StateError, enteredId: number): Promise<Transition> {
  const catcher = frame.state.catchers.find(({ errorEquals }) => matches(errorEquals, error));
  if (!catcher) throw error;
  const errorOutput = { Error: error.error, Cause: error.detail ?? '' };
  try {
    return withinLimit(
      frame,
      await transferWith(catcher.transfer, frame.bindings({ errorOutput }), errorOutput),
    );
  } catch (thrown) {
    throw explain(frame, thrown, enteredId);
  }
}

/**
 * Gives an evaluation error the sentence that AWS puts in front, and its event. What is no error of a state
 * (an interruption, a fault of ours) is thrown on: nothing in a definition handles it.
 */
function explain(frame: Frame, thrown: unknown, enteredId: number): StateError {
  if (!(thrown instanceof StateError)) throw thrown;
  // A Parallel or Map reports its branch's error as it is; the sentence is there already.
  if (!(thrown instanceof QueryEvaluationError)) return thrown;
  const state = frame.state.name;
  const sentence = `An error occurred while executing the state '${state}' (entered at the event id #${enteredId}).`;
  const error = new StateError(thrown.error, `${sentence} ${thrown.detail}`);
  frame.record('EvaluationFailed', {
    evaluationFailedEventDetails: {
      error: error.error,
      cause: error.detail,
      location: thrown.location,
      state,
    },
  });
  return error;
}

function withinLimit(frame: Frame, transition: Transition): Transition {
  if (transition.output === frame.input.value || !isTooLarge(JSON.stringify(transition.output)))
    return transition;
  throw new StateError(
    'States.DataLimitExceeded',
    `The state/task '${frame.state.name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

function leave(frame: Frame, value: Json, assigned: Transition['assigned']): Payload {
  const { scope, state, input } = frame;
  const output = value === input.value ? input : payload(value);
  const names = Object.keys(assigned);
  if (names.length > 0) scope.variables = { ...scope.variables, ...assigned };
  const texts = Object.fromEntries(names.map((name) => [name, JSON.stringify(assigned[name])]));
  frame.record(exitedType(state.type), {
    stateExitedEventDetails: {
      name: state.name,
      output: output.text,
      outputDetails: { truncated: false },
      ...(names.length > 0 && { assignedVariables: texts, assignedVariablesDetails: { truncated: false } }),
    },
  });
  return output;
}

/** A Fail state has no way out, and no event for one. */
function exitedType(type: StateType): HistoryEventType {
  return `${type as Exclude<StateType, 'Fail'>}StateExited`;
}

const ABORTABLE = ['Task', 'Wait', 'Parallel', 'Map'] as const;

/** *Assumed*: a state that a failed sibling ends has an Aborted event; a stopped execution has only its own. */
function recordAbort(frame: Frame, error: unknown): void {
  if (!(error instanceof Interruption) || error.reason !== 'sibling failed') return;
  const type = ABORTABLE.find((candidate) => candidate === frame.state.type);
  if (type) frame.record(`${type}StateAborted`);
}
