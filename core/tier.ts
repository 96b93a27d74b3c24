import type { AlarmsSpec, Severity, Tags, TierSpecBase } from './spec.ts';

export const TIER_KINDS = ['aurora', 'dynamodb', 'redis', 'dax'] as const;
export type TierKind = (typeof TIER_KINDS)[number];

/** Makes or reuses the SDK client of a class in a region. Retries inside the client are off: one layer only. */
export interface Clients {
  get<T>(client: new (config: ClientConfig) => T, region: string): T;
}

/** The part of an SDK v3 client's configuration that Plinth sets. */
// biome-ignore lint/suspicious/noExplicitAny: each client has its own configuration type
export type ClientConfig = any;

/** What a tier works on. `spec` is the last recorded intent: names and regions come from it, also on delete. */
export interface Scope<Spec extends TierSpecBase> {
  readonly spec: Spec;
  readonly clients: Clients;
}

/** How `apply` gets a secret into a call without the plan, the log or the registry ever holding it. */
export type SecretUse =
  /** Read this secret; put its value (or one JSON field of it, when it is a JSON object) at `input[into]`. */
  | { readonly kind: 'read'; readonly secretId: string; readonly field: string; readonly into: string }
  /** Generate a value and put it (inside `template`, as field `field`, when given) at `input.SecretString`. */
  | {
      readonly kind: 'generate';
      readonly length: number;
      readonly excludePunctuation: boolean;
      readonly excludeCharacters?: string;
      readonly field?: string;
      readonly template?: Readonly<Record<string, string | number>>;
    }
  /** Read the JSON secret at `input.SecretId`, merge `fields` into it, put the result at `input.SecretString`. */
  | { readonly kind: 'merge'; readonly fields: Readonly<Record<string, string | number>> };

/**
 * What an action does to what is there, from harmless to grave. `restart`: connections break for moments. `replace`:
 * taken away and made anew, with nothing lost that cannot be read again from its source. `delete`: something goes that
 * holds no data of its own. `data-loss`: data is gone afterwards.
 */
export type Effect = 'create' | 'in-place' | 'restart' | 'replace' | 'delete' | 'data-loss';

/** A final snapshot that an action leaves. */
export interface Snapshot {
  readonly tier: TierKind;
  readonly region: string;
  readonly name: string;
}

/** One SDK call, as data. It never holds a secret. */
export interface Action {
  /** Signing name of the service: `rds`, `dynamodb`, `elasticache`, `dax`, `iam`, `secretsmanager`, `logs`, … */
  readonly service: string;
  readonly region: string;
  /** SDK operation, such as `CreateDBCluster`. */
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly secret?: SecretUse;
  /** What a person reads: `create Aurora cluster shop-dev-aurora in eu-west-2`. */
  readonly summary: string;
  /** Where it is not what the command's name says; see `effectOf`. */
  readonly effect?: Effect;
  /**
   * Of a resource whose state does not pass: what to do when AWS refuses the call because of that state. Without it such
   * a refusal is waited for.
   */
  readonly whenRefused?: string;
  /** The snapshot that this call leaves. It is recorded before the call is made. */
  readonly leaves?: Snapshot;
  /**
   * What comes right after it, in order and without another look, such as the parameters of a new group. It saves a
   * round of observing; whatever of it is not done is found and planned in the next round.
   */
  readonly followUps?: readonly Action[];
}

/** When it is worth looking again, and how long something usually takes in all. */
export interface Pace {
  readonly retryAfterSeconds: number;
  /** From its beginning; then the looks come when its end is near (core/look-again.ts). */
  readonly expectedSeconds?: number | undefined;
}

/** What is being waited for, and when it is worth looking again. */
export interface Wait extends Pace {
  /** `Aurora cluster shop-dev-aurora in eu-west-2 is creating`. */
  readonly what: string;
  /** It waits for another wait of the same plan, so that one says when to look. */
  readonly dependent?: boolean;
}

/** What is wrong and will not become right by waiting. */
export interface Failure {
  /** Blocked: a person can repair it and the operation goes on. Terminal: it cannot succeed as asked. */
  readonly class: 'Blocked' | 'Terminal';
  /** `not-ours` is a name clash found before or during the operation. */
  readonly code: 'not-ours' | 'failed-state' | 'immutable' | 'unusable';
  /** The resource, in AWS's words and name. */
  readonly resource: string;
  /** What, where, and what to do about it. */
  readonly message: string;
  /** JSON pointer of the request field that leads here, when there is one. */
  readonly pointer?: string;
}

/** Data: actions that are possible now and do not depend on each other, what is waited for, what is wrong. */
export interface Plan {
  readonly actions: readonly Action[];
  readonly waits: readonly Wait[];
  readonly failures: readonly Failure[];
}

/** An alarm before its topics are known. `metric` mirrors CloudWatch's own words. */
export interface Alarm {
  readonly name: string;
  readonly region: string;
  readonly severity: Severity;
  readonly description: string;
  /** One metric, or metric math whose last expression is the one that alarms. */
  readonly metric:
    | {
        readonly namespace: string;
        readonly name: string;
        readonly dimensions: Readonly<Record<string, string>>;
        readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum' | 'SampleCount';
      }
    | {
        readonly expression: string;
        readonly label: string;
        readonly metrics: readonly {
          readonly id: string;
          readonly namespace: string;
          readonly name: string;
          readonly dimensions: Readonly<Record<string, string>>;
          readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum' | 'SampleCount';
        }[];
      };
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly comparison:
    | 'GreaterThanThreshold'
    | 'GreaterThanOrEqualToThreshold'
    | 'LessThanThreshold'
    | 'LessThanOrEqualToThreshold';
  readonly threshold: number;
  readonly treatMissingData: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
}

/**
 * One statement's worth of permission that `observe` and `apply` need. `${region}` may be filled in with `*`, so values
 * of conditions that hold it are compared with StringLike.
 */
export interface IamAction {
  readonly actions: readonly string[];
  /** ARNs with `${region}`, `${account}` and `${prefix}` to be filled in; `*` only where AWS allows no resource. */
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /** Why it is needed, when the action's name does not say it. */
  readonly reason?: string;
}

export interface PlanOptions {
  /**
   * Towards nothing, of an environment that never was ready: what protects a resource goes first instead of standing
   * in the way, and no final snapshot is taken of what nobody has used.
   */
  readonly discard?: boolean;
  /**
   * What AWS cannot change in place may be deleted and made anew. Without it such a difference is a failure with the
   * code `immutable`, whose message says that replacement would do it, and what that costs.
   */
  readonly allowReplacement?: boolean;
  /** Towards nothing: whether what holds data leaves a final snapshot. Not of what is discarded. */
  readonly finalSnapshots?: boolean;
}

/** The half of a tier that changes nothing: all that preflight needs, and less than half the code to load. */
export interface Look<Spec extends TierSpecBase, Observed> {
  readonly kind: TierKind;
  observe(scope: Scope<Spec>): Promise<Observed>;
  /** @param desired null: must not exist. */
  plan(desired: Spec | null, observed: Observed, options?: PlanOptions): Plan;
}

/**
 * One engine of an environment. `observe` only reads; `plan` is pure; `apply` is one SDK call that is safe to
 * repeat. Create, resume, update, delete, drift and preview are all made of these.
 */
export interface Tier<Spec extends TierSpecBase, Observed, Outputs> extends Look<Spec, Observed> {
  apply(scope: Scope<Spec>, action: Action): Promise<void>;
  /** Of a call after which there is nothing new to see for a while, because AWS is making something. */
  settling?(action: Action): Pace | undefined;
  /** Only meaningful when the plan is empty. */
  outputs(spec: Spec, observed: Observed): Outputs;
  alarms(spec: Spec, settings: AlarmsSpec, observed: Observed): readonly Alarm[];
  /** What observe calls: reading only. For functions that look and do not change anything. */
  readonly observePermissions: readonly IamAction[];
  /** What observe and apply call. */
  readonly permissions: readonly IamAction[];
}

/**
 * One field that we set, as it is. `unknown`: AWS does not read it back, or not now. Of a resource that is not there,
 * or that should not be, there is the one field `exists`.
 */
export interface FieldState {
  /** In AWS's words and name, as in summaries: `Aurora cluster shop-dev-aurora in eu-west-2`. */
  readonly resource: string;
  /** The field of the request where there is one, `aurora.backupRetentionDays`, else its name in AWS. */
  readonly field: string;
  readonly state: 'as-desired' | 'changed' | 'unknown';
  readonly desired: FieldValue;
  /** Null when unknown. */
  readonly observed: FieldValue;
}
export type FieldValue = string | number | boolean | null | readonly string[];

/** One line of the monthly costs. */
export interface CostLine {
  readonly tier: TierKind | 'shared';
  readonly region: string;
  /** `Aurora instance db.r6g.large`. */
  readonly item: string;
  readonly quantity: number;
  /** What one of the quantity is: `instance`, `node`, `secret`, `GB`. */
  readonly unit: string;
  /** USD a month for all of the quantity; null: no source for a price. */
  readonly monthlyUsd: number | null;
  /** Day (or year) of the price, and where it is from; null where there is no price. */
  readonly priceDate: string | null;
  readonly source: string | null;
  /** What the line leaves out, such as what depends on use. */
  readonly note?: string;
}

/**
 * The half of a tier that only foresees. All of it is pure. It is apart from the rest so that the functions of the
 * workflow do not carry it.
 */
export interface Foresight<Spec extends TierSpecBase, Observed> {
  readonly kind: TierKind;
  /**
   * What will be observed once AWS has carried the action (without its follow-ups) out and everything that is on its
   * way has arrived. Plan and this, in turns, are what a preview shows.
   */
  expect(spec: Spec, observed: Observed, action: Action): Observed;
  /** Field by field; exactly when the plan towards `desired` is empty, none is `changed`. */
  compare(desired: Spec, observed: Observed): readonly FieldState[];
  /** What the tier costs a month. */
  estimate(desired: Spec): readonly CostLine[];
}

/** What an action does, by the name of its command where the action does not say it. */
export function effectOf({ command, effect }: Action): Effect {
  if (effect) return effect;
  if (/^(Create|Restore)/.test(command)) return 'create';
  return /^(Delete|Remove|Detach|Disassociate)/.test(command) ? 'delete' : 'in-place';
}

export const OWNER_TAG = 'plinth:environment';
/** The same on every resource of every environment: what the functions' policies go by. */
export const MANAGED_BY_TAG = 'plinth:managed-by';
export const MANAGED_BY_VALUE = 'plinth';

/** The tags that say a resource is ours: `plinth:environment = project/environment`. */
export function ownershipTags(identity: { project: string; environment: string }): Tags {
  return {
    [OWNER_TAG]: `${identity.project}/${identity.environment}`,
    [MANAGED_BY_TAG]: MANAGED_BY_VALUE,
  };
}

/** Is a resource with these tags the given environment's own? */
export function isOurs(identity: { project: string; environment: string }, tags: Tags | undefined): boolean {
  return tags?.[OWNER_TAG] === `${identity.project}/${identity.environment}`;
}
