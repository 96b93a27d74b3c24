import type { StateBody } from '../machine.ts';
import type { Reader } from '../reader.ts';
import { transferWith } from '../transfer.ts';

export function readSucceed(reader: Reader): StateBody {
  const output = reader.template('Output', ['input', 'context']);
  const transfer = { next: null, assign: undefined, assigns: [], output };
  return {
    attempt: (frame) => transferWith(transfer, frame.bindings(), frame.input.value),
    targets: [null],
    assigns: [],
    retriers: [],
    catchers: [],
    nested: [],
  };
}
