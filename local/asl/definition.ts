import { type Diagnostic, InvalidDefinition } from './errors.ts';
import { isObject, type Json, MAX_NESTING, nestsWithin } from './json.ts';
import { type Machine, STATE_TYPES, type State, type StateBody, type StateType } from './machine.ts';
import { type Parsing, Reader } from './reader.ts';
import { readChoice } from './states/choice.ts';
import { readFail } from './states/fail.ts';
import { readMap } from './states/map.ts';
import { readParallel } from './states/parallel.ts';
import { readPass } from './states/pass.ts';
import { readSucceed } from './states/succeed.ts';
import { readTask } from './states/task.ts';
import { readWait } from './states/wait.ts';

/** *Documented*: 1 MB of definition, 80 characters of state name (Step Functions service quotas, ASL specification). */
const MAX_DEFINITION_BYTES = 1_048_576;
const MAX_STATE_NAME_LENGTH = 80;

const readers: Record<StateType, (reader: Reader) => StateBody> = {
  Task: readTask,
  Choice: readChoice,
  Wait: readWait,
  Parallel: readParallel,
  Map: readMap,
  Pass: readPass,
  Succeed: readSucceed,
  Fail: readFail,
};

/**
 * Reads a definition in the subset that the interpreter implements: JSONata, and one Task resource,
 * `arn:aws:states:::lambda:invoke`.
 *
 * @throws InvalidDefinition naming every state and field that is wrong or not implemented
 */
export function parseDefinition(text: string): Machine {
  const diagnostics: Diagnostic[] = [];
  const parsing: Parsing = { diagnostics, readMachine: (reader) => readStates(reader, undefined) };
  const reader = new Reader(parseObject(text), '', parsing);
  if (reader.value('QueryLanguage') !== 'JSONata') {
    reader.fault("only 'JSONata' is supported, and it has to be named", 'QueryLanguage');
  }
  reader.oneOf('Version', ['1.0']);
  const machine = readStates(reader, reader.integer('TimeoutSeconds', 1, 99_999_999));
  checkNames(machine, diagnostics);
  checkScopes(machine, new Set(), diagnostics);
  if (diagnostics.length > 0) throw new InvalidDefinition(diagnostics);
  return machine;
}

function parseObject(text: string): { [key: string]: Json } {
  const refuse = (message: string) =>
    new InvalidDefinition([{ code: 'INVALID_JSON_DESCRIPTION', message, location: '' }]);
  if (Buffer.byteLength(text) > MAX_DEFINITION_BYTES) throw refuse('a definition has at most 1 MB');
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse((error as Error).message);
  }
  if (!isObject(value)) throw refuse('a definition is a JSON object');
  if (!nestsWithin(value, MAX_NESTING)) throw refuse(`a definition nests at most ${MAX_NESTING} deep`);
  return value;
}

function readStates(reader: Reader, timeoutSeconds: number | undefined): Machine {
  reader.string('Comment');
  const startAt = reader.requiredString('StartAt');
  const states = new Map<string, State>();
  for (const [name, stateReader] of reader.entries('States')) states.set(name, readState(name, stateReader));
  reader.done();
  const machine = { startAt, states, timeoutSeconds };
  checkTransitions(machine, reader);
  return machine;
}

function readState(name: string, reader: Reader): State {
  const type = reader.oneOf('Type', STATE_TYPES);
  if (reader.value('Type') === undefined) reader.fault("Field 'Type' is required", 'Type');
  reader.skip('Comment');
  reader.oneOf('QueryLanguage', ['JSONata']);
  if (name.length > MAX_STATE_NAME_LENGTH) reader.fault('a state name has at most 80 characters', '');
  const known = type ?? 'Succeed';
  const body = readers[known](reader);
  if (type) reader.done();
  return { name, type: known, ...body };
}

/** Every target exists, every state is reached, and there is an end. */
function checkTransitions({ startAt, states }: Machine, reader: Reader): void {
  const reached = new Set<string>();
  let ends = false;
  const ahead = [{ name: startAt, from: 'StartAt' }];
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const { name, from } = next;
    const state = states.get(name);
    if (!state) reader.fault(`Missing target: '${name}' is not a state here`, from, TARGET_FAULT);
    if (!state || reached.has(name)) continue;
    reached.add(name);
    for (const target of state.targets) {
      if (target === null) ends = true;
      else ahead.push({ name: target, from: `States/${name}` });
    }
  }
  for (const name of states.keys()) {
    if (!reached.has(name)) reader.fault(`State "${name}" is not reachable.`, `States/${name}`, TARGET_FAULT);
  }
  if (!ends) reader.fault('Workflow has no terminal state', 'States', 'MISSING_END_STATE');
}

const TARGET_FAULT = 'MISSING_TRANSITION_TARGET';

/** *Documented*: a state's name is unique within the whole state machine, branches included. */
function checkNames(machine: Machine, diagnostics: Diagnostic[], seen = new Set<string>()): void {
  for (const state of machine.states.values()) {
    if (seen.has(state.name)) {
      const message = `State name '${state.name}' is used more than once`;
      diagnostics.push({ code: 'DUPLICATE_STATE_NAME', message, location: `/States/${state.name}` });
    }
    seen.add(state.name);
    for (const nested of state.nested) checkNames(nested, diagnostics, seen);
  }
}

/**
 * *Documented* (developer guide, "Variable scope"): a branch reads the variables around it, cannot assign them,
 * and cannot have one of its own by the same name. Branches side by side may share names.
 */
function checkScopes(machine: Machine, outer: ReadonlySet<string>, diagnostics: Diagnostic[]): void {
  const own = new Set(outer);
  for (const state of machine.states.values()) {
    for (const name of state.assigns) {
      own.add(name);
      if (!outer.has(name)) continue;
      const message = `Variable '${name}' belongs to an outer scope and cannot be assigned in a branch`;
      diagnostics.push({ code: 'VARIABLE_SCOPE', message, location: `/States/${state.name}/Assign` });
    }
  }
  for (const state of machine.states.values()) {
    for (const nested of state.nested) checkScopes(nested, own, diagnostics);
  }
}
