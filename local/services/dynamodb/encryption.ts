import type { SSESpecification } from '@aws-sdk/client-dynamodb';
import type { World } from '../../service.ts';
import { invalid, validation } from './errors.ts';
import type { RegionalTable } from './state.ts';

export type Encryption = RegionalTable['encryption'];

const MANAGED_ALIAS = 'alias/aws/dynamodb';
const EACH_REPLICA = 'KMSMasterKeyId must be specified for each replica.';

/** Resolves the keys that tables are encrypted with: each in the table's own region. */
export class Keys {
  readonly #world: Pick<World, 'account' | 'directory'>;

  constructor(world: Pick<World, 'account' | 'directory'>) {
    this.#world = world;
  }

  /** Undefined: a key that AWS owns, the default. */
  forTable(region: string, specification: SSESpecification | undefined): Encryption {
    const { Enabled, SSEType, KMSMasterKeyId } = specification ?? {};
    if (!Enabled) {
      if (SSEType) throw invalid('SSEType can not be specified if Enabled is false');
      if (KMSMasterKeyId) throw invalid('KMSMasterKeyId can not be specified if Enabled is false');
      return undefined;
    }
    if (SSEType === 'AES256') throw invalid('SSEType AES256 is not supported');
    if (KMSMasterKeyId && SSEType !== 'KMS') {
      throw invalid('SSEType KMS is required if KMSMasterKeyId is specified');
    }
    return { keyArn: this.#resolve(region, KMSMasterKeyId ?? MANAGED_ALIAS, ''), status: 'ENABLED' };
  }

  /** A replica is encrypted as its source is: with AWS's own key, AWS's managed one, or a customer's of its region. */
  forReplica(region: string, source: RegionalTable, keyId: string | undefined): Encryption {
    if (!source.encryption) {
      if (keyId) throw invalid(EACH_REPLICA);
      return undefined;
    }
    const managed = source.encryption.keyArn === this.#managed(source.region);
    if (!managed && !keyId) throw invalid(EACH_REPLICA);
    const wantsManaged = keyId === undefined || keyId === MANAGED_ALIAS;
    if (managed !== wantsManaged) {
      throw invalid('All replica keys must either be Customer Managed CMK or AWS Managed CMK.');
    }
    const keyArn = this.#resolve(region, keyId ?? MANAGED_ALIAS, ` for region ${region}`);
    if (!this.usable(region, keyArn)) {
      // The text speaks of waiting although the cause is a key that somebody has to enable.
      throw validation(
        'Operation cannot be performed while replica server-side encryption status is in UPDATING state. Please ' +
          'retry the request after the status is updated to ENABLED.',
      );
    }
    return { keyArn, status: 'ENABLED' };
  }

  usable(region: string, keyArn: string): boolean {
    return keyArn === this.#managed(region) || this.#world.directory.kmsKey(region, keyArn)?.enabled === true;
  }

  /** For the data plane: a table does not answer without its key. */
  requireUsable(table: RegionalTable): void {
    const keyArn = table.encryption?.keyArn;
    if (keyArn && !this.usable(table.region, keyArn)) throw disabled(keyArn);
  }

  #resolve(region: string, keyId: string, where: string): string {
    if (keyId === MANAGED_ALIAS) return this.#managed(region);
    const notFound = (detail: string) =>
      validation(
        `KMS validation error${where}: com.amazonaws.services.kms.model.NotFoundException: ${detail} (Service: ` +
          'AWSKMS; Status Code: 400; Error Code: NotFoundException; Proxy: null)',
      );
    const arnRegion = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):/.exec(keyId)?.[1];
    if (arnRegion && arnRegion !== region) throw notFound(`Invalid arn ${arnRegion}`);
    const key = this.#world.directory.kmsKey(region, keyId);
    if (!key) throw notFound(this.#missing(region, keyId));
    if (!key.enabled && !where) throw disabled(key.arn);
    return key.arn;
  }

  #missing(region: string, keyId: string): string {
    const prefix = `arn:aws:kms:${region}:${this.#world.account}:`;
    if (keyId.startsWith('arn:')) return `Key '${keyId}' does not exist`;
    if (keyId.startsWith('alias/')) return `Alias ${prefix}${keyId} is not found.`;
    return `Key '${prefix}key/${keyId}' does not exist`;
  }

  /** AWS makes this key on first use; nobody can disable it. */
  #managed(region: string): string {
    return (
      this.#world.directory.kmsKey(region, MANAGED_ALIAS)?.arn ??
      `arn:aws:kms:${region}:${this.#world.account}:key/aws-dynamodb`
    );
  }
}

const disabled = (keyArn: string) =>
  validation(
    `KMS key disabled error: com.amazonaws.services.kms.model.DisabledException: ${keyArn} is disabled. (Service: ` +
      'AWSKMS; Status Code: 400; Error Code: DisabledException; Proxy: null)',
  );
