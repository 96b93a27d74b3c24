import type { AuroraOutputs } from '../../core/outputs.ts';
import type { AuroraSpec } from '../../core/spec.ts';
import type { Tier } from '../../core/tier.ts';
import { alarms } from './alarms.ts';
import { apply } from './apply.ts';
import { auroraLook } from './look.ts';
import type { AuroraObserved } from './observed.ts';
import { outputs } from './outputs.ts';
import { observePermissions, permissions } from './permissions.ts';
import { settling } from './settling.ts';

export type { AuroraObserved } from './observed.ts';
export { versionPermissions } from './permissions.ts';
export { compareVersions, majorOf, parameterGroupFamily } from './version-order.ts';
export { chooseEngineVersion, type VersionChoice, type VersionQuery } from './versions.ts';

/** Aurora PostgreSQL, alone or as a global database of two regions. */
export const auroraTier: Tier<AuroraSpec, AuroraObserved, AuroraOutputs> = {
  ...auroraLook,
  apply,
  settling,
  outputs,
  alarms,
  observePermissions,
  permissions,
};
