import { runBranches } from '../branches.ts';
import { StateError } from '../errors.ts';
import { type Payload, payload } from '../json.ts';
import type { Machine, StateBody } from '../machine.ts';
import type { Reader } from '../reader.ts';
import { readCatchers, readRetriers } from '../retry.ts';
import type { Frame } from '../scope.ts';
import { transferWith } from '../transfer.ts';

export function readParallel(reader: Reader): StateBody {
  const branches = reader.machines('Branches');
  const argumentsOf = reader.template('Arguments', ['input', 'context']);
  const retriers = readRetriers(reader);
  const catchers = readCatchers(reader);
  const transfer = reader.transfer(['input', 'context', 'result'], reader.nextOrEnd());
  return {
    async attempt(frame) {
      const input = argumentsOf ? payload(await argumentsOf(frame.bindings())) : frame.input;
      const result = await runParallel(frame, branches, input);
      return transferWith(transfer, frame.bindings({ result }), result);
    },
    targets: [transfer.next, ...catchers.map((catcher) => catcher.transfer.next)],
    assigns: [...transfer.assigns, ...catchers.flatMap((catcher) => catcher.transfer.assigns)],
    retriers,
    catchers,
    nested: branches,
  };
}

async function runParallel(frame: Frame, branches: readonly Machine[], input: Payload) {
  const { runMachine } = frame.environment;
  frame.record('ParallelStateStarted');
  try {
    const result = await runBranches(frame, {
      count: branches.length,
      concurrency: branches.length,
      run: async (index, scope) => (await runMachine(branches[index] as Machine, scope, input)).value,
    });
    frame.record('ParallelStateSucceeded');
    return result;
  } catch (error) {
    if (error instanceof StateError) frame.record('ParallelStateFailed');
    throw error;
  }
}
