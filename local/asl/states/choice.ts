import { StateError } from '../errors.ts';
import type { StateBody } from '../machine.ts';
import { booleanType, type Reader } from '../reader.ts';
import { transferWith } from '../transfer.ts';

/** The first rule whose Condition is true; its own Assign and Output. Those of the state belong to Default. */
export function readChoice(reader: Reader): StateBody {
  const rules = reader.objects('Choices', true).map((item) => {
    const condition = item.dynamic('Condition', booleanType);
    if (!condition && item.value('Condition') === undefined)
      item.fault("Field 'Condition' is required", 'Condition');
    const transfer = item.transfer(['input', 'context'], item.requiredString('Next'));
    item.skip('Comment');
    item.done();
    return { condition, transfer };
  });
  const fallback = reader.string('Default');
  const otherwise = reader.transfer(['input', 'context'], fallback ?? null);
  const targets = rules.map(({ transfer }) => transfer.next);
  if (fallback !== undefined) targets.push(fallback);
  return {
    async attempt(frame) {
      const bindings = frame.bindings();
      for (const { condition, transfer } of rules) {
        if (await condition?.(bindings)) return transferWith(transfer, bindings, frame.input.value);
      }
      if (fallback !== undefined) return transferWith(otherwise, bindings, frame.input.value);
      const detail = `No rule of the Choice state '${frame.state.name}' matched, and it has no Default.`;
      throw new StateError('States.NoChoiceMatched', detail);
    },
    targets,
    assigns: [...otherwise.assigns, ...rules.flatMap(({ transfer }) => transfer.assigns)],
    retriers: [],
    catchers: [],
    nested: [],
  };
}
