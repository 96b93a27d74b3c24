import { StateError } from '../errors.ts';
import type { StateBody } from '../machine.ts';
import { type Reader, stringType } from '../reader.ts';

export function readFail(reader: Reader): StateBody {
  const error = reader.dynamic('Error', stringType);
  const cause = reader.dynamic('Cause', stringType);
  return {
    async attempt(frame) {
      const bindings = frame.bindings();
      throw new StateError((await error?.(bindings)) ?? '', await cause?.(bindings));
    },
    targets: [null],
    assigns: [],
    retriers: [],
    catchers: [],
    nested: [],
  };
}
