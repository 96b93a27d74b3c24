import type { StateBody } from '../machine.ts';
import type { Reader } from '../reader.ts';
import { transferWith } from '../transfer.ts';

export function readPass(reader: Reader): StateBody {
  const transfer = reader.transfer(['input', 'context'], reader.nextOrEnd());
  return {
    attempt: (frame) => transferWith(transfer, frame.bindings(), frame.input.value),
    targets: [transfer.next],
    assigns: transfer.assigns,
    retriers: [],
    catchers: [],
    nested: [],
  };
}
