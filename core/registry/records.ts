import type { EnvironmentOutputs } from '../outputs.ts';
import type { EnvironmentRequest } from '../request.ts';
import type { Desired } from '../spec.ts';
import type { Alarm, TierKind } from '../tier.ts';

export type EnvironmentStatus = 'creating' | 'ready' | 'updating' | 'failed' | 'blocked' | 'deleting';

export interface EnvironmentRecord {
  readonly project: string;
  readonly environment: string;
  readonly status: EnvironmentStatus;
  /** Of the request, so that the same request can be told from another one. */
  readonly fingerprint: string;
  /** As it was asked for, changes merged in; absent in records from before environments could be changed. */
  readonly request?: EnvironmentRequest;
  readonly desired: Desired;
  /** The operation that may act on the environment now, or the last one that did. */
  readonly operationId: string;
  readonly createdAt: string;
  /** Who asked for it first; it stays when somebody else's request goes on with it. */
  readonly createdBy?: string;
  readonly updatedAt: string;
  /** When it last became ready; null while it never has been. */
  readonly readyAt: string | null;
  readonly outputs: EnvironmentOutputs | null;
  /** When Plinth deletes it; null or absent: never. */
  readonly expiresAt?: string | null;
  /** When the warning of that was published. */
  readonly expiryWarnedAt?: string | null;
  /** What the last look for drift found. */
  readonly drift?: DriftSummary | null;
  /** What the last migration left; null before it, or when none is asked for. */
  readonly schema: { readonly set: string; readonly version: string } | null;
}

export interface DriftSummary {
  readonly checkedAt: string;
  /** Fields that are not as desired. */
  readonly changed: number;
  /** Of the findings that an event has told of, or of none where there were none: nobody is told twice. */
  readonly fingerprint: string;
}

/** What the index knows of an environment or an open operation. */
export interface Listed {
  readonly project: string;
  readonly environment: string;
  readonly operationId: string;
  readonly status: string;
  readonly createdAt: string;
  readonly updatedAt?: string;
  readonly kind?: string;
  readonly expiresAt?: string | null;
  readonly expiryWarnedAt?: string | null;
  readonly drift?: DriftSummary | null;
}

/** The outputs of each tier, by its kind. */
export type TierOutputs = Pick<EnvironmentOutputs, TierKind>;

/** What a tier was when an operation found it ready: what the steps after it go by. */
export interface TierRecord<Kind extends TierKind = TierKind> {
  readonly project: string;
  readonly environment: string;
  readonly kind: Kind;
  readonly operationId: string;
  readonly observedAt: string;
  readonly outputs: TierOutputs[Kind];
  readonly alarms: readonly Alarm[];
}
