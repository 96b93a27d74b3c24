import type { Finding } from '../../core/generated/api.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import type { Planned } from './finding.ts';
import { checkKeys } from './keys.ts';
import { checkCountedQuotas } from './quotas.ts';
import { checkRdsQuotas } from './rds-quotas.ts';
import { checkSubnets } from './subnets.ts';
import { checkTopics } from './topics.ts';

const CHECKS = [checkSubnets, checkKeys, checkTopics, checkRdsQuotas, checkCountedQuotas];

/** Everything that AWS would say no to later, all at once; only about what the change needs and has not yet. */
export async function checkAround(runtime: SubmitRuntime, planned: Planned): Promise<readonly Finding[]> {
  return (await Promise.all(CHECKS.map((check) => check(runtime, planned)))).flat();
}

export type { Planned } from './finding.ts';
