/**
 * The *desired* document: what one environment should be, complete. `submit` resolves it once from preset,
 * request and landing zone, the registry keeps it, and every later step reads it. It holds no secret, ever.
 */

/** Who an environment is. `slug` is `{prefix}{project}-{environment}`, with which every resource name begins. */
export interface Identity {
  readonly project: string;
  readonly environment: string;
  readonly slug: string;
}

export type Tags = Readonly<Record<string, string>>;
export type Severity = 'critical' | 'warning' | 'info';

/** What the platform team fixes at deploy time for one region. */
export interface LandingZoneRegion {
  /** Subnets without a route out, for Aurora; at least two availability zones. */
  readonly isolatedSubnetIds: readonly string[];
  /** Subnets for Redis, DAX and the migrate function; at least two availability zones. */
  readonly privateSubnetIds: readonly string[];
  /** The zone of every subnet by its id, to have "at least two" checked before AWS is asked. */
  readonly availabilityZones?: Readonly<Record<string, string>>;
  readonly securityGroupIds: {
    readonly aurora: string;
    readonly redis: string;
    readonly dax: string;
    readonly lambda: string;
  };
  /** Customer-managed keys of *this* region: a replica cannot use the key of another region. */
  readonly kmsKeyArns: {
    readonly aurora: string;
    readonly dynamodb: string;
    readonly redis: string;
    readonly secrets: string;
  };
  /** SNS topics of *this* region, by severity. */
  readonly topicArns: Readonly<Record<Severity, string>>;
}

export interface LandingZone {
  readonly name: string;
  readonly regions: Readonly<Record<string, LandingZoneRegion>>;
}

/** Common to the spec of every tier. */
export interface TierSpecBase {
  readonly identity: Identity;
  /** Set on every resource that takes tags, besides `ownershipTags(identity)`. Already merged: write as they are. */
  readonly tags: Tags;
}

export interface AuroraRegionSpec {
  readonly region: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly kmsKeyArn: string;
  /** Instances of the cluster in this region: the first one of the primary region is the writer. */
  readonly instanceCount: number;
}

export interface AuroraSpec extends TierSpecBase {
  /** Full version such as `15.17`; resolved at submit, so it is never "the newest" later. */
  readonly engineVersion: string;
  /** `aurora-postgresql15` for 15.x. */
  readonly parameterGroupFamily: string;
  readonly instanceClass: string;
  readonly databaseName: string;
  readonly masterUsername: string;
  /** An existing secret named in the request, or null: then the tier generates one (`names.masterSecret`). */
  readonly masterSecretArn: string | null;
  readonly secretsKmsKeyArn: string;
  readonly port: number;
  readonly globalDatabase: boolean;
  readonly primary: AuroraRegionSpec;
  /** Set exactly when `globalDatabase`. */
  readonly secondary: AuroraRegionSpec | null;
  /** A region whose cluster an update has taken out of the request: it must not exist any more. */
  readonly retiredSecondary?: { readonly region: string } | null;
  readonly backupRetentionDays: number;
  /** `hh24:mi-hh24:mi` UTC. */
  readonly backupWindow: string;
  /** `ddd:hh24:mi-ddd:hh24:mi` UTC. */
  readonly maintenanceWindow: string;
  /** Null: off. */
  readonly performanceInsightsRetentionDays: number | null;
  /** 0 (off), 1, 5, 10, 15, 30 or 60 seconds. */
  readonly monitoringIntervalSeconds: number;
  readonly logExports: readonly string[];
  readonly deletionProtection: boolean;
  readonly autoMinorVersionUpgrade: boolean;
  /** `aurora` or `aurora-iopt1`. */
  readonly storageType: string;
  /** Merged over the tuned defaults; values as strings. */
  readonly clusterParameters: Readonly<Record<string, string>>;
  readonly instanceParameters: Readonly<Record<string, string>>;
}

export interface TableAttribute {
  readonly name: string;
  readonly type: 'S' | 'N' | 'B';
}

export interface TableIndex {
  readonly name: string;
  readonly partitionKey: TableAttribute;
  readonly sortKey: TableAttribute | null;
  readonly projection: 'ALL' | 'KEYS_ONLY';
}

export interface TableSpec {
  /** The name in the request and the outputs, such as `games` or `game_moves`. */
  readonly logicalName: string;
  /** The name in AWS, the same in every region. */
  readonly tableName: string;
  readonly partitionKey: TableAttribute;
  readonly sortKey: TableAttribute | null;
  readonly indexes: readonly TableIndex[];
  /** Attribute with the expiry in epoch *seconds*, or null. */
  readonly ttlAttribute: string | null;
  /** Indexes that an update has taken out of the request: they must not exist any more. Others are left alone. */
  readonly retiredIndexes?: readonly string[];
}

/** A table that an update has taken out of the request: it must not exist any more. */
export interface RetiredTable {
  readonly logicalName: string;
  readonly tableName: string;
}

export interface DynamoDbSpec extends TierSpecBase {
  readonly tables: readonly TableSpec[];
  readonly retiredTables?: readonly RetiredTable[];
  readonly billingMode: 'PAY_PER_REQUEST' | 'PROVISIONED';
  /** Set exactly when the billing mode is PROVISIONED. */
  readonly provisioned: { readonly readCapacityUnits: number; readonly writeCapacityUnits: number } | null;
  readonly globalTables: boolean;
  readonly primary: { readonly region: string; readonly kmsKeyArn: string };
  /** Set exactly when `globalTables`. */
  readonly secondary: { readonly region: string; readonly kmsKeyArn: string } | null;
  /** A region whose replicas an update has taken out of the request. */
  readonly retiredSecondary?: { readonly region: string } | null;
  /** 1 to 35, or null: point-in-time recovery off. */
  readonly pitrDays: number | null;
  readonly streamViewType: 'NEW_AND_OLD_IMAGES';
  readonly deletionProtection: boolean;
}

export interface RedisSpec extends TierSpecBase {
  /** Families of parameter groups that earlier engine versions used: they go once nothing uses them. */
  readonly retiredParameterGroupFamilies?: readonly string[];
  readonly region: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly kmsKeyArn: string;
  readonly engine: 'redis' | 'valkey';
  readonly engineVersion: string;
  /** `redis7`, `valkey8`, … */
  readonly parameterGroupFamily: string;
  readonly nodeType: string;
  readonly clusterMode: boolean;
  /** Nodes when cluster mode is off. */
  readonly nodeCount: number;
  /** When cluster mode is on; otherwise 1 and `nodeCount - 1`. */
  readonly shards: number;
  readonly replicasPerShard: number;
  readonly multiAz: boolean;
  readonly port: number;
  readonly snapshotRetentionDays: number;
  readonly snapshotWindow: string;
  readonly maintenanceWindow: string;
  /** An existing secret named in the request, or null: then the tier generates one. */
  readonly authTokenSecretArn: string | null;
  readonly secretsKmsKeyArn: string;
  /** Retention of the slow and engine log groups. */
  readonly logRetentionDays: number;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface DaxSpec extends TierSpecBase {
  readonly region: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly nodeType: string;
  /** Nodes: 1, or 3 to 10. */
  readonly replicationFactor: number;
  readonly maintenanceWindow: string;
  /** Item and query cache time to live. */
  readonly recordTtlMs: number;
  readonly queryTtlMs: number;
  /** AWS names of the tables that the cluster may reach, for its role. */
  readonly tableNames: readonly string[];
  /** Key of those tables in this region, for the role's kms:Decrypt. */
  readonly tablesKmsKeyArn: string;
}

/** Thresholds of the alarms; the numbers a requester may change. */
export interface AlarmsSpec {
  readonly enabled: boolean;
  readonly cpuPercent: number;
  /** Percent of the class's max_connections. */
  readonly connectionsPercent: number;
  readonly latencyMs: number;
  readonly redisMemoryPercent: number;
  readonly replicaLagMs: number;
  /** Per region of the environment. */
  readonly topicArns: Readonly<Record<string, Readonly<Record<Severity, string>>>>;
}

export interface MigrationsSpec {
  /** A folder of `migrations/`, or null: no migration is run. */
  readonly set: string | null;
}

export interface Desired {
  readonly identity: Identity;
  readonly preset: string;
  readonly landingZone: string;
  readonly primaryRegion: string;
  /** Null when neither a global database nor global tables are asked for. */
  readonly secondaryRegion: string | null;
  readonly aurora: AuroraSpec;
  readonly dynamodb: DynamoDbSpec;
  readonly redis: RedisSpec;
  readonly dax: DaxSpec;
  readonly alarms: AlarmsSpec;
  readonly migrations: MigrationsSpec;
  readonly tags: Tags;
}
