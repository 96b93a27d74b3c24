import type { World } from '../../service.ts';
import { invalidValue } from './errors.ts';

export type ClusterStatus = 'creating' | 'available' | 'modifying' | 'deleting';

export interface Node {
  readonly id: string;
  readonly availabilityZone: string;
  readonly createdAt: Date;
  status: 'creating' | 'available' | 'rebooting' | 'deleting';
  /** It has the parameters from before until it is rebooted. */
  pendingReboot: boolean;
}

/**
 * A DAX cluster: its record only. DAX speaks a protocol of its own that no free server implements, so there is
 * nothing behind the address, which is a host name that does not resolve.
 */
export interface Cluster {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly hostSuffix: string;
  readonly nodeType: string;
  readonly subnetGroup: string;
  readonly roleArn: string;
  readonly encryptedAtRest: boolean;
  readonly tls: boolean;
  readonly tags: Map<string, string>;
  status: ClusterStatus;
  description: string | undefined;
  nodes: Node[];
  parameterGroup: string;
  securityGroupIds: string[];
  maintenanceWindow: string;
  notification: { readonly topicArn: string; readonly status: string } | undefined;
}

export interface SubnetGroup {
  readonly name: string;
  readonly description: string | undefined;
  readonly vpcId: string;
  readonly subnets: readonly { readonly id: string; readonly availabilityZone: string }[];
}

export interface ParameterGroup {
  readonly name: string;
  readonly description: string;
  readonly values: Map<string, string>;
  readonly isDefault: boolean;
}

interface RegionState {
  readonly clusters: Map<string, Cluster>;
  readonly subnetGroups: Map<string, SubnetGroup>;
  readonly parameterGroups: Map<string, ParameterGroup>;
}

export const DEFAULT_PARAMETER_GROUP = 'default.dax1.0';

/** What the operations of this folder share. Regions do not see each other. */
export class Dax {
  readonly world: World;
  readonly #regions = new Map<string, RegionState>();

  constructor(world: World) {
    this.world = world;
  }

  region(region: string): RegionState {
    let state = this.#regions.get(region);
    if (!state) {
      const parameters: ParameterGroup = {
        name: DEFAULT_PARAMETER_GROUP,
        description: 'Default parameter group for dax1.0',
        values: new Map(),
        isDefault: true,
      };
      state = {
        clusters: new Map(),
        subnetGroups: new Map(),
        parameterGroups: new Map([[parameters.name, parameters]]),
      };
      this.#regions.set(region, state);
    }
    return state;
  }
}

const MIN_RESULTS = 20;
const MAX_RESULTS = 100;

/** Documented for every list: MaxResults from 20 to 100, 100 by default. */
export function page<T>(
  all: readonly T[],
  { MaxResults = MAX_RESULTS, NextToken }: { MaxResults?: number; NextToken?: string },
): { items: T[]; NextToken: string | undefined } {
  if (MaxResults < MIN_RESULTS || MaxResults > MAX_RESULTS) {
    throw invalidValue(`MaxResults must be between ${MIN_RESULTS} and ${MAX_RESULTS}.`);
  }
  const start = NextToken === undefined ? 0 : Number(NextToken);
  if (!Number.isInteger(start) || start < 0) throw invalidValue('The NextToken is not valid.');
  const end = start + MaxResults;
  return { items: all.slice(start, end), NextToken: end < all.length ? String(end) : undefined };
}

/** All names asked for have to be there; none asked for means all. */
export function named<T>(
  all: ReadonlyMap<string, T>,
  names: readonly string[] | undefined,
  notFound: (name: string) => Error,
): T[] {
  if (!names || names.length === 0) return [...all.values()];
  return names.map((name) => {
    const found = all.get(name.toLowerCase());
    if (!found) throw notFound(name);
    return found;
  });
}
