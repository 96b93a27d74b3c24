/** What a consumer needs to connect. Addresses are hosts without scheme; secrets appear as ARNs only. */
export interface AuroraRegionOutputs {
  readonly region: string;
  readonly clusterIdentifier: string;
  readonly clusterArn: string;
  /** Null in the secondary region of a global database: its cluster endpoint takes no writes. */
  readonly writerEndpoint: string | null;
  readonly readerEndpoint: string;
  readonly port: number;
}

export interface AuroraOutputs {
  readonly databaseName: string;
  readonly engineVersion: string;
  readonly masterUsername: string;
  readonly masterSecretArn: string;
  readonly tls: true;
  readonly globalClusterIdentifier: string | null;
  /** Follows a switchover. Null without a global database, or while AWS reports none. */
  readonly globalWriterEndpoint: string | null;
  readonly primary: AuroraRegionOutputs;
  readonly secondary: AuroraRegionOutputs | null;
}

export interface TableOutputs {
  readonly name: string;
  /** By region. */
  readonly arns: Readonly<Record<string, string>>;
  /** By region; a replica has its own stream. */
  readonly streamArns: Readonly<Record<string, string>>;
}

export interface DynamoDbOutputs {
  /** By logical name. */
  readonly tables: Readonly<Record<string, TableOutputs>>;
}

export interface RedisOutputs {
  readonly region: string;
  readonly replicationGroupId: string;
  /** Null with cluster mode on; then `configurationEndpoint` is set. */
  readonly primaryEndpoint: string | null;
  readonly readerEndpoint: string | null;
  readonly configurationEndpoint: string | null;
  readonly port: number;
  /** Port of the reader endpoint; the same as `port` on AWS. */
  readonly readerPort: number | null;
  readonly tls: true;
  readonly authTokenSecretArn: string;
}

export interface DaxOutputs {
  readonly region: string;
  readonly clusterName: string;
  readonly address: string;
  readonly port: number;
  readonly tls: true;
}

export interface EnvironmentOutputs {
  readonly aurora: AuroraOutputs;
  readonly dynamodb: DynamoDbOutputs;
  readonly redis: RedisOutputs;
  readonly dax: DaxOutputs;
  /** Alarm names by region. */
  readonly alarms: Readonly<Record<string, readonly string[]>>;
  /** Dashboard name by region. */
  readonly dashboards: Readonly<Record<string, string>>;
  /** Null when no migration set was asked for. */
  readonly schema: { readonly set: string; readonly version: string } | null;
}
