// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of permissions
import { readdirSync } from 'node:fs';
import type { IamAction } from '../../core/tier.ts';
import {
  FUNCTION_KEYS,
  type FunctionKey,
  functionPermissions,
  PLACEHOLDERS,
} from '../../functions/permissions.ts';
import { parseStatements } from '../../local/iam/policy.ts';
import { alarmsPermissions } from '../../tiers/alarms/permissions.ts';
import { tiers } from '../../tiers/index.ts';
import { orphansPermissions } from '../../tiers/orphans/permissions.ts';
import { type ActionDetails, actionDetails, actionsLike, hasKey, isOfType } from '../support/iam-data.ts';
import { toStatements, VALUES } from '../support/policies.ts';

/** AWS: the inline policies of a role together, without white space. */
const POLICY_CHARACTERS = 10_240;

interface Granted {
  readonly action: string;
  readonly details: ActionDetails;
}

async function granted(actions: readonly string[]): Promise<Granted[]> {
  const names = await Promise.all(actions.map((each) => (each.includes('*') ? actionsLike(each) : [each])));
  const all = names.flat().map(async (action) => ({ action, details: await actionDetails(action) }));
  return (await Promise.all(all)).filter((each): each is Granted => each.details !== null);
}

/** What IAM's own reference does not have of a statement. */
async function problems(statement: {
  Action: readonly string[];
  Resource: readonly string[];
  Condition?: object;
}) {
  const found: string[] = [];
  for (const action of statement.Action) {
    const all = await granted([action]);
    if (all.length === 0) found.push(`${action} does not exist`);
    for (const { details } of all) {
      const types = details.resourceTypes.filter((type) =>
        statement.Resource.some((each) => each === '*' || isOfType(type, each)),
      );
      const takesNone = details.resourceTypes.length === 0;
      if (takesNone ? !statement.Resource.includes('*') : types.length === 0)
        found.push(`${action} is not about ${statement.Resource}`);
      const keys = Object.values(statement.Condition ?? {}).flatMap((lines) => Object.keys(lines));
      found.push(
        ...keys.filter((key) => !hasKey(details, types, key)).map((key) => `${action} has no ${key}`),
      );
    }
  }
  const all = await granted(statement.Action);
  const useless = statement.Resource.filter(
    (each) =>
      each !== '*' && !all.some(({ details }) => details.resourceTypes.some((type) => isOfType(type, each))),
  );
  return [...found, ...useless.map((each) => `no action of the statement is about ${each}`)];
}

describe.each(FUNCTION_KEYS)('permissions of %s', (key) => {
  const statements = toStatements(functionPermissions(key), { ...VALUES, prefix: 'plinth-' });

  it('name actions, resources and condition keys that AWS has, and no resource in vain', async () => {
    const found = await Promise.all(statements.map(problems));
    expect(found.flat()).toEqual([]);
  });

  it('are complete once the placeholders are filled in', () => {
    expect(() => parseStatements(statements, key)).not.toThrow();
    expect(JSON.stringify(functionPermissions(key)).match(/\$\{(\w+)\}/g) ?? []).toEqual(
      expect.not.arrayContaining([expect.not.stringMatching(`{(${PLACEHOLDERS.join('|')})}`)]),
    );
  });

  it('fit into the inline policies of a role, with a condition on the region in every statement', () => {
    const region = {
      StringEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1', 'eu-west-2', 'us-east-1'] },
    };
    const whole = statements.map((each) => ({ ...each, Condition: { ...region, ...each.Condition } }));
    expect(JSON.stringify({ Version: '2012-10-17', Statement: whole }).length).toBeLessThan(
      POLICY_CHARACTERS,
    );
  });
});

/** Functions that look at every tier and change nothing of AWS. */
const LOOKING: readonly FunctionKey[] = [
  'api',
  'events',
  'catalog',
  'migrate',
  'outputs',
  'failure',
  'execution-ended',
  'drift',
];
const OUR_OWN =
  /^\$\{(registryTable|registryKey|idempotencyTable|stateMachine|updateStateMachine|deleteStateMachine|executions|bus|callbackKey)\}/;

it.each(LOOKING)('%s only reads what is not its own', async (key) => {
  const others = functionPermissions(key).filter(
    ({ resources }) => !resources.every((each) => OUR_OWN.test(each)),
  );
  const all = await granted(others.flatMap(({ actions }) => actions));
  const changing = all
    .filter(({ details }) => !/^(Read|List)$/.test(details.accessLevel))
    .map(({ action }) => action);
  // AWS counts the use of a key as writing.
  expect([...new Set(changing)]).toEqual(key === 'migrate' ? ['kms:Decrypt'] : []);
});

it('has an entry for every function, but for the doors that are yet to come', () => {
  const entries = readdirSync(new URL('../../functions/entries', import.meta.url)).map((file) =>
    file.replace('.ts', ''),
  );
  expect([...FUNCTION_KEYS]).toEqual(expect.arrayContaining(entries));
});

const everything = [
  ...Object.values(tiers).flatMap(({ tier }) => tier.permissions),
  ...alarmsPermissions,
  ...orphansPermissions,
];

it('gives a reason wherever everything, or the name alone, is allowed to be changed', async () => {
  const tagged = (conditions: IamAction['conditions']) =>
    /plinth:managed-by/.test(JSON.stringify(conditions ?? {}));
  for (const permission of everything.filter(({ conditions, reason }) => !tagged(conditions) && !reason)) {
    const all = await granted(permission.actions);
    expect(all.filter(({ details }) => !/^(Read|List)$/.test(details.accessLevel))).toEqual([]);
  }
});

/** Deletes, and creates of what a delete leaves, that take a resource and are free of tags. */
const NAMED =
  /^(elasticache:(Create|Delete)|rds:(Create|Delete)|logs:DeleteLogGroup|dynamodb:(Create|Delete|Update)Table)/;

/** What no tag of Plinth narrows, and why AWS does not allow it. The DynamoDB and DAX control planes heed no tags at all. */
const WITHOUT_TAG = {
  'elasticache:CreateReplicationGroup':
    'The groups that it uses: the tags of the request are not shown with them.',
  'elasticache:DeleteReplicationGroup':
    'The final snapshot, by name: it is not there yet. The group itself is by tag.',
  'iam:CreateServiceLinkedRole': 'The role is AWS’s; the service is named in a condition.',
  'kms:CreateGrant': 'The key is the landing zone’s; only for an AWS service, and through it.',
  'logs:CreateLogDelivery': 'Takes no resource.',
  'logs:DeleteLogDelivery': 'Takes no resource.',
  'logs:DeleteLogGroup':
    'The groups that RDS makes, by name: RDS tags them with nothing. Our own are by tag.',
  'logs:PutResourcePolicy': 'Takes no resource.',
  'logs:UpdateLogDelivery': 'Takes no resource.',
  'rds:CreateDBClusterSnapshot':
    'The final snapshot, by name: it is not there yet. The cluster itself is by tag.',
  'rds:DeleteDBCluster': 'The final snapshot, by name: it is not there yet. The cluster itself is by tag.',
} as const;

it('narrows every create and every change by the tag of Plinth, where AWS can', () => {
  const free = everything
    .filter(({ conditions }) => !/plinth:managed-by/.test(JSON.stringify(conditions ?? {})))
    .flatMap(({ actions }) => actions)
    .filter((action) => /:(Create|Put|Modify|Update|Delete|Attach|Detach|Tag|AddTags|Restore)/.test(action))
    .filter((action) => !/^(dynamodb|dax):/.test(action));
  expect([...new Set(free)].sort()).toEqual(Object.keys(WITHOUT_TAG));
});

it('narrows by the name what it cannot by the tag', () => {
  const byName = everything
    .filter(({ conditions }) => conditions === undefined)
    .filter(({ actions }) => actions.some((action) => NAMED.test(action)));
  expect(byName.length).toBeGreaterThan(3);
  for (const { resources } of byName)
    expect(resources.filter((each) => !each.includes('${prefix}*'))).toEqual([]);
});
