import { lookAgain, provision, runOutOfCapacity } from '../support/common-life.ts';
import { control, read } from '../support/doors-life.ts';
import { prove } from '../support/prove.ts';

prove('doors', async (plinth) => {
  const desired = await provision(plinth);
  await read(plinth);
  await lookAgain(plinth, desired, ['api']);
  await runOutOfCapacity(plinth, desired, ['api']);
  await control(plinth);
});
