import type { AuroraOutputs } from '../../core/outputs.ts';
import type { AuroraSpec } from '../../core/spec.ts';
import type { Tier } from '../../core/tier.ts';
import { alarms } from './alarms.ts';
import { apply } from './apply.ts';
import { observe } from './observe.ts';
import type { AuroraObserved } from './observed.ts';
import { outputs } from './outputs.ts';
import { observePermissions, permissions } from './permissions.ts';
import { plan } from './plan/index.ts';

export type { AuroraObserved } from './observed.ts';
export { versionPermissions } from './permissions.ts';
export { compareVersions, majorOf, parameterGroupFamily } from './version-order.ts';
export { chooseEngineVersion, type VersionChoice, type VersionQuery } from './versions.ts';

/** Aurora PostgreSQL, alone or as a global database of two regions. */
export const auroraTier: Tier<AuroraSpec, AuroraObserved, AuroraOutputs> = {
  kind: 'aurora',
  observe,
  plan,
  apply,
  outputs,
  alarms,
  observePermissions,
  permissions,
};
