import { itObeysTheLaws } from '../shared/laws.ts';
import { aurora } from './subject.ts';

describe('the plan of the Aurora tier', () => itObeysTheLaws(aurora, 150));
