import { prove } from '../support/prove.ts';
import { sweep } from '../support/sweep.ts';

prove('orphans', sweep);
