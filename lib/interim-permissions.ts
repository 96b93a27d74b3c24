// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the deployment fills the placeholders in
import type { FunctionKey } from '../config/functions.ts';
import { type IamAction, TIER_KINDS } from '../core/tier.ts';
import { alarmsPermissions } from '../tiers/alarms/permissions.ts';
import { tiers } from '../tiers/index.ts';

/** Stands in for `functions/permissions.ts`: wider, for the observing functions get what the tiers' own have. */
const registry: readonly IamAction[] = [
  {
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    resources: ['${registryTable}'],
  },
  { actions: ['kms:Decrypt'], resources: ['${registryKey}'] },
  { actions: ['events:PutEvents'], resources: ['${bus}'] },
];
const reads = (actions: readonly string[]) =>
  actions.filter((action) => /:(Describe|List|Get(?!SecretValue|RandomPassword))/.test(action));
const observe = TIER_KINDS.flatMap((kind) => tiers[kind].tier.permissions).flatMap((permission) => {
  const actions = reads(permission.actions);
  return actions.length > 0 ? [{ ...permission, actions }] : [];
});

const PERMISSIONS: Readonly<Record<FunctionKey, readonly IamAction[]>> = {
  api: [
    ...registry,
    {
      actions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      resources: ['${idempotencyTable}'],
    },
    { actions: ['states:StartExecution'], resources: ['${stateMachine}', '${deleteStateMachine}'] },
    ...observe,
  ],
  aurora: [...registry, ...tiers.aurora.tier.permissions],
  dynamodb: [...registry, ...tiers.dynamodb.tier.permissions],
  redis: [...registry, ...tiers.redis.tier.permissions],
  dax: [...registry, ...tiers.dax.tier.permissions],
  alarms: [...registry, ...alarmsPermissions, ...observe],
  migrate: [
    ...registry,
    ...observe,
    {
      actions: ['secretsmanager:GetSecretValue'],
      resources: ['arn:aws:secretsmanager:${region}:${account}:secret:*'],
      reason: 'A request may name an existing secret, whatever it is called.',
    },
    {
      actions: ['kms:Decrypt'],
      resources: ['arn:aws:kms:${region}:${account}:key/*'],
      conditions: { StringEquals: { 'kms:ViaService': 'secretsmanager.${region}.amazonaws.com' } },
      reason: "The secret is encrypted with the landing zone's key.",
    },
  ],
  outputs: [...registry, ...observe],
  failure: registry,
  'execution-ended': [...registry, { actions: ['kms:Decrypt'], resources: ['${callbackKey}'] }],
};

export function functionPermissions(key: FunctionKey): readonly IamAction[] {
  return PERMISSIONS[key];
}
