// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a placeholder that was left over
import { type Check, evaluate, parseStatements } from '../../../local/iam/policy.ts';

const QUEUE = 'arn:aws:rds:eu-west-2:000000000000:cluster:shop-dev';
const allow = (more: object = {}) => ({ Effect: 'Allow', Action: 'rds:*', Resource: '*', ...more });
const deny = (more: object = {}) => ({ Effect: 'Deny', Action: 'rds:*', Resource: '*', ...more });
const check = (more: Partial<Check> = {}): Check => ({
  action: 'rds:DeleteDBCluster',
  resource: QUEUE,
  context: {},
  ...more,
});
const ask = (statements: object[], more: Partial<Check> = {}) =>
  evaluate(parseStatements(statements, 'test'), check(more));

describe('a policy', () => {
  it('denies what nothing allows', () => {
    expect(ask([])).toEqual({ allowed: false, reason: 'implicit deny' });
  });

  it('names the statement and the patterns that allow', () => {
    const statements = [
      allow({ Action: 'sns:Publish' }),
      allow({ Action: ['rds:Create*', 'rds:Delete*'], Resource: ['arn:aws:rds:*:*:db:*', `${QUEUE}*`] }),
    ];
    expect(ask(statements)).toEqual({
      allowed: true,
      reason: 'allowed',
      by: { statement: 1, action: 1, resource: 1 },
    });
  });

  it('lets an explicit deny win, wherever it stands', () => {
    for (const statements of [
      [allow(), deny()],
      [deny(), allow()],
    ]) {
      expect(ask(statements)).toMatchObject({ allowed: false, reason: 'explicit deny' });
    }
  });

  it('denies nothing with a deny whose condition does not hold', () => {
    const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
    expect(
      ask([allow(), deny({ Condition })], { context: { 'aws:SecureTransport': ['true'] } }).allowed,
    ).toBe(true);
  });
});

describe('actions', () => {
  it.each([
    ['rds:DeleteDBCluster', true],
    ['RDS:deletedbcluster', true],
    ['rds:Delete*', true],
    ['rds:DeleteDB???????', true],
    ['*', true],
    ['rds:DeleteDBClusters', false],
    ['rds:Delete', false],
    ['dynamodb:*', false],
  ])('%s: %s', (Action, allowed) => {
    expect(ask([allow({ Action })]).allowed).toBe(allowed);
  });

  it.each([
    ['rds:Delete*', false],
    ['rds:Create*', true],
  ])('NotAction %s: %s', (NotAction, allowed) => {
    expect(ask([{ Effect: 'Allow', NotAction, Resource: '*' }]).allowed).toBe(allowed);
  });
});

describe('resources', () => {
  it.each([
    [QUEUE, QUEUE, true],
    [QUEUE, '*', true],
    [QUEUE, 'arn:aws:rds:*:000000000000:cluster:shop-*', true],
    [QUEUE, 'arn:aws:rds:eu-west-?:*:*:shop-dev', true],
    // Case matters, and a wildcard stays within its part of the ARN.
    [QUEUE, 'arn:aws:rds:*:000000000000:cluster:Shop-*', false],
    [QUEUE, 'arn:aws:*:cluster:shop-dev:x:y', false],
    [QUEUE, 'arn:aws:rds:*:cluster:*:shop-dev', false],
    // In the last part it reaches over everything.
    ['arn:aws:dynamodb:eu-west-2:0:table/a/index/b', 'arn:aws:dynamodb:*:0:table/a*', true],
    ['arn:aws:logs:eu-west-2:0:log-group:/plinth/a:*', 'arn:aws:logs:*:0:log-group:/plinth/*', true],
    // An empty part matches a wildcard and nothing else.
    ['arn:aws:rds::0:global-cluster:a', 'arn:aws:rds:*:0:global-cluster:a', true],
    ['arn:aws:rds::0:global-cluster:a', 'arn:aws:rds:eu-west-2:0:global-cluster:a', false],
    // What takes no resource needs the star, and so does a list of everything.
    ['*', 'arn:aws:rds:*:*:cluster:*', false],
    ['arn:aws:rds:eu-west-2:0:cluster:*', 'arn:aws:rds:*:0:cluster:shop-*', false],
  ])('%s under %s: %s', (resource, Resource, allowed) => {
    expect(ask([allow({ Resource })], { resource }).allowed).toBe(allowed);
  });

  it('NotResource is everything else', () => {
    const statement = { Effect: 'Allow', Action: 'rds:*', NotResource: 'arn:aws:rds:*:*:db:*' };
    expect(ask([statement]).allowed).toBe(true);
    expect(ask([statement], { resource: 'arn:aws:rds:eu-west-2:0:db:a' }).allowed).toBe(false);
  });
});

const TAG = 'aws:ResourceTag/plinth:managed-by';
const ARN = 'arn:aws:iam::0:role/plinth/a';

describe('conditions', () => {
  it.each<[string, object, Record<string, string[]>, boolean]>([
    ['equal', { StringEquals: { [TAG]: 'plinth' } }, { [TAG]: ['plinth'] }, true],
    ['one of several', { StringEquals: { [TAG]: ['a', 'plinth'] } }, { [TAG]: ['plinth'] }, true],
    ['another case', { StringEquals: { [TAG]: 'plinth' } }, { [TAG]: ['Plinth'] }, false],
    [
      'the key in another case',
      { StringEquals: { [TAG.toUpperCase()]: 'plinth' } },
      { [TAG]: ['plinth'] },
      true,
    ],
    ['absent', { StringEquals: { [TAG]: 'plinth' } }, {}, false],
    ['absent, if it exists', { StringEqualsIfExists: { [TAG]: 'plinth' } }, {}, true],
    ['another, if it exists', { StringEqualsIfExists: { [TAG]: 'plinth' } }, { [TAG]: ['x'] }, false],
    ['a star that is no wildcard', { StringEquals: { [TAG]: 'p*' } }, { [TAG]: ['plinth'] }, false],
    ['a wildcard', { StringLike: { [TAG]: 'pl?n*' } }, { [TAG]: ['plinth'] }, true],
    ['not equal', { StringNotEquals: { [TAG]: ['a', 'b'] } }, { [TAG]: ['b'] }, false],
    ['not equal and absent', { StringNotEquals: { [TAG]: 'a' } }, {}, true],
    ['not like', { StringNotLike: { [TAG]: 'a*' } }, { [TAG]: ['b'] }, true],
    ['an ARN', { ArnEquals: { 'iam:PolicyARN': ARN } }, { 'iam:PolicyARN': [ARN] }, true],
    [
      'a pattern of ARNs',
      { ArnLike: { 'iam:PolicyARN': 'arn:aws:iam::*:role/*' } },
      { 'iam:PolicyARN': [ARN] },
      true,
    ],
    ['no ARN', { ArnLike: { 'iam:PolicyARN': 'arn:aws:iam::*:user/*' } }, { 'iam:PolicyARN': [ARN] }, false],
    [
      'a boolean',
      { Bool: { 'kms:GrantIsForAWSResource': true } },
      { 'kms:GrantIsForAWSResource': ['true'] },
      true,
    ],
    ['an absent boolean', { Bool: { 'kms:GrantIsForAWSResource': 'true' } }, {}, false],
    ['null and absent', { Null: { [TAG]: 'true' } }, {}, true],
    ['null and there', { Null: { [TAG]: 'true' } }, { [TAG]: ['x'] }, false],
    ['not null', { Null: { [TAG]: 'false' } }, { [TAG]: ['x'] }, true],
    [
      'all keys known',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } },
      { 'aws:TagKeys': ['b'] },
      true,
    ],
    [
      'one key unknown',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } },
      { 'aws:TagKeys': ['a', 'c'] },
      false,
    ],
    ['all of none', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }, {}, true],
    ['any key', { 'ForAnyValue:StringLike': { 'aws:TagKeys': 'a*' } }, { 'aws:TagKeys': ['b', 'ab'] }, true],
    ['any of none', { 'ForAnyValue:StringLike': { 'aws:TagKeys': 'a*' } }, {}, false],
    ['two keys, one wrong', { StringEquals: { a: '1', b: '2' } }, { a: ['1'], b: ['3'] }, false],
    ['two operators, one wrong', { StringEquals: { a: '1' }, Null: { b: 'false' } }, { a: ['1'] }, false],
  ])('%s', (_, Condition, context, allowed) => {
    expect(ask([allow({ Condition })], { context }).allowed).toBe(allowed);
  });
});

describe('what is not evaluated', () => {
  it.each<[string, object]>([
    ['evaluates no policy variables', { Resource: 'arn:aws:rds:${region}:0:db:a' }],
    ['evaluate Principal', { Principal: '*' }],
    [
      'evaluate the condition operator IpAddress',
      { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
    ],
    [
      'evaluate the condition operator ForSomeValues:Bool',
      { Condition: { 'ForSomeValues:Bool': { a: 'true' } } },
    ],
    ['evaluate the condition operator NullIfExists', { Condition: { NullIfExists: { a: 'true' } } }],
    ['aws:TagKeys has many values', { Condition: { StringEquals: { 'aws:TagKeys': 'a' } } }],
    ['Null takes', { Condition: { Null: { a: 'yes' } } }],
    ['Effect must be', { Effect: 'Maybe' }],
    ['needs one of Action and NotAction', { NotAction: 'rds:*' }],
    ['needs one of Resource and NotResource', { Resource: undefined, NotResource: 'x' }],
    ['is no legal Action', { Action: 'DeleteDBCluster' }],
    ['is no legal Resource', { Resource: 'shop-dev' }],
    ['must be a text or a list of texts', { Action: [] }],
    ['must be a text or a list of texts', { Condition: { StringEquals: { a: 1 } } }],
    ['must be an object of operators', { Condition: 'x' }],
  ])('%s', (message, more) => {
    expect(() => parseStatements([allow(more)], 'The policy of a role')).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message) }),
    );
  });

  it('is told with the place', () => {
    expect(() => parseStatements([allow(), allow({ Principal: '*' })], 'The policy of a role')).toThrow(
      'The policy of a role, statement 1: the local cloud does not evaluate Principal.',
    );
  });
});
