import { FUNCTION_KEYS } from '../functions/keys.ts';

type Reasons = Readonly<Record<string, string>>;

/** What Lambda itself does in the name of a function's role, before and around the code: no call of ours. */
const LAMBDA: Reasons = {
  'logs:CreateLogStream': 'Lambda opens a stream of the log group that the deployment has made.',
  'logs:PutLogEvents': 'Lambda writes what the function logs.',
  'xray:PutTraceSegments': 'Lambda sends the traces.',
  'xray:PutTelemetryRecords': 'Lambda sends the traces.',
};

const ASYNCHRONOUS: Reasons = { 'sqs:SendMessage': 'Lambda keeps an event that failed in every attempt.' };

const READ_AGAIN = 'Powertools reads an answer again when DynamoDB did not give it with its refusal.';

/** Of a network interface: how a function gets into the landing zone's subnets. */
const NETWORK: Reasons = Object.fromEntries(
  [
    'AssignPrivateIpAddresses',
    'CreateNetworkInterface',
    'DeleteNetworkInterface',
    'DescribeNetworkInterfaces',
    'DescribeSubnets',
    'UnassignPrivateIpAddresses',
  ].map((action) => [
    `ec2:${action}`,
    'Lambda connects the function to its subnets; the code itself may not.',
  ]),
);

const OWN: Readonly<Record<string, Reasons>> = {
  api: { 'dynamodb:GetItem on idempotencyTable': READ_AGAIN },
  events: {
    ...ASYNCHRONOUS,
    'dynamodb:GetItem on idempotencyTable': READ_AGAIN,
    'dynamodb:DeleteItem on idempotencyTable':
      'Powertools forgets an attempt that threw, so that the next one is not taken for a duplicate.',
  },
  catalog: ASYNCHRONOUS,
  caretaker: ASYNCHRONOUS,
  'execution-ended': ASYNCHRONOUS,
  drift: ASYNCHRONOUS,
  migrate: NETWORK,
  dynamodb: {
    'kms:Decrypt': "The registry's key: here the tier's own permission for the keys of tables covers it.",
  },
};

/**
 * Granted actions that no call of the life of an environment needs on the local cloud, by role, and why each stays.
 * Anything else that is granted has a call that would be refused without it: `test/local/iam/life/` records every
 * call and holds the two against each other. `docs/permissions.md` is made from this.
 */
export const UNNEEDED: Readonly<Record<string, Reasons>> = Object.fromEntries(
  FUNCTION_KEYS.map((key) => [`plinth-${key}`, { ...LAMBDA, ...OWN[key] }]),
);
