import type {
  AttributeDefinition,
  BillingMode,
  IndexStatus,
  KeySchemaElement,
  LocalSecondaryIndex,
  Projection,
  ProvisionedThroughput,
  SSEStatus,
  StreamViewType,
  TableStatus,
  TimeToLiveStatus,
} from '@aws-sdk/client-dynamodb';
import type { CallContext, World } from '../../service.ts';
import { notServing, tableNotFound, validation } from './errors.ts';

export interface Throughput extends ProvisionedThroughput {
  readonly lastIncrease?: Date;
  readonly lastDecrease?: Date;
}

export interface GlobalIndex {
  readonly name: string;
  readonly keySchema: KeySchemaElement[];
  readonly projection: Projection;
  throughput: Throughput | undefined;
  status: IndexStatus;
  /** Set only on an index that UpdateTable added (documented: TableDescription.GlobalSecondaryIndexes). */
  backfilling: boolean | undefined;
}

/** What all replicas of a table have in common: the data, the keys and indexes, the capacity and TTL settings. */
export interface SharedTable {
  /** The table of the engine. All replicas use the same one: *assumed*, replication takes no time. */
  physicalName: string;
  attributes: AttributeDefinition[];
  readonly keySchema: KeySchemaElement[];
  readonly localIndexes: LocalSecondaryIndex[];
  globalIndexes: GlobalIndex[];
  billingMode: BillingMode;
  /** When the mode last became PAY_PER_REQUEST. */
  payPerRequestSince: Date | undefined;
  throughput: Throughput | undefined;
  timeToLive: { status: TimeToLiveStatus; attribute: string | undefined; changedAt: number | undefined };
  /** In order of creation. */
  readonly replicas: RegionalTable[];
}

/** One table in one region; a replica is a full table there. */
export interface RegionalTable {
  readonly shared: SharedTable;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: Date;
  /** Made by ReplicaUpdates rather than CreateTable. */
  readonly isReplica: boolean;
  status: TableStatus;
  /** Shown to the other regions while only this replica's own settings change. */
  replicaUpdating: boolean;
  stream: StreamViewType | undefined;
  /** Stays after the stream is disabled: its records can be read for 24 hours more. */
  streamLabel: string | undefined;
  /** Undefined: encrypted with a key that AWS owns. */
  encryption: { keyArn: string; status: SSEStatus } | undefined;
  deletionProtection: boolean;
  tags: Map<string, string>;
  backups: { available: boolean; pitrDays: number | undefined; since: number | undefined };
  /** When it last was the region that a replica was added from. */
  lastSourceAt: number | undefined;
}

/** Every table of every region, and the ways to find one. */
export class Tables {
  readonly #regions = new Map<string, Map<string, RegionalTable>>();
  readonly #account: string;

  constructor(world: Pick<World, 'account'>) {
    this.#account = world.account;
  }

  arn(region: string, name: string): string {
    return `arn:aws:dynamodb:${region}:${this.#account}:table/${name}`;
  }

  find(region: string, name: string): RegionalTable | undefined {
    return this.#regions.get(region)?.get(name);
  }

  add(table: RegionalTable): void {
    const region = this.#regions.get(table.region) ?? new Map<string, RegionalTable>();
    this.#regions.set(table.region, region.set(table.name, table));
    table.shared.replicas.push(table);
  }

  remove(table: RegionalTable): void {
    this.#regions.get(table.region)?.delete(table.name);
    const { replicas } = table.shared;
    const at = replicas.indexOf(table);
    if (at >= 0) replicas.splice(at, 1);
  }

  names(region: string): string[] {
    return [...(this.#regions.get(region)?.keys() ?? [])].sort();
  }

  /** By name or ARN, in any state. */
  get(context: CallContext, nameOrArn: string): RegionalTable {
    const name = tableName(context.region, nameOrArn);
    const table = this.find(context.region, name);
    if (!table) throw tableNotFound(name);
    return table;
  }

  /** For the data plane: documented, a table serves while ACTIVE or UPDATING. */
  serving(context: CallContext, nameOrArn: string): RegionalTable {
    const { region } = context;
    const table = this.find(region, nameOrArn) ?? this.find(region, tableName(region, nameOrArn));
    if (table?.status !== 'ACTIVE' && table?.status !== 'UPDATING') throw notServing();
    return table;
  }
}

const NAME = /^[a-zA-Z0-9_.-]+$/;
const TABLE_ARN = /^arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):\d{12}:table\/([a-zA-Z0-9_.-]+)$/;

/** Documented: every operation takes the ARN in place of the name. A name has 3 to 255 of `[a-zA-Z0-9_.-]`. */
export function tableName(region: string, nameOrArn: string | undefined): string {
  if (nameOrArn === undefined || nameOrArn === '') {
    throw validation("The parameter 'TableName' is required but was not present in the request");
  }
  if (nameOrArn.startsWith('arn:')) {
    const match = TABLE_ARN.exec(nameOrArn);
    if (!match) throw validation(`1 validation error detected: Invalid resource type in '${nameOrArn}'`);
    if (match[1] !== region)
      throw validation(`1 validation error detected: Invalid AWS region in '${nameOrArn}'`);
    return match[2] ?? '';
  }
  if (nameOrArn.length < 3 || nameOrArn.length > 255) {
    throw validation('TableName must be at least 3 characters long and at most 255 characters long');
  }
  if (!NAME.test(nameOrArn)) {
    throw validation(
      `1 validation error detected: Value '${nameOrArn}' at 'tableName' failed to satisfy constraint: ` +
        'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
    );
  }
  return nameOrArn;
}
