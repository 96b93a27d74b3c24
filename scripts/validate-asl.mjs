import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import validator from 'asl-validator';

/** Every state machine of the repository, with its substitution tokens filled in as a deployment would. */
const folder = join(import.meta.dirname, '..', 'statemachines');
let failed = false;
for (const file of readdirSync(folder).filter((name) => name.endsWith('.asl.json'))) {
  const text = readFileSync(join(folder, file), 'utf8').replace(
    /\$\{(\w+)\}/g,
    (_, name) => `arn:aws:lambda:eu-west-2:000000000000:function:${name}`,
  );
  const { isValid, errors } = validator(JSON.parse(text));
  process.stdout.write(`${file}: ${isValid ? 'valid' : 'NOT valid'}\n`);
  for (const error of errors ?? []) process.stdout.write(`  ${JSON.stringify(error)}\n`);
  failed ||= !isValid;
}
process.exit(failed ? 1 : 0);
