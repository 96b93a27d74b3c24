import * as schemas from '@aws-sdk/client-kms';
import { AwsError, type CallContext, type Service, type World } from '../service.ts';
import { ByRegion, checkRange, page, parseArn, type Tag, tagMap, uuid } from './common.ts';
import { encryptionOperations } from './kms/encryption.ts';

interface Key {
  readonly id: string;
  readonly arn: string;
  readonly createdAt: Date;
  readonly description: string;
  readonly manager: 'CUSTOMER' | 'AWS';
  readonly multiRegion: boolean;
  readonly tags: ReadonlyMap<string, string>;
  state: 'Enabled' | 'Disabled' | 'PendingDeletion';
  deletionDate: Date | undefined;
  rotation: { readonly periodDays: number; readonly since: number } | undefined;
  grants: number;
}

interface Region {
  readonly keys: Map<string, Key>;
  /** Key id by alias name, such as `alias/plinth`. */
  readonly aliases: Map<string, string>;
}

export interface KmsService extends Service {
  /** By key id, ARN, alias name or alias ARN. Regions do not see each other's keys. */
  lookupKey(region: string, keyId: string): { readonly arn: string; readonly enabled: boolean } | undefined;
}

const DAY_MS = 86_400_000;

/** @param seed ARNs of keys that exist and are enabled. */
export function createKmsService(world: World, seed: { readonly keys?: readonly string[] } = {}): KmsService {
  const store = new KeyStore(world);
  for (const arn of seed.keys ?? []) store.adopt(arn);
  return {
    name: 'kms',
    schemas,
    operations: {
      ...keyOperations(world, store),
      ...aliasOperations(world, store),
      ...encryptionOperations((region, keyId) => checkUsable(store.get(region, keyId))),
    },
    lookupKey(region, keyId) {
      const key = store.find(region, keyId);
      return key && { arn: key.arn, enabled: key.state === 'Enabled' };
    },
  };
}

class KeyStore {
  readonly #regions = new ByRegion<Region>(() => ({ keys: new Map(), aliases: new Map() }));
  readonly #world: World;
  constructor(world: World) {
    this.#world = world;
  }

  in(region: string): Region {
    return this.#regions.in(region);
  }

  adopt(arn: string): void {
    const parsed = parseArn(arn);
    if (parsed?.service !== 'kms' || !parsed.resource.startsWith('key/')) {
      throw new Error(`The seed of the local KMS names ${arn}, which is not the ARN of a KMS key.`);
    }
    this.add(parsed.region, parsed.resource.slice('key/'.length), { arn });
  }

  add(region: string, id: string, given: Partial<Key>): Key {
    const key: Key = {
      id,
      arn: `arn:aws:kms:${region}:${this.#world.account}:key/${id}`,
      createdAt: new Date(this.#world.clock.now()),
      description: '',
      manager: 'CUSTOMER',
      multiRegion: id.startsWith('mrk-'),
      tags: new Map(),
      state: 'Enabled',
      deletionDate: undefined,
      rotation: undefined,
      grants: 0,
      ...given,
    };
    this.in(region).keys.set(id, key);
    return key;
  }

  find(region: string, keyId: string): Key | undefined {
    const arn = parseArn(keyId);
    if (arn && (arn.service !== 'kms' || arn.region !== region)) return undefined;
    const name = arn?.resource.replace(/^key\//, '') ?? keyId;
    const { keys, aliases } = this.in(region);
    const key = keys.get(aliases.get(name) ?? name) ?? this.#managed(region, name);
    // *documented* (ScheduleKeyDeletion): when the waiting period ends, the key is gone for good.
    if (key?.deletionDate && key.deletionDate.getTime() <= this.#world.clock.now()) return undefined;
    return key;
  }

  /** *documented*: AWS makes the managed key of a service, `alias/aws/rds` and so on, when it is first needed. */
  #managed(region: string, alias: string): Key | undefined {
    if (!/^alias\/aws\/[a-z]+$/.test(alias)) return undefined;
    const key = this.add(region, uuid(this.#world), {
      manager: 'AWS',
      description: `Default key for ${alias}`,
    });
    this.in(region).aliases.set(alias, key.id);
    return key;
  }

  get(region: string, keyId: string): Key {
    const key = this.find(region, keyId);
    if (key) return key;
    const arn = parseArn(keyId);
    if (arn && arn.region !== region) throw new AwsError('NotFoundException', `Invalid arn ${arn.region}`);
    if ((arn?.resource ?? keyId).startsWith('alias/')) {
      const alias = arn ? keyId : `arn:aws:kms:${region}:${this.#world.account}:${keyId}`;
      throw new AwsError('NotFoundException', `Alias ${alias} is not found.`);
    }
    const named = arn ? keyId : `arn:aws:kms:${region}:${this.#world.account}:key/${keyId}`;
    throw new AwsError('NotFoundException', `Key '${named}' does not exist`);
  }
}

/** *documented* (Key states of KMS keys): nothing but a description works on a key that is pending deletion. */
function checkNotPending(key: Key): Key {
  if (key.state !== 'PendingDeletion') return key;
  throw new AwsError('KMSInvalidStateException', `${key.arn} is pending deletion.`);
}

function checkUsable(key: Key): Key {
  checkNotPending(key);
  if (key.state === 'Disabled') throw new AwsError('DisabledException', `${key.arn} is disabled.`);
  return key;
}

function keyOperations(world: World, store: KeyStore): Service['operations'] {
  const now = () => world.clock.now();
  return {
    CreateKey(input: schemas.CreateKeyRequest, { region }: CallContext): schemas.CreateKeyResponse {
      checkSymmetric(input);
      const id = uuid(world);
      const tags = (input.Tags ?? []).map((tag): Tag => ({ Key: tag.TagKey, Value: tag.TagValue }));
      const key = store.add(region, input.MultiRegion ? `mrk-${id.replaceAll('-', '')}` : id, {
        description: input.Description ?? '',
        tags: tagMap(tags),
      });
      return { KeyMetadata: metadata(world, key) };
    },
    DescribeKey: (
      input: schemas.DescribeKeyRequest,
      { region }: CallContext,
    ): schemas.DescribeKeyResponse => ({
      KeyMetadata: metadata(world, store.get(region, String(input.KeyId))),
    }),
    ListKeys(input: schemas.ListKeysRequest, { region }: CallContext): schemas.ListKeysResponse {
      checkRange('limit', input.Limit, [1, 1000]);
      const { items, next } = page(
        [...store.in(region).keys.values()],
        input.Marker,
        input.Limit ?? 100,
        badMarker(),
      );
      const Keys = items.map((key) => ({ KeyId: key.id, KeyArn: key.arn }));
      return { Keys, NextMarker: next, Truncated: next !== undefined };
    },
    ListResourceTags(input: schemas.ListResourceTagsRequest, { region }: CallContext) {
      const { tags } = store.get(region, String(input.KeyId));
      return { Tags: [...tags].map(([TagKey, TagValue]) => ({ TagKey, TagValue })), Truncated: false };
    },
    EnableKey(input: schemas.EnableKeyRequest, { region }: CallContext) {
      checkNotPending(store.get(region, String(input.KeyId))).state = 'Enabled';
    },
    DisableKey(input: schemas.DisableKeyRequest, { region }: CallContext) {
      checkNotPending(store.get(region, String(input.KeyId))).state = 'Disabled';
    },
    EnableKeyRotation(input: schemas.EnableKeyRotationRequest, { region }: CallContext) {
      checkRange('rotationPeriodInDays', input.RotationPeriodInDays, [90, 2560]);
      const key = checkUsable(store.get(region, String(input.KeyId)));
      key.rotation = { periodDays: input.RotationPeriodInDays ?? 365, since: now() };
    },
    GetKeyRotationStatus(input: schemas.GetKeyRotationStatusRequest, { region }: CallContext) {
      const key = checkNotPending(store.get(region, String(input.KeyId)));
      return { KeyId: key.arn, ...rotationStatus(key) };
    },
    CreateGrant(input: schemas.CreateGrantRequest, { region }: CallContext): schemas.CreateGrantResponse {
      const key = checkUsable(store.get(region, String(input.KeyId)));
      key.grants++;
      const id = world.uniqueId(64);
      return { GrantId: id, GrantToken: Buffer.from(id).toString('base64') };
    },
    ScheduleKeyDeletion(input: schemas.ScheduleKeyDeletionRequest, { region }: CallContext) {
      checkRange('pendingWindowInDays', input.PendingWindowInDays, [7, 30]);
      const key = checkNotPending(store.get(region, String(input.KeyId)));
      const days = input.PendingWindowInDays ?? 30;
      key.state = 'PendingDeletion';
      key.deletionDate = new Date(now() + days * DAY_MS);
      return {
        KeyId: key.arn,
        DeletionDate: key.deletionDate,
        KeyState: key.state,
        PendingWindowInDays: days,
      };
    },
  };
}

function aliasOperations(world: World, store: KeyStore): Service['operations'] {
  return {
    CreateAlias(input: schemas.CreateAliasRequest, { region }: CallContext) {
      const name = String(input.AliasName);
      // *documented* (CreateAlias): begins with alias/, letters, digits, / _ -, not alias/aws/.
      if (!/^alias\/[A-Za-z0-9/_-]{1,250}$/.test(name) || name.startsWith('alias/aws/')) {
        throw new AwsError(
          'InvalidAliasNameException',
          `${name} is not a legal alias name: alias/ and then letters, digits, / _ -`,
        );
      }
      const { aliases } = store.in(region);
      const arn = `arn:aws:kms:${region}:${world.account}:${name}`;
      if (aliases.has(name))
        throw new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`);
      aliases.set(name, checkNotPending(store.get(region, String(input.TargetKeyId))).id);
    },
    ListAliases(input: schemas.ListAliasesRequest, { region }: CallContext): schemas.ListAliasesResponse {
      checkRange('limit', input.Limit, [1, 100]);
      const of = input.KeyId === undefined ? undefined : store.get(region, input.KeyId).id;
      const all = [...store.in(region).aliases].filter(([, id]) => of === undefined || id === of);
      const { items, next } = page(all, input.Marker, input.Limit ?? 50, badMarker());
      const Aliases = items.map(([AliasName, TargetKeyId]) => ({
        AliasName,
        AliasArn: `arn:aws:kms:${region}:${world.account}:${AliasName}`,
        TargetKeyId,
      }));
      return { Aliases, NextMarker: next, Truncated: next !== undefined };
    },
  };
}

/** What Plinth never makes is refused rather than stored as something it is not. */
function checkSymmetric(input: schemas.CreateKeyRequest): void {
  const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
  const usage = input.KeyUsage ?? 'ENCRYPT_DECRYPT';
  const origin = input.Origin ?? 'AWS_KMS';
  if (spec === 'SYMMETRIC_DEFAULT' && usage === 'ENCRYPT_DECRYPT' && origin === 'AWS_KMS') return;
  const message = `The local cloud makes symmetric encryption keys of AWS's own material only, not ${spec} for ${usage} from ${origin}.`;
  throw new AwsError('UnsupportedOperationException', message);
}

function metadata(world: World, key: Key): schemas.KeyMetadata {
  return {
    AWSAccountId: world.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: key.createdAt,
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: key.state,
    DeletionDate: key.deletionDate,
    Origin: 'AWS_KMS',
    KeyManager: key.manager,
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: key.multiRegion,
  };
}

function rotationStatus({ rotation }: Key) {
  if (!rotation) return { KeyRotationEnabled: false };
  const NextRotationDate = new Date(rotation.since + rotation.periodDays * DAY_MS);
  return { KeyRotationEnabled: true, RotationPeriodInDays: rotation.periodDays, NextRotationDate };
}

function badMarker(): AwsError {
  return new AwsError('InvalidMarkerException', 'The marker is not one that this operation returned.');
}
