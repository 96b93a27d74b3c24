// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of permissions
import { toStatements } from '../../lib/policies.ts';
import { rolePolicies } from '../../lib/role-policies.ts';
import { exampleZones, REGIONS, resourcesOf, synthesise } from './fixtures.ts';

const ACCOUNT = '111122223333';
const context = { values: { account: ACCOUNT, prefix: 'plinth-' }, regions: ['eu-west-1', 'eu-west-2'] };
const json = (...actions: Parameters<typeof toStatements>[0]) =>
  toStatements(actions, context).map((statement) => statement.toStatementJson());

describe('a statement', () => {
  it('is for the regions of the landing zones, by a condition', () => {
    const resources = ['arn:aws:rds:${region}:${account}:cluster:${prefix}*'];
    expect(json({ actions: ['rds:CreateDBCluster'], resources })).toEqual([
      {
        Effect: 'Allow',
        Action: 'rds:CreateDBCluster',
        Resource: `arn:aws:rds:*:${ACCOUNT}:cluster:plinth-*`,
        Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-west-2'] } },
      },
    ]);
  });

  it('on all resources is for these regions too', () => {
    const [statement] = json({ actions: ['dax:CreateCluster'], resources: ['*'] });
    expect(statement?.Condition).toEqual({
      StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-west-2'] },
    });
  });

  it('about IAM names no region, for its calls count as of us-east-1', () => {
    const resources = ['arn:aws:iam::${account}:role/plinth/${prefix}*'];
    const [statement] = json({ actions: ['iam:CreateRole'], resources });
    expect(statement).not.toHaveProperty('Condition');
  });

  it('keeps its conditions, a region in them filled in one by one', () => {
    const conditions = { StringEquals: { 'kms:ViaService': 'rds.${region}.amazonaws.com' } };
    const resources = ['arn:aws:kms:${region}:${account}:key/*'];
    const [statement] = json({ actions: ['kms:Decrypt'], resources, conditions });
    expect(statement?.Condition.StringEquals).toEqual({
      'kms:ViaService': ['rds.eu-west-1.amazonaws.com', 'rds.eu-west-2.amazonaws.com'],
      'aws:RequestedRegion': ['eu-west-1', 'eu-west-2'],
    });
  });

  it('with a placeholder that nothing is known of is an error', () => {
    expect(() => json({ actions: ['s3:GetObject'], resources: ['${bucket}'] })).toThrow(
      'No value for the placeholder bucket',
    );
  });
});

describe.each(REGIONS)('the roles of the functions in %s', (region) => {
  const policies = rolePolicies(exampleZones, ACCOUNT, region);
  const functions = Object.entries(policies);

  it.each(functions)('%s fits into 10,240 characters of inline policies', (_, { statements }) => {
    // IAM quotas: the sum over all inline policies of a role, white space not counted.
    expect(JSON.stringify({ Version: '2012-10-17', Statement: statements }).length).toBeLessThan(10_240);
  });

  it.each(functions)('%s has no action that is all of a service', (_, { statements }) => {
    const actions = statements.flatMap(({ Action }) => [Action].flat());
    expect(actions.filter((action) => /^\*$|:\*$/.test(String(action)))).toEqual([]);
  });

  it.each(functions)('%s writes to its own log group only', (name, { statements }) => {
    const logs = statements.filter(({ Action }) => [Action].flat().includes('logs:PutLogEvents'));
    expect(logs.map(({ Resource }) => Resource)).toEqual([
      `arn:aws:logs:${region}:${ACCOUNT}:log-group:/aws/lambda/${name}:*`,
    ]);
  });
});

it('no role of a function or state machine has a policy of AWS', () => {
  const roles = resourcesOf(synthesise(), 'AWS::IAM::Role').filter(({ Properties }) => Properties.RoleName);
  expect(roles.length).toBeGreaterThan(10);
  expect(roles.filter(({ Properties }) => Properties.ManagedPolicyArns)).toEqual([]);
});

it('migrate may make network interfaces in its own subnets only, and its code may not', () => {
  const { statements } = rolePolicies(exampleZones, ACCOUNT, 'eu-west-2')['plinth-migrate'] ?? {};
  const [create, deny] = (statements ?? []).filter(({ Action }) =>
    [Action].flat().includes('ec2:CreateNetworkInterface'),
  );
  expect(create?.Resource).toEqual([
    'arn:aws:ec2:eu-west-2:111122223333:network-interface/*',
    'arn:aws:ec2:eu-west-2:111122223333:security-group/sg-0a1b2c3d4e5f60024',
    ...['11', '12', '13'].map((n) => `arn:aws:ec2:eu-west-2:111122223333:subnet/subnet-0a1b2c3d4e5f600${n}`),
  ]);
  expect(deny).toMatchObject({ Effect: 'Deny', Condition: { ArnEquals: expect.anything() } });
});
