import { type ClusterRecord, type InstanceRecord, instancesOf, type Rds } from './state.ts';

/**
 * *documented* (Aurora guide, fault tolerance): the reader of the lowest promotion tier becomes the writer. Here ties go
 * to the oldest, where AWS takes the largest first.
 */
export function heirOf(
  rds: Rds,
  cluster: ClusterRecord,
  without?: InstanceRecord,
): InstanceRecord | undefined {
  const tier = (each: InstanceRecord) => each.shown.PromotionTier ?? 1;
  return instancesOf(rds, cluster)
    .filter((each) => each !== without && each.id !== cluster.writer && each.status === 'available')
    .sort((a, b) => tier(a) - tier(b) || a.sequence - b.sequence)[0];
}
