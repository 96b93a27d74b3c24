import { CloudWatchClient, ListDashboardsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DAXClient, DescribeClustersCommand } from '@aws-sdk/client-dax';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeCacheClustersCommand, ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListTopicsCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { meaningOf } from '../../../core/classify.ts';
import { systemClock } from '../../../core/clock.ts';
import { WorkTracker } from '../../../local/clock.ts';
import { createWorld } from '../../../local/cloud.ts';
import { instant } from '../../../local/delays.ts';
import { createNoEngines } from '../../../local/engines/none.ts';
import { createGateway } from '../../../local/gateway/gateway.ts';
import { createAuthorizer, type Decision, type RolePolicy } from '../../../local/iam/authorizer.ts';
import { coverage, reevaluate, withoutAction } from '../../../local/iam/coverage.ts';
import { createSfnService } from '../../../local/services/sfn/index.ts';

const ACCOUNT = '000000000000';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/plinth-aurora`;
const USER = `User: arn:aws:sts::${ACCOUNT}:assumed-role/plinth-aurora/plinth-aurora`;
const CLUSTERS = `arn:aws:rds:eu-west-2:${ACCOUNT}:cluster`;
const ANY_SECRET = 'arn:aws:secretsmanager:*:*:secret:*';

// biome-ignore lint/suspicious/noExplicitAny: clients and commands of every service
type Any = any;

function setUp(statements: readonly unknown[], key = 'plinth-aurora') {
  const parts = { engines: createNoEngines(), work: new WorkTracker(), clock: systemClock, delays: instant };
  const { services } = createWorld(parts, new AbortController().signal);
  const sfn = createSfnService(parts as Any, {
    invokeLambda: async () => null,
    onStatusChange: async () => {},
  });
  const all = [...services, sfn];
  const decisions: Decision[] = [];
  const roles: Record<string, RolePolicy> = { 'plinth-aurora': { roleArn: ROLE, statements } };
  const authorize = createAuthorizer({
    roles,
    account: ACCOUNT,
    services: all,
    onDecision: (decision) => decisions.push(decision),
  });
  const { requestHandler } = createGateway({ services: all, authorize });
  const credentials = { accessKeyId: key, secretAccessKey: 'none' };
  const config = { region: 'eu-west-2', credentials, requestHandler, maxAttempts: 1 };
  return {
    roles,
    decisions,
    send: (client: Any, command: Any): Promise<Any> => new client(config).send(command),
    refusal: (client: Any, command: Any): Promise<Any> =>
      new client(config).send(command).then(
        () => {
          throw new Error('The call was allowed.');
        },
        (error: unknown) => error,
      ),
  };
}

describe('a refusal', () => {
  it.each<[string, Any, Any, string, number, string]>([
    [
      'RDS',
      RDSClient,
      new DescribeDBClustersCommand({}),
      'AccessDenied',
      403,
      `rds:DescribeDBClusters on resource: ${CLUSTERS}:*`,
    ],
    [
      'ElastiCache',
      ElastiCacheClient,
      new DescribeCacheClustersCommand({}),
      'AccessDenied',
      403,
      'elasticache:DescribeCacheClusters',
    ],
    [
      'IAM',
      IAMClient,
      new GetRoleCommand({ RoleName: 'a' }),
      'AccessDenied',
      403,
      `iam:GetRole on resource: arn:aws:iam::${ACCOUNT}:role/a`,
    ],
    [
      'CloudWatch',
      CloudWatchClient,
      new ListDashboardsCommand({}),
      'AccessDenied',
      403,
      'cloudwatch:ListDashboards because',
    ],
    [
      'SNS',
      SNSClient,
      new PublishCommand({ TopicArn: 'arn:aws:sns:eu-west-2:0:t', Message: 'x' }),
      'AuthorizationErrorException',
      403,
      'SNS:Publish on resource: arn:aws:sns:eu-west-2:0:t',
    ],
    [
      'SNS, no resource',
      SNSClient,
      new ListTopicsCommand({}),
      'AuthorizationErrorException',
      403,
      'SNS:ListTopics because',
    ],
    [
      'DynamoDB',
      DynamoDBClient,
      new DescribeTableCommand({ TableName: 't' }),
      'AccessDeniedException',
      400,
      `dynamodb:DescribeTable on resource: arn:aws:dynamodb:eu-west-2:${ACCOUNT}:table/t`,
    ],
    ['DAX', DAXClient, new DescribeClustersCommand({}), 'AccessDeniedException', 400, 'dax:DescribeClusters'],
    [
      'Secrets Manager',
      SecretsManagerClient,
      new DescribeSecretCommand({ SecretId: 's' }),
      'AccessDeniedException',
      400,
      'secretsmanager:DescribeSecret',
    ],
    ['KMS', KMSClient, new ListKeysCommand({}), 'AccessDeniedException', 400, 'kms:ListKeys'],
    [
      'CloudWatch Logs',
      CloudWatchLogsClient,
      new DescribeLogGroupsCommand({}),
      'AccessDeniedException',
      400,
      'logs:DescribeLogGroups',
    ],
    [
      'Step Functions',
      SFNClient,
      new ListStateMachinesCommand({}),
      'AccessDeniedException',
      400,
      'states:ListStateMachines',
    ],
  ])('of %s has its own wire format, and means Blocked', async (_, client, command, name, status, text) => {
    const error = await setUp([]).refusal(client, command);
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status } });
    expect(error.message).toContain(`${USER} is not authorized to perform: ${text}`);
    expect(meaningOf(error)).toBe('Blocked');
  });

  it('says what kind of policy is to blame', async () => {
    const describeIt = new DescribeDBClustersCommand({ DBClusterIdentifier: 'shop-dev' });
    const allow = { Effect: 'Allow', Action: 'rds:*', Resource: '*' };
    const nothing = await setUp([]).refusal(RDSClient, describeIt);
    expect(nothing.message).toBe(
      `${USER} is not authorized to perform: rds:DescribeDBClusters on resource: ${CLUSTERS}:shop-dev because no identity-based policy allows the rds:DescribeDBClusters action`,
    );
    const denied = await setUp([allow, { ...allow, Effect: 'Deny' }]).refusal(RDSClient, describeIt);
    expect(denied.message).toBe(
      `${USER} is not authorized to perform: rds:DescribeDBClusters on resource: ${CLUSTERS}:shop-dev with an explicit deny in an identity-based policy`,
    );
  });
});

describe('the authorizer', () => {
  const secrets = {
    Effect: 'Allow',
    Action: ['secretsmanager:DescribeSecret', 'secretsmanager:Get*'],
    Resource: ANY_SECRET,
  };

  it('lets an access key id that is no role do everything', async () => {
    await expect(setUp([], 'local').send(SNSClient, new ListTopicsCommand({}))).resolves.toBeDefined();
  });

  it('serves what is allowed, and the service answers for itself', async () => {
    const error = await setUp([secrets]).refusal(
      SecretsManagerClient,
      new DescribeSecretCommand({ SecretId: 's' }),
    );
    expect(error.name).toBe('ResourceNotFoundException');
  });

  it('refuses a policy that it cannot evaluate before any call', () => {
    expect(() => setUp([{ ...secrets, Condition: { DateLessThan: { 'aws:CurrentTime': 'x' } } }])).toThrow(
      `The policy of ${ROLE}, statement 0: the local cloud does not evaluate the condition operator DateLessThan`,
    );
  });

  it('tells of every decision which grant it was', async () => {
    const { decisions, refusal } = setUp([secrets]);
    await refusal(SecretsManagerClient, new DescribeSecretCommand({ SecretId: 's' }));
    await refusal(RDSClient, new DescribeDBClustersCommand({}));
    expect(decisions).toEqual([
      {
        ...{
          role: 'plinth-aurora',
          call: 'secretsmanager:DescribeSecret',
          action: 'secretsmanager:DescribeSecret',
        },
        resource: `arn:aws:secretsmanager:eu-west-2:${ACCOUNT}:secret:s`,
        context: { 'aws:RequestedRegion': ['eu-west-2'] },
        ...{ allowed: true, reason: 'allowed', by: { statement: 0, action: 0, resource: 0 } },
      },
      expect.objectContaining({ call: 'rds:DescribeDBClusters', allowed: false, reason: 'implicit deny' }),
    ]);
  });

  it('leaves a record that other policies can be held against', async () => {
    const again = { ...secrets, Action: 'secretsmanager:Describe*' };
    const { decisions, refusal, roles } = setUp([secrets, again]);
    await refusal(SecretsManagerClient, new DescribeSecretCommand({ SecretId: 's' }));

    expect(coverage(decisions, roles)).toEqual([
      // The other statement allows it too.
      { role: 'plinth-aurora', statement: 0, action: 'secretsmanager:DescribeSecret', used: 1, needed: 0 },
      { role: 'plinth-aurora', statement: 0, action: 'secretsmanager:Get*', used: 0, needed: 0 },
      { role: 'plinth-aurora', statement: 1, action: 'secretsmanager:Describe*', used: 0, needed: 0 },
    ]);
    const fewer = withoutAction(roles, {
      role: 'plinth-aurora',
      statement: 1,
      action: 'secretsmanager:Describe*',
    });
    expect(reevaluate(decisions, fewer)).toEqual([]);
    const none = withoutAction(fewer, {
      role: 'plinth-aurora',
      statement: 0,
      action: 'secretsmanager:DescribeSecret',
    });
    expect(reevaluate(decisions, none)).toEqual(decisions);
    expect(roles['plinth-aurora']?.statements).toHaveLength(2);
  });
});
