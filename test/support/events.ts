import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import type { BusEvent } from '../../local/services/events.ts';

// Formats are documentation, as in openapi.yaml; `const` has no type of its own.
const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
const compiled = new Map<string, ValidateFunction>();

/** The JSON schema of an event's detail, as the repository has it. */
export function validatorOf(detailType: string): ValidateFunction {
  const name = detailType.toLowerCase().replaceAll(' ', '-');
  const file = new URL(`../../schemas/events/${name}.json`, import.meta.url);
  const validate = compiled.get(name) ?? ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
  compiled.set(name, validate);
  return validate;
}

/** What is wrong with events that Plinth published, one line each. */
export function violationsOf(events: readonly BusEvent[]): string[] {
  return events.flatMap((event) => {
    const validate = validatorOf(event['detail-type']);
    return validate(event.detail) ? [] : [`${event['detail-type']}: ${ajv.errorsText(validate.errors)}`];
  });
}
