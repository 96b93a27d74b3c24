// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the deployment fills the placeholders in
import { MACHINES } from '../core/operations.ts';
import { type IamAction, TIER_KINDS, type TierKind } from '../core/tier.ts';
import { alarmsPermissions } from '../tiers/alarms/permissions.ts';
import { versionPermissions } from '../tiers/aurora/permissions.ts';
import { tiers } from '../tiers/index.ts';
import { READ_SECRETS } from '../tiers/shared/permissions.ts';
import { checkPermissions } from './checks/permissions.ts';
import type { FunctionKey } from './keys.ts';

export { FUNCTION_KEYS, type FunctionKey } from './keys.ts';

/**
 * What the deployment fills into a permission. `region` may be `*`, then a condition on `aws:RequestedRegion` narrows
 * it (not for `iam:` actions: IAM's calls count as of us-east-1). All but the first three are ARNs; `executions` is
 * the beginning of those of executions, up to the machine's name without the prefix.
 */
export const PLACEHOLDERS = [
  'account',
  'region',
  'prefix',
  'registryTable',
  'registryKey',
  'idempotencyTable',
  'stateMachine',
  'updateStateMachine',
  'deleteStateMachine',
  'executions',
  'bus',
  'callbackKey',
] as const;

/**
 * What a function's role may do, besides what Lambda itself needs (its log group, tracing, a network interface).
 * Statements that differ in their actions only come as one.
 */
export function functionPermissions(key: FunctionKey): readonly IamAction[] {
  return merged(PERMISSIONS[key]);
}

/** The registry, as core/registry.ts uses it. */
function registry(...actions: readonly string[]): IamAction[] {
  return [
    { actions: actions.map((action) => `dynamodb:${action}`), resources: ['${registryTable}'] },
    {
      actions: ['kms:Decrypt'],
      resources: ['${registryKey}'],
      conditions: { StringLike: { 'kms:ViaService': 'dynamodb.${region}.amazonaws.com' } },
      reason: "Who reads or writes a table decrypts its table key with the table's KMS key.",
    },
  ];
}

/** What `RegistryTable.listed` asks, for who has to find items without knowing their project. */
export function registryIndex(): IamAction[] {
  return [
    { actions: ['dynamodb:Query'], resources: ['${registryTable}/index/listed'] },
    ...registry('Query').slice(1),
  ];
}

/** Events of ours on our bus, of these detail-types and no other. */
function publish(...detailTypes: readonly string[]): IamAction {
  return {
    actions: ['events:PutEvents'],
    resources: ['${bus}'],
    conditions: { StringEquals: { 'events:source': 'plinth', 'events:detail-type': detailTypes } },
  };
}

/** A step of the workflow reads its environment and operation, and writes down how far it has got. */
const STEP = [...registry('BatchGetItem', 'UpdateItem'), publish('Operation Progressed')];

/** A later step goes by what the tiers were when they were ready. */
const LATER_STEP = [...STEP, ...registry('Query')];

const OBSERVE = TIER_KINDS.flatMap((kind) => tiers[kind].tier.observePermissions);

const start = (...machines: readonly string[]): IamAction => ({
  actions: ['states:StartExecution'],
  resources: machines,
});

/** A request that takes an environment from an operation stops it; one that cancels it looks what became of it. */
const control = (...actions: readonly string[]): IamAction => ({
  actions: actions.map((action) => `states:${action}`),
  resources: [...new Set(Object.values(MACHINES))].map((name) => `\${executions}${name}:*`),
  reason: 'An execution has the id of its operation for a name.',
});

const IDEMPOTENCY: IamAction = {
  actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
  resources: ['${idempotencyTable}'],
  reason: 'Powertools keeps the answers by key.',
};

/** The three doors: look before anything is recorded, record the intent, start the workflow. Nothing is changed. */
const SUBMIT: readonly IamAction[] = [
  // Counted and written under the project's version, which is an update.
  ...registry('GetItem', 'PutItem', 'Query', 'UpdateItem'),
  ...OBSERVE,
  ...versionPermissions,
  ...checkPermissions,
];

const ENDINGS = ['Environment Ready', 'Environment Updated', 'Environment Failed', 'Environment Deleted'];

const tier = (kind: TierKind): readonly IamAction[] => [
  ...STEP,
  ...registry('PutItem'),
  ...tiers[kind].tier.permissions,
];

const PERMISSIONS: Readonly<Record<FunctionKey, readonly IamAction[]>> = {
  api: [
    ...SUBMIT,
    ...registry('BatchGetItem'),
    start('${stateMachine}', '${updateStateMachine}', '${deleteStateMachine}'),
    control('DescribeExecution', 'StopExecution'),
    IDEMPOTENCY,
  ],
  aurora: tier('aurora'),
  dynamodb: tier('dynamodb'),
  redis: tier('redis'),
  dax: tier('dax'),
  alarms: [...LATER_STEP, ...alarmsPermissions],
  migrate: [...LATER_STEP, ...READ_SECRETS],
  // The last step of a delete takes the environment out of the registry.
  outputs: [...LATER_STEP, ...registry('DeleteItem')],
  failure: registry('GetItem', 'UpdateItem'),
  'execution-ended': [
    // With a put the environment goes to the delete that rolls back.
    ...registry('GetItem', 'UpdateItem', 'PutItem'),
    start('${deleteStateMachine}'),
    publish(...ENDINGS),
    {
      actions: ['kms:Decrypt'],
      resources: ['${callbackKey}'],
      reason: 'Where CloudFormation waits for an answer.',
    },
  ],
  // Ready: again, for who asks for what is there.
  events: [
    ...SUBMIT,
    start('${stateMachine}'),
    IDEMPOTENCY,
    publish('Environment Request Rejected', 'Environment Ready'),
  ],
  catalog: [
    ...SUBMIT,
    start('${stateMachine}', '${updateStateMachine}', '${deleteStateMachine}'),
    // Terminating in the middle of a launch stops it.
    control('StopExecution'),
    {
      actions: ['kms:Encrypt'],
      resources: ['${callbackKey}'],
      reason: 'Where CloudFormation waits for an answer.',
    },
  ],
  caretaker: [
    ...registry('GetItem', 'PutItem', 'UpdateItem'),
    ...registryIndex(),
    control('DescribeExecution', 'StopExecution'),
    start('${deleteStateMachine}'),
    publish(...ENDINGS, 'Environment Expiring'),
    {
      actions: ['kms:Decrypt'],
      resources: ['${callbackKey}'],
      reason: 'Where CloudFormation waits for an answer.',
    },
  ],
};

/** One statement for the actions that share resources and conditions: a role's inline policies have 10,240 characters. */
function merged(permissions: readonly IamAction[]): IamAction[] {
  const groups = new Map<string, IamAction>();
  for (const permission of permissions) {
    const key = JSON.stringify([permission.resources, permission.conditions ?? null]);
    const known = groups.get(key);
    groups.set(key, known ? both(known, permission) : permission);
  }
  return [...groups.values()];
}

function both(first: IamAction, second: IamAction): IamAction {
  const reasons = [...new Set([first.reason, second.reason].filter((reason) => reason !== undefined))];
  return {
    ...first,
    actions: [...new Set([...first.actions, ...second.actions])],
    ...(reasons.length > 0 ? { reason: reasons.join(' ') } : {}),
  };
}
