import type { AuroraSpec } from '../../core/spec.ts';
import type { Look } from '../../core/tier.ts';
import { observe } from './observe.ts';
import type { AuroraObserved } from './observed.ts';
import { plan } from './plan/index.ts';

/** Aurora PostgreSQL as it is, and what it takes to be as desired. */
export const auroraLook: Look<AuroraSpec, AuroraObserved> = { kind: 'aurora', observe: observe, plan: plan };
