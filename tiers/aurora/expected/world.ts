import type { AuroraSpec } from '../../../core/spec.ts';
import type { Action } from '../../../core/tier.ts';
import type {
  AuroraObserved,
  ObservedCluster,
  ObservedGlobalCluster,
  ObservedInstance,
  ObservedRegion,
} from '../observed.ts';

type Open<T> = { -readonly [Key in keyof T]: T[Key] };

/** A copy of what is observed, to be changed. */
export interface Place extends Omit<Open<ObservedRegion>, 'cluster' | 'instances'> {
  cluster: Open<ObservedCluster> | null;
  instances: Open<ObservedInstance>[];
}
export interface World
  extends Omit<Open<AuroraObserved>, 'primary' | 'secondary' | 'retired' | 'globalCluster'> {
  primary: Place;
  secondary: Place | null;
  retired: Place | null;
  globalCluster: Open<ObservedGlobalCluster> | null;
}

/** What a call does, once everything that it starts has arrived. */
export interface Call {
  readonly world: World;
  /** Of the action's region. */
  readonly place: Place;
  // biome-ignore lint/suspicious/noExplicitAny: inputs of any SDK command
  readonly input: any;
  readonly action: Action;
  readonly spec: AuroraSpec;
}
export type Effects = Readonly<Record<string, (call: Call) => void>>;

export function placesIn({ primary, secondary, retired }: World): Place[] {
  return [primary, secondary, retired].filter((place) => place !== null);
}

/** Of the account that the database's key is in. */
export function arnOf({ primary }: AuroraSpec, kind: string, region: string, name: string): string {
  return `arn:aws:rds:${region}:${primary.kmsKeyArn.split(':')[4] ?? ''}:${kind}:${name}`;
}
