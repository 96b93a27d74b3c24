import { parseRequest } from '../../core/request.ts';
import { type ResolveDependencies, resolveDesired } from '../../core/resolve.ts';
import type { Desired, LandingZone, LandingZoneRegion } from '../../core/spec.ts';

const ACCOUNT = '123456789012';

function region(name: string): LandingZoneRegion {
  const key = (use: string) => `arn:aws:kms:${name}:${ACCOUNT}:key/${use}`;
  const topic = (severity: string) => `arn:aws:sns:${name}:${ACCOUNT}:${severity}`;
  return {
    isolatedSubnetIds: [`subnet-${name}-isolated-a`, `subnet-${name}-isolated-b`],
    privateSubnetIds: [`subnet-${name}-private-a`, `subnet-${name}-private-b`],
    securityGroupIds: {
      aurora: `sg-${name}-aurora`,
      redis: `sg-${name}-redis`,
      dax: `sg-${name}-dax`,
      lambda: `sg-${name}-lambda`,
    },
    kmsKeyArns: {
      aurora: key('aurora'),
      dynamodb: key('dynamodb'),
      redis: key('redis'),
      secrets: key('secrets'),
    },
    topicArns: { critical: topic('critical'), warning: topic('warning'), info: topic('info') },
  };
}

/** Two landing zones: `default` in two regions of Europe, `us` in one. */
export const LANDING_ZONES: readonly LandingZone[] = [
  { name: 'default', regions: { 'eu-west-2': region('eu-west-2'), 'eu-west-1': region('eu-west-1') } },
  { name: 'us', regions: { 'us-east-1': region('us-east-1') } },
];

export const DEPENDENCIES: ResolveDependencies = {
  chooseEngineVersion: async ({ requested }) => ({ version: requested ?? '15.17' }),
  migrationSets: ['gaming', 'minimal'],
};

/** The whole way of a body, as the API goes it. */
export function resolveBody(
  body: unknown,
  dependencies: Partial<ResolveDependencies> = {},
): Promise<Desired> {
  const request = parseRequest(typeof body === 'string' ? body : JSON.stringify(body));
  return resolveDesired(
    { project: 'shop', request, landingZones: LANDING_ZONES, namePrefix: '' },
    { ...DEPENDENCIES, ...dependencies },
  );
}
