import type { Segment } from '../request/pointer.ts';
import type { Faults } from './faults.ts';

/** A named secret has to be in the region that reads it. */
export function checkSecretArn(
  faults: Faults,
  path: readonly Segment[],
  arn: string | null,
  region: string,
): void {
  if (arn === null || arn.split(':')[3] === region) return;
  faults.add(
    path,
    `must name a secret in the primary region ${region}. Replicate the secret there and name the replica.`,
  );
}
