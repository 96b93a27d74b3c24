import type { AuroraSpec } from '../../core/spec.ts';
import type { Foresight } from '../../core/tier.ts';
import { compare } from './compare.ts';
import { estimate } from './estimate.ts';
import { expect } from './expect.ts';
import type { AuroraObserved } from './observed.ts';

/** What the plans of this tier lead to, and what they cost. */
export const auroraForesight: Foresight<AuroraSpec, AuroraObserved> = {
  kind: 'aurora',
  expect,
  compare,
  estimate,
};
