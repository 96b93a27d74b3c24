import type { AuroraSpec } from '../../../core/spec.ts';
import type { Failure, Plan } from '../../../core/tier.ts';
import { missingTags, tagList } from '../../shared/ownership.ts';
import { names } from '../names.ts';
import type { AuroraObserved, ObservedSecret } from '../observed.ts';
import { act, combine, failWith, NOTHING } from './parts.ts';
import { isServing } from './states.ts';

/** What was written into the generated secret, `user@host:port/database`, so that nobody reads the value to know. */
export const ENDPOINT_TAG = 'plinth:endpoint';

/** Of the fields that are merged into the secret. */
export function endpointTag({ username, host, port, dbname }: Readonly<Record<string, unknown>>): string {
  return `${username}@${host}:${port}/${dbname}`;
}

/** Field of the JSON secret that holds the password (RDS rotation's own shape). */
export const PASSWORD_FIELD = 'password';

/** RDS takes 8–41 printable characters without `/`, `"`, `@` and space; `'` would need quoting in SQL. */
const PASSWORD = { length: 32, excludePunctuation: false, excludeCharacters: '/@" \'' } as const;

/** Region in which the secret is read: the one its ARN names, or the primary one for a generated secret. */
export function secretRegion({ masterSecretArn, primary }: AuroraSpec): string {
  return masterSecretArn?.split(':')[3] || primary.region;
}

export function isSecretReady({ secret }: AuroraObserved): boolean {
  return secret !== null && !secret.deletionScheduled;
}

export function planSecret(spec: AuroraSpec, observed: AuroraObserved): Plan {
  const { secret } = observed;
  if (spec.masterSecretArn !== null) return checkGiven(spec, spec.masterSecretArn, secret);
  const { region } = spec.primary;
  const name = names.masterSecret(spec.identity);
  if (secret?.deletionScheduled) {
    return act('secretsmanager', region, 'RestoreSecret', { SecretId: name }, `restore secret ${name}`);
  }
  if (secret) return combine(writeBack(spec, observed, secret, name), tagSecret(spec, secret, name));
  if (observed.primary.cluster) {
    return unusable(
      name,
      `Secret ${name} of Aurora cluster ${observed.primary.cluster.identifier} is gone, so its password is not known. ` +
        'Set a new master password, store it in a secret of your own, and name that in aurora.masterSecretArn.',
    );
  }
  return act(
    ...(['secretsmanager', region, 'CreateSecret'] as const),
    {
      Name: name,
      Description: `Master user of the Aurora database of ${spec.identity.project}/${spec.identity.environment}`,
      KmsKeyId: spec.secretsKmsKeyArn,
      Tags: tagList(spec.tags),
    },
    `generate the master password into secret ${name}`,
    {
      kind: 'generate',
      ...PASSWORD,
      field: PASSWORD_FIELD,
      template: {
        engine: 'postgres',
        username: spec.masterUsername,
        dbname: spec.databaseName,
        port: spec.port,
      },
    },
  );
}

/**
 * The shape that RDS rotation and the AWS clients read, once it is known where the database is. User and database
 * too: a secret that was restored may be of an environment that had other names.
 */
function endpointFields(
  { masterUsername: username, databaseName: dbname }: AuroraSpec,
  { primary: { cluster } }: AuroraObserved,
) {
  if (!cluster || !isServing(cluster) || !cluster.endpoint || cluster.port === null) return null;
  const { endpoint: host, port, identifier: dbClusterIdentifier } = cluster;
  return { username, host, port, dbname, dbClusterIdentifier };
}

/** What the generated secret should say about the way to the database, and what it says; null while that is unknown. */
export function secretStates(spec: AuroraSpec, observed: AuroraObserved, { tags }: ObservedSecret) {
  const fields = endpointFields(spec, observed);
  return fields && { desired: endpointTag(fields), observed: tags[ENDPOINT_TAG] ?? 'none' };
}

function writeBack(spec: AuroraSpec, observed: AuroraObserved, secret: ObservedSecret, name: string): Plan {
  const fields = endpointFields(spec, observed);
  const states = secretStates(spec, observed, secret);
  if (!fields || !states || states.desired === states.observed) return NOTHING;
  return act(
    ...(['secretsmanager', observed.primary.region, 'PutSecretValue'] as const),
    { SecretId: name },
    `write ${fields.host}:${fields.port} into secret ${name}`,
    { kind: 'merge', fields },
  );
}

function tagSecret(spec: AuroraSpec, secret: ObservedSecret, name: string): Plan {
  const missing = missingTags(spec.tags, secret.tags);
  if (Object.keys(missing).length === 0) return NOTHING;
  const input = { SecretId: name, Tags: tagList(missing) };
  return act('secretsmanager', secret.region, 'TagResource', input, `tag secret ${name}`);
}

function checkGiven(spec: AuroraSpec, arn: string, secret: ObservedSecret | null): Plan {
  const region = secretRegion(spec);
  if (region !== spec.primary.region) {
    return unusable(
      arn,
      `Secret ${arn} is in ${region}, but the database's primary region is ${spec.primary.region}. ` +
        `Name a secret of ${spec.primary.region} in aurora.masterSecretArn.`,
      'Terminal',
    );
  }
  if (!secret) {
    return unusable(
      arn,
      `Secret ${arn} does not exist or cannot be seen. Create it, or leave aurora.masterSecretArn out: then the password is generated.`,
    );
  }
  if (!secret.deletionScheduled) return NOTHING;
  return unusable(
    arn,
    `Secret ${arn} is scheduled for deletion. Restore it, or name another in aurora.masterSecretArn.`,
  );
}

function unusable(secret: string, message: string, failureClass: Failure['class'] = 'Blocked'): Plan {
  return failWith({
    class: failureClass,
    code: 'unusable',
    resource: `Secret ${secret}`,
    message,
    pointer: '#/aurora/masterSecretArn',
  });
}
