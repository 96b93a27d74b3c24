import { resourceName } from '../../core/naming.ts';
import type { DaxSpec } from '../../core/spec.ts';

export interface DaxNames {
  readonly role: string;
  readonly subnetGroup: string;
  /** Named after its values: a group that a cluster uses cannot change, so other values are another group. */
  readonly parameterGroup: string;
  /** At most 20 characters. */
  readonly cluster: string;
}

export function daxNames(spec: DaxSpec): DaxNames {
  const { slug } = spec.identity;
  return {
    role: resourceName('iamRole', slug, 'dax'),
    subnetGroup: resourceName('daxGroup', slug, 'dax'),
    parameterGroup: resourceName('daxGroup', slug, `dax-${spec.recordTtlMs}-${spec.queryTtlMs}`),
    cluster: resourceName('daxCluster', slug, 'dax'),
  };
}

export const ROLE_PATH = '/plinth/';

/** Of the inline policy of the role. */
export const POLICY_NAME = 'tables';

export function daxParameters(spec: DaxSpec): Readonly<Record<string, string>> {
  return {
    'record-ttl-millis': String(spec.recordTtlMs),
    'query-ttl-millis': String(spec.queryTtlMs),
  };
}
