import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, DeleteAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DAXClient, DecreaseReplicationFactorCommand } from '@aws-sdk/client-dax';
import { DynamoDBClient, PutItemCommand, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import * as cache from '@aws-sdk/client-elasticache';
import * as rds from '@aws-sdk/client-rds';
import type { Drift, Operation } from '../../../core/generated/api.ts';
import type { EnvironmentOutputs } from '../../../core/outputs.ts';
import type { LocalCloudOptions } from '../../../local/cloud.ts';
import { inventory } from '../../../local/inventory.ts';
import { localLandingZone } from '../../../local/landing-zones.ts';
import { credentials, query, redisAt, writer } from './connect.ts';
import { type Plinth, startPlinth } from './plinth.ts';

export const HOME = 'eu-west-2';
const REGIONS = [HOME, 'eu-west-1'] as const;
const ENVIRONMENT = '/v1/projects/shop/environments/production';

const TABLE = {
  name: 'games',
  attributes: [{ name: 'gameId', type: 'S' }],
  partitionKey: 'gameId',
};
const INDEXED = {
  ...TABLE,
  attributes: [...TABLE.attributes, { name: 'player', type: 'S' }],
  indexes: [{ name: 'by-player', partitionKey: 'player' }],
};

/** A production environment of a project whose migrations a test writes, and what its owners and others do with it. */
export class ProductionLife {
  readonly plinth: Plinth;
  readonly #folder: string;
  #outputs: EnvironmentOutputs | undefined;
  #password = '';

  static async start(options: LocalCloudOptions = {}): Promise<ProductionLife> {
    const folder = await mkdtemp(join(tmpdir(), 'plinth-life-'));
    await mkdir(join(folder, 'shop'));
    const life = new ProductionLife(await startPlinth({ ...options, migrationsFolder: folder }), folder);
    await life.writeMigration(
      '0001_orders',
      'CREATE TABLE orders (id int PRIMARY KEY);',
      'DROP TABLE orders;',
    );
    return life;
  }

  private constructor(plinth: Plinth, folder: string) {
    this.plinth = plinth;
    this.#folder = folder;
  }

  async close(): Promise<void> {
    await this.plinth.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async writeMigration(name: string, up: string, down: string): Promise<void> {
    await writeFile(join(this.#folder, 'shop', `${name}.up.sql`), up);
    await writeFile(join(this.#folder, 'shop', `${name}.down.sql`), down);
  }

  /** Starts what the call asks for, and gives the operation once it has ended. */
  async operation(method: string, path = ENVIRONMENT, body?: unknown): Promise<Operation> {
    const answer = await this.plinth.api.send(method, path, body);
    if (answer.status !== 202) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return this.plinth.api.ended(answer.headers.location ?? '');
  }

  create(): Promise<Operation> {
    return this.operation('POST', '/v1/projects/shop/environments', {
      environment: 'production',
      preset: 'production',
      migrations: { set: 'shop' },
      dynamodb: { tables: [TABLE] },
    });
  }

  resize(): Promise<Operation> {
    return this.operation('PATCH', ENVIRONMENT, {
      aurora: { instanceClass: 'db.r6g.2xlarge', instanceCount: 2, backupRetentionDays: 21 },
      dynamodb: { tables: [INDEXED] },
      redis: { nodeType: 'cache.r7g.2xlarge', nodeCount: 2 },
      dax: { replicationFactor: 4 },
    });
  }

  reconcile(): Promise<Operation> {
    return this.operation('POST', `${ENVIRONMENT}/reconcile`);
  }

  retry({ links }: Operation): Promise<Operation> {
    return this.operation('POST', `${links.self}/retry`);
  }

  unprotect(): Promise<Operation> {
    return this.operation('PATCH', ENVIRONMENT, {
      aurora: { deletionProtection: false },
      dynamodb: { deletionProtection: false },
    });
  }

  delete(): Promise<Operation> {
    return this.operation('DELETE');
  }

  get() {
    return this.plinth.api.get(ENVIRONMENT);
  }

  tryToDelete() {
    return this.plinth.api.send('DELETE', ENVIRONMENT);
  }

  async drift(): Promise<Drift> {
    return (await this.plinth.api.get(`${ENVIRONMENT}/drift`)).json;
  }

  /** Reads the outputs, and the password, which goes with the environment while a snapshot still wants it. */
  async readOutputs(): Promise<void> {
    this.#outputs = (await this.plinth.api.get(`${ENVIRONMENT}/outputs`)).json;
    this.#password = (await credentials(this.plinth, this.outputs)).password;
  }

  get outputs(): EnvironmentOutputs {
    if (!this.#outputs) throw new Error('There are no outputs yet.');
    return this.#outputs;
  }

  /** Runs SQL on the writer. */
  sql(...statements: string[]) {
    return query(this.plinth, this.outputs, this.#password, writer(this.outputs), ...statements);
  }

  async redis(...command: string[]): Promise<unknown> {
    const { authToken } = await credentials(this.plinth, this.outputs);
    const { primaryEndpoint, port } = this.outputs.redis;
    const client = await redisAt(this.plinth, primaryEndpoint, port, authToken);
    try {
      return await client.command(...command);
    } finally {
      client.close();
    }
  }

  /** A row, a key and an item that have to outlive what follows. */
  async writeData(): Promise<void> {
    await this.sql('INSERT INTO orders VALUES (42)');
    await this.redis('SET', 'greeting', 'hello');
    const TableName = Object.values(this.outputs.dynamodb.tables)[0]?.name;
    const Item = { gameId: { S: 'g1' }, player: { S: 'ada' } };
    await this.plinth.aws(DynamoDBClient).send(new PutItemCommand({ TableName, Item }));
  }

  /** What somebody does by hand who knows nothing of Plinth. */
  async editByHand(): Promise<void> {
    const { aurora, redis, dax, dynamodb, alarms } = this.outputs;
    const { plinth } = this;
    await plinth.aws(rds.RDSClient).send(
      new rds.ModifyDBClusterCommand({
        DBClusterIdentifier: aurora.primary.clusterIdentifier,
        BackupRetentionPeriod: 2,
        ApplyImmediately: true,
      }),
    );
    await plinth.aws(cache.ElastiCacheClient).send(
      new cache.ModifyReplicationGroupCommand({
        ReplicationGroupId: redis.replicationGroupId,
        SnapshotRetentionLimit: 1,
        ApplyImmediately: true,
      }),
    );
    await plinth
      .aws(DAXClient)
      .send(new DecreaseReplicationFactorCommand({ ClusterName: dax.clusterName, NewReplicationFactor: 3 }));
    await plinth.aws(DynamoDBClient).send(
      new UpdateContinuousBackupsCommand({
        TableName: Object.values(dynamodb.tables)[0]?.name,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      }),
    );
    const AlarmNames = (alarms[HOME] ?? []).slice(0, 1);
    await plinth.aws(CloudWatchClient).send(new DeleteAlarmsCommand({ AlarmNames }));
  }

  /** Everything there is in both regions, as the owners of the account list it. */
  async listing(): Promise<string[]> {
    const found = await Promise.all(REGIONS.map((region) => inventory(this.plinth, region)));
    return found
      .flatMap(({ resources, snapshots }, index) =>
        [...resources, ...snapshots].map((name) => `${REGIONS[index]} ${name}`),
      )
      .sort();
  }

  /** The rows of `orders` in a snapshot, from a cluster that is restored from it. */
  async ordersIn(snapshot: string): Promise<unknown[]> {
    const client = this.plinth.aws(rds.RDSClient);
    const [cluster, instance] = [{ DBClusterIdentifier: 'restored' }, { DBInstanceIdentifier: 'restored-1' }];
    const patience = { client, maxWaitTime: 60, minDelay: 1 };
    const Engine = 'aurora-postgresql';
    await client.send(
      new rds.CreateDBSubnetGroupCommand({
        DBSubnetGroupName: 'restored',
        DBSubnetGroupDescription: 'for a look into a snapshot',
        SubnetIds: [...(localLandingZone.regions[HOME]?.isolatedSubnetIds ?? [])],
      }),
    );
    await client.send(
      new rds.RestoreDBClusterFromSnapshotCommand({
        ...cluster,
        Engine,
        SnapshotIdentifier: snapshot,
        DBSubnetGroupName: 'restored',
      }),
    );
    await rds.waitUntilDBClusterAvailable(patience, cluster);
    await client.send(
      new rds.CreateDBInstanceCommand({ ...cluster, ...instance, Engine, DBInstanceClass: 'db.r6g.large' }),
    );
    await rds.waitUntilDBInstanceAvailable(patience, instance);
    const { DBClusters = [] } = await client.send(new rds.DescribeDBClustersCommand(cluster));
    const at = { host: DBClusters[0]?.Endpoint ?? '', port: DBClusters[0]?.Port ?? 0 };
    return query(this.plinth, this.outputs, this.#password, at, 'SELECT id FROM orders ORDER BY id');
  }
}
