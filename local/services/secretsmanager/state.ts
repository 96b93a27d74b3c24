import { AwsError, type World } from '../../service.ts';
import { ByRegion, parseArn } from '../common.ts';

export interface Version {
  readonly id: string;
  readonly secretString: string | undefined;
  readonly secretBinary: Uint8Array | undefined;
  readonly createdAtMs: number;
  readonly stages: Set<string>;
}

/** One secret with all its replicas, which share everything but the key. */
export interface Secret {
  readonly name: string;
  readonly suffix: string;
  readonly primaryRegion: string;
  readonly createdAtMs: number;
  readonly versions: Map<string, Version>;
  /** Key of every region that the secret is in; undefined is the key `aws/secretsmanager`. */
  readonly keyByRegion: Map<string, string | undefined>;
  description: string | undefined;
  tags: Map<string, string>;
  changedAtMs: number;
  accessedAtMs: number | undefined;
  /** When it is gone for good, once its deletion is scheduled. */
  deletionAtMs: number | undefined;
}

export class SecretStore {
  /** By name. */
  readonly #regions = new ByRegion<Map<string, Secret>>(() => new Map());
  readonly #world: World;
  constructor(world: World) {
    this.#world = world;
  }

  arn(secret: Secret, region: string): string {
    const { account } = this.#world;
    return `arn:aws:secretsmanager:${region}:${account}:secret:${secret.name}-${secret.suffix}`;
  }

  all(region: string): Secret[] {
    for (const secret of [...this.#regions.in(region).values()]) this.#expire(secret);
    return [...this.#regions.in(region).values()];
  }

  /** By name, ARN, or ARN without its last six characters. *documented* (Finding a secret from a partial ARN). */
  find(region: string, secretId: string): Secret | undefined {
    const arn = parseArn(secretId);
    if (arn && (arn.service !== 'secretsmanager' || arn.region !== region)) return undefined;
    const id = arn?.resource.replace(/^secret:/, '') ?? secretId;
    const secrets = this.#regions.in(region);
    const named = secrets.get(id);
    const whole = secrets.get(id.slice(0, -7));
    const secret = arn && whole && id === `${whole.name}-${whole.suffix}` ? whole : named;
    return secret && this.#expire(secret) ? undefined : secret;
  }

  get(region: string, secretId: string | undefined): Secret {
    const secret = this.find(region, secretId ?? '');
    if (!secret) {
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    return secret;
  }

  /** A secret that is not on its way out. */
  getLive(region: string, secretId: string | undefined): Secret {
    const secret = this.get(region, secretId);
    if (secret.deletionAtMs !== undefined) {
      const message = "You can't perform this operation on the secret because it was marked for deletion.";
      throw new AwsError('InvalidRequestException', message);
    }
    return secret;
  }

  /** *documented*: a replica is read-only, changes go to the primary region. */
  getWritable(region: string, secretId: string | undefined): Secret {
    const secret = this.getLive(region, secretId);
    checkPrimary(secret, region);
    return secret;
  }

  add(secret: Secret, region: string, kmsKeyId: string | undefined): void {
    secret.keyByRegion.set(region, kmsKeyId);
    this.#regions.in(region).set(secret.name, secret);
  }

  removeFrom(secret: Secret, region: string): void {
    secret.keyByRegion.delete(region);
    this.#regions.in(region).delete(secret.name);
  }

  /** Removes a secret whose recovery window is over, everywhere. True when it did. */
  #expire(secret: Secret): boolean {
    if (secret.deletionAtMs === undefined || secret.deletionAtMs > this.#world.clock.now()) return false;
    for (const region of [...secret.keyByRegion.keys()]) this.removeFrom(secret, region);
    return true;
  }
}

export function checkPrimary(secret: Secret, region: string): void {
  if (secret.primaryRegion === region) return;
  const message = `Operation not permitted on a replica secret. Call must be made in primary secret's region, ${secret.primaryRegion}.`;
  throw new AwsError('InvalidRequestException', message);
}

/**
 * *documented* (DecryptionFailure, EncryptionFailure): the key must exist in the region and be enabled. Whether AWS
 * names a disabled key this way or as an access error of KMS is *assumed*.
 */
export function checkKey(
  world: World,
  region: string,
  kmsKeyId: string | undefined,
  failure: 'DecryptionFailure' | 'EncryptionFailure',
): void {
  if (kmsKeyId === undefined || world.directory.kmsKey(region, kmsKeyId)?.enabled) return;
  const verb = failure === 'DecryptionFailure' ? 'decrypt' : 'encrypt';
  const message = `Secrets Manager can't ${verb} the secret value: the KMS key ${kmsKeyId} does not exist in ${region} or is disabled.`;
  throw new AwsError(failure, message);
}
