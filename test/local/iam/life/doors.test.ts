import { lookAgain, provision, runOutOfCapacity } from '../support/common-life.ts';
import * as life from '../support/doors-life.ts';
import { prove } from '../support/prove.ts';

/** All that look at every tier and change none. */
const LOOKING = ['api', 'events', 'catalog'] as const;

prove('doors', async (plinth) => {
  const desired = await provision(plinth);
  await life.read(plinth);
  await lookAgain(plinth, desired, LOOKING);
  await runOutOfCapacity(plinth, desired, LOOKING);
  await life.rollBack(plinth);
  await life.control(plinth);
  await life.askByEvent(plinth);
  await life.launchAndTerminate(plinth);
});
