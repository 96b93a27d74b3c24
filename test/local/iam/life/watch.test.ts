import { lookAgain, provision, runOutOfCapacity } from '../support/common-life.ts';
import { prove } from '../support/prove.ts';
import * as life from '../support/watch-life.ts';

prove('watch', async (plinth) => {
  const desired = await provision(plinth);
  await life.drift(plinth);
  await lookAgain(plinth, desired, ['drift']);
  await runOutOfCapacity(plinth, desired, ['drift']);
  await life.takeCare(plinth);
});
