import type { IamAction } from '../../core/tier.ts';
import type { PLACEHOLDERS } from '../../functions/permissions.ts';
import { ACCOUNT } from '../../local/landing-zones.ts';

export type Values = Readonly<Record<(typeof PLACEHOLDERS)[number], string>>;

/** As the deployment fills them in for the local cloud. */
export const VALUES: Values = {
  account: ACCOUNT,
  region: '*',
  prefix: 'plinth-',
  registryTable: `arn:aws:dynamodb:eu-west-2:${ACCOUNT}:table/plinth.registry`,
  registryKey: `arn:aws:kms:eu-west-2:${ACCOUNT}:key/plinth-dynamodb`,
  idempotencyTable: `arn:aws:dynamodb:eu-west-2:${ACCOUNT}:table/plinth.idempotency`,
  stateMachine: `arn:aws:states:eu-west-2:${ACCOUNT}:stateMachine:plinth-provision`,
  updateStateMachine: `arn:aws:states:eu-west-2:${ACCOUNT}:stateMachine:plinth-update`,
  deleteStateMachine: `arn:aws:states:eu-west-2:${ACCOUNT}:stateMachine:plinth-delete`,
  executions: `arn:aws:states:eu-west-2:${ACCOUNT}:execution:plinth-`,
  bus: `arn:aws:events:eu-west-2:${ACCOUNT}:event-bus/plinth`,
  callbackKey: `arn:aws:kms:eu-west-2:${ACCOUNT}:key/callback`,
};

export interface PolicyStatement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: IamAction['conditions'];
}

export function toStatements(permissions: readonly IamAction[], values: Values): PolicyStatement[] {
  const statements = permissions.map(({ actions, resources, conditions }) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(conditions ? { Condition: conditions } : {}),
  }));
  const fill = (text: string) =>
    text.replace(/\$\{(\w+)\}/g, (_, name: keyof Values) => values[name] ?? `\${${name}}`);
  return JSON.parse(fill(JSON.stringify(statements)));
}
