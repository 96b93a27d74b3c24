import type { DaxSpec } from '../../core/spec.ts';
import type { Look } from '../../core/tier.ts';
import { type DaxObserved, observeDax } from './observe.ts';
import { planDax } from './plan.ts';

/** A DAX cluster as it is, and what it takes to be as desired. */
export const daxLook: Look<DaxSpec, DaxObserved> = { kind: 'dax', observe: observeDax, plan: planDax };
