import type { JsonType } from '../expression.ts';
import type { StateBody } from '../machine.ts';
import { integerType, type Reader } from '../reader.ts';
import { transferWith } from '../transfer.ts';

/** *Documented*: 0 to 99,999,999 seconds (developer guide, "Wait"). */
const seconds = integerType(0, 99_999_999);

/** RFC 3339 with a capital T and a time zone, as the language asks for. */
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const timestamp: JsonType<string> = {
  name: 'an ISO 8601 timestamp with a time zone',
  accepts: (value): value is string =>
    typeof value === 'string' && TIMESTAMP.test(value) && !Number.isNaN(Date.parse(value)),
};

export function readWait(reader: Reader): StateBody {
  const waitSeconds = reader.dynamic('Seconds', seconds);
  const until = reader.dynamic('Timestamp', timestamp);
  if ((reader.value('Seconds') === undefined) === (reader.value('Timestamp') === undefined)) {
    reader.fault("exactly one of 'Seconds' and 'Timestamp' is required", 'Seconds');
  }
  const transfer = reader.transfer(['input', 'context'], reader.nextOrEnd());
  return {
    async attempt(frame) {
      const bindings = frame.bindings();
      if (waitSeconds) await frame.sleep((await waitSeconds(bindings)) * 1000);
      if (until) await frame.sleep(Date.parse(await until(bindings)) - frame.scope.timeline.now());
      return transferWith(transfer, frame.bindings(), frame.input.value);
    },
    targets: [transfer.next],
    assigns: transfer.assigns,
    retriers: [],
    catchers: [],
    nested: [],
  };
}
