import type { Execution, ExecutionEnd, Machine } from '../../asl/index.ts';
import { AwsError } from '../../service.ts';

export interface StateMachineRecord {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  /** JSON text, as it came. */
  readonly definition: string;
  readonly machine: Machine;
  readonly creationDate: Date;
  readonly tags: Map<string, string>;
  status: 'ACTIVE' | 'DELETING';
}

export interface ExecutionRecord {
  readonly arn: string;
  readonly name: string;
  /** In the order of their start. */
  readonly sequence: number;
  readonly stateMachineArn: string;
  /** JSON text. */
  readonly input: string;
  readonly execution: Execution;
  /** Undefined while it runs. */
  end?: ExecutionEnd;
}

/** What one region holds. */
export interface RegionState {
  readonly machines: Map<string, StateMachineRecord>;
  readonly executions: Map<string, ExecutionRecord>;
}

/**
 * *Documented* (CreateStateMachine, StartExecution): 1 to 80 characters, no white space, no brackets, wildcards,
 * control characters or any of `"#%\^|~`$&,;:/`.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what the rule is about
const FORBIDDEN_IN_NAME = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

export function checkName(name: string): void {
  if (name.length < 1 || name.length > 80 || FORBIDDEN_IN_NAME.test(name)) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  }
}

export function findMachine(state: RegionState, arn: string): StateMachineRecord {
  checkArn(arn, 'stateMachine');
  const record = state.machines.get(arn);
  if (!record) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  return record;
}

export function findExecution(state: RegionState, arn: string): ExecutionRecord {
  checkArn(arn, 'execution');
  const record = state.executions.get(arn);
  if (!record) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return record;
}

function checkArn(arn: string, kind: 'stateMachine' | 'execution'): void {
  const parts = kind === 'execution' ? 8 : 7;
  const fields = arn.split(':');
  if (fields.length !== parts || fields[2] !== 'states' || fields[5] !== kind) {
    throw new AwsError('InvalidArn', `Invalid Arn: '${arn}'`);
  }
}

/** Refuses members that the local cloud does not implement, by name, instead of ignoring them. */
export function refuse(input: Record<string, unknown>, operation: string, ...members: string[]): void {
  const given = members.find((member) => input[member] !== undefined && input[member] !== false);
  if (given === undefined) return;
  throw new AwsError('ValidationException', `The local cloud does not implement '${given}' of ${operation}.`);
}

const DEFAULT_PAGE = 100;

/**
 * One page of a list that may grow between two calls: the token holds the key of the last item given.
 *
 * @param items in the order of the answer; keys rise or fall along it
 * @param limit *documented*: at most 1000, and 0 or none means 100
 */
export function pageOf<T>(
  items: readonly T[],
  keyOf: (item: T) => number,
  token: string | undefined,
  limit = 0,
): { readonly items: T[]; readonly nextToken: string | undefined } {
  const size = Math.min(limit === 0 ? DEFAULT_PAGE : limit, 1000);
  const start = token === undefined ? 0 : items.findIndex((item) => keyOf(item) === readToken(token)) + 1;
  if (token !== undefined && start === 0) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  const more = last !== undefined && start + size < items.length;
  const nextToken = more ? Buffer.from(`after:${keyOf(last)}`).toString('base64url') : undefined;
  return { items: page, nextToken };
}

function readToken(token: string): number {
  const key = /^after:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  return Number(key ?? Number.NaN);
}
