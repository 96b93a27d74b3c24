import { lookAgain, provision, runOutOfCapacity } from '../support/common-life.ts';
import { askByEvent, launchAndTerminate, rollBack } from '../support/intake-life.ts';
import { prove } from '../support/prove.ts';

prove('intake', async (plinth) => {
  const desired = await provision(plinth);
  await lookAgain(plinth, desired, ['events', 'catalog']);
  await runOutOfCapacity(plinth, desired, ['events', 'catalog']);
  await rollBack(plinth);
  await askByEvent(plinth);
  await launchAndTerminate(plinth);
});
