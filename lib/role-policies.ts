import type { LandingZone } from '../core/spec.ts';
import { createApp, templateOf } from './app.ts';

/** What a function may do: its role, and the statements of all policies of that role, without references. */
export interface RolePolicies {
  readonly roleArn: string;
  readonly statements: readonly Readonly<Record<string, unknown>>[];
}

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties of any resource
  readonly Properties: any;
}

interface Place {
  readonly account: string;
  readonly region: string;
  readonly resources: Readonly<Record<string, Resource>>;
}

/**
 * The policies that the template gives each function, by the function's name. A reference becomes the ARN that the
 * resource will have; of a key, whose id AWS invents, its alias stands in the id's place.
 */
export function rolePolicies(
  zones: readonly LandingZone[],
  account: string,
  region: string,
): Record<string, RolePolicies> {
  const landingZones = { kind: 'file', zones } as const;
  const { Resources: resources } = templateOf(
    createApp({ landingZones, limits: null, account, context: { region } }),
  );
  const place = { account, region, resources };
  return Object.fromEntries(
    ofType(resources, 'AWS::Lambda::Function').map(([, { Properties }]) => {
      const role: string = Properties.Role['Fn::GetAtt'][0];
      return [
        Properties.FunctionName,
        {
          roleArn: `arn:aws:iam::${account}:role/${resources[role].Properties.RoleName}`,
          statements: resolve(statementsOf(resources, role), place) as RolePolicies['statements'],
        },
      ];
    }),
  );
}

function ofType(resources: Place['resources'], type: string): [string, Resource][] {
  return Object.entries(resources).filter(([, resource]) => resource.Type === type);
}

function statementsOf(resources: Place['resources'], role: string): unknown[] {
  return ofType(resources, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
}

function resolve(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return value.map((one) => resolve(one, place));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  if (typeof Ref === 'string') return pseudo(Ref, place);
  if (Array.isArray(attribute)) return arnOf(attribute, place);
  if (Array.isArray(join)) return (resolve(join[1], place) as string[]).join(join[0]);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one, place)]));
}

function pseudo(name: string, { account, region }: Place): string {
  const known: Record<string, string> = {
    'AWS::Partition': 'aws',
    'AWS::AccountId': account,
    'AWS::Region': region,
  };
  const value = known[name];
  if (value === undefined) throw new Error(`A policy refers to ${name}, which is not resolved here.`);
  return value;
}

function arnOf([id = '', name]: string[], { account, region, resources }: Place): string {
  const resource = resources[id];
  if (name !== 'Arn' || !resource)
    throw new Error(`A policy refers to ${id}.${name}, which is not resolved here.`);
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  const { Type, Properties } = resource;
  switch (Type) {
    case 'AWS::DynamoDB::GlobalTable':
      return arn('dynamodb', `table/${Properties.TableName}`);
    case 'AWS::Events::EventBus':
      return arn('events', `event-bus/${Properties.Name}`);
    case 'AWS::Logs::LogGroup':
      return arn('logs', `log-group:${Properties.LogGroupName}:*`);
    case 'AWS::SQS::Queue':
      return arn('sqs', Properties.QueueName);
    case 'AWS::KMS::Key':
      return arn('kms', `key/${aliasOf(id, resources)}`);
    default:
      throw new Error(`A policy refers to a ${Type}, which is not resolved here.`);
  }
}

function aliasOf(key: string, resources: Place['resources']): string {
  const alias = ofType(resources, 'AWS::KMS::Alias').find(
    ([, { Properties }]) => Properties.TargetKeyId['Fn::GetAtt'][0] === key,
  );
  return alias?.[1].Properties.AliasName.replace('alias/', '') ?? key;
}
