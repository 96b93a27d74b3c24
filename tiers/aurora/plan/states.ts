import type { Action, Failure, Plan } from '../../../core/tier.ts';
import type { AuroraObserved, ObservedCluster, ObservedInstance } from '../observed.ts';
import { failWith, NOTHING, waitFor } from './parts.ts';

/** Seconds to the next look. Botocore's RDS waiters look every 30 s; global clusters and groups are quicker. */
export const LOOK_AGAIN = {
  cluster: 30,
  instance: 30,
  globalCluster: 15,
  group: 15,
  synchronization: 30,
} as const;

/**
 * Seconds that a state usually lasts. Sources: logs of the acceptance tests of the Terraform AWS provider (a cluster without
 * instances is created and destroyed in 164 to 225 s); 5 to 10 minutes an instance and 10 to 20 a region that joins
 * (unconfirmed); the rest is assumed.
 */
export const USUAL: Readonly<
  Record<'cluster' | 'joining' | 'instance' | 'globalCluster', Readonly<Record<string, number>>>
> = {
  cluster: { creating: 120, modifying: 60, promoting: 60, deleting: 90 },
  joining: { creating: 600, modifying: 60, promoting: 60, deleting: 90 },
  instance: { creating: 420, modifying: 300, deleting: 240 },
  globalCluster: { creating: 20, deleting: 20 },
};

/** Waits while a resource is in a state. */
export function waitWhile(label: string, kind: keyof typeof USUAL, status: string): Plan {
  const look = kind === 'joining' ? LOOK_AGAIN.cluster : LOOK_AGAIN[kind];
  return waitFor(`${label} is ${status}`, look, USUAL[kind][status]);
}

/** States in which an engine serves its clients and nothing of ours is under way. */
const SERVING = new Set(['available', 'backing-up', 'storage-optimization']);

export function isServing(resource: { readonly status: string } | null | undefined): boolean {
  return resource != null && SERVING.has(resource.status);
}

interface Verdict {
  readonly class: Failure['class'];
  readonly advice: string;
}

const KEY: Verdict = {
  class: 'Blocked',
  advice:
    'RDS cannot use its KMS key. Enable the key and let RDS use it (kms:CreateGrant, kms:DescribeKey), start the cluster, then retry the operation.',
};
const STOPPED: Verdict = {
  class: 'Blocked',
  advice: 'Start the cluster (StartDBCluster), then retry the operation.',
};
const REMOVE: Verdict = {
  class: 'Terminal',
  advice:
    'It will not recover by itself: look at its events (DescribeEvents), delete it, then retry the operation.',
};

/** States that do not pass by waiting (Aurora user guide, "Viewing DB cluster status" and "… instance status"). */
const BROKEN: Readonly<Record<string, Verdict>> = {
  'inaccessible-encryption-credentials': KEY,
  'inaccessible-encryption-credentials-recoverable': KEY,
  stopped: STOPPED,
  'insufficient-capacity': {
    class: 'Blocked',
    advice:
      'AWS has no capacity for this class in the subnets now. Delete the instance and retry the operation later, or ask for another class.',
  },
  'storage-full': { class: 'Blocked', advice: 'Free storage, then retry the operation.' },
  failed: REMOVE,
  'cloning-failed': REMOVE,
  'migration-failed': REMOVE,
  'restore-error': REMOVE,
  'incompatible-network': REMOVE,
  'incompatible-option-group': REMOVE,
  'incompatible-parameters': REMOVE,
  'incompatible-restore': REMOVE,
};

/** The state will not pass by waiting. */
export function isBroken(status: string): boolean {
  return status in BROKEN;
}

/** What is wrong with a resource in this state, if it will not pass by waiting. */
export function verdict(resource: string, status: string): Plan {
  const broken = BROKEN[status];
  if (!broken) return NOTHING;
  return failWith({
    class: broken.class,
    code: 'failed-state',
    resource,
    message: `${resource} is ${status}. ${broken.advice}`,
  });
}

/** For a call that AWS may refuse because of a state that does not pass. @param advice where the data is not to be had back by itself */
export function whenRefused(status: string, advice: string): Pick<Action, 'whenRefused'> {
  const broken = BROKEN[status];
  if (!broken) return {};
  if (broken.class === 'Blocked') return { whenRefused: broken.advice };
  return { whenRefused: `It is ${status}, which does not pass by waiting. ${advice}` };
}

export const clusterLabel = (cluster: Pick<ObservedCluster, 'identifier'>, region: string) =>
  `Aurora cluster ${cluster.identifier} in ${region}`;
export const instanceLabel = (instance: Pick<ObservedInstance, 'identifier'>, region: string) =>
  `Aurora instance ${instance.identifier} in ${region}`;

/** Failures for every resource whose state is bad for good. */
export function brokenStates({ primary, secondary }: AuroraObserved): Plan[] {
  return [primary, secondary].flatMap((place) =>
    place
      ? [
          place.cluster ? verdict(clusterLabel(place.cluster, place.region), place.cluster.status) : NOTHING,
          ...place.instances.map((each) => verdict(instanceLabel(each, place.region), each.status)),
        ]
      : [],
  );
}
