import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DAXClient, DescribeClustersCommand } from '@aws-sdk/client-dax';
import { DescribeTableCommand, DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeCacheSubnetGroupsCommand,
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
} from '@aws-sdk/client-elasticache';
import {
  CreateDBInstanceCommand,
  DBClusterNotFoundFault,
  DescribeDBClustersCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../local/service.ts';
import { config, gatewayOf, type ServiceName } from './fixtures.ts';

// biome-ignore lint/suspicious/noExplicitAny: errors of every client
type Any = any;

async function failure(client: Any, command: Any): Promise<Any> {
  return client.send(command).then(
    () => {
      throw new Error('The call succeeded.');
    },
    (error: unknown) => error,
  );
}

const instance = { DBInstanceIdentifier: 'a', DBInstanceClass: 'b', Engine: 'c' };
interface Row {
  service: ServiceName;
  client: Any;
  command: Any;
  operation: string;
  thrown: string;
  name?: string;
  code?: string;
  status: number;
}
const ROWS: Row[] = [
  {
    service: 'rds',
    client: RDSClient,
    command: new CreateDBInstanceCommand(instance),
    operation: 'CreateDBInstance',
    thrown: 'DBInstanceAlreadyExistsFault',
    code: 'DBInstanceAlreadyExists',
    status: 400,
  },
  {
    service: 'rds',
    client: RDSClient,
    command: new CreateDBInstanceCommand(instance),
    operation: 'CreateDBInstance',
    thrown: 'DBInstanceAlreadyExists',
    name: 'DBInstanceAlreadyExistsFault',
    code: 'DBInstanceAlreadyExists',
    status: 400,
  },
  {
    service: 'rds',
    client: RDSClient,
    command: new DescribeDBClustersCommand({}),
    operation: 'DescribeDBClusters',
    thrown: 'DBClusterNotFoundFault',
    code: 'DBClusterNotFoundFault',
    status: 404,
  },
  {
    service: 'rds',
    client: RDSClient,
    command: new DescribeDBClustersCommand({}),
    operation: 'DescribeDBClusters',
    thrown: 'InvalidParameterCombination',
    code: 'InvalidParameterCombination',
    status: 400,
  },
  {
    service: 'rds',
    client: RDSClient,
    command: new DescribeDBClustersCommand({}),
    operation: 'DescribeDBClusters',
    thrown: 'Throttling',
    code: 'Throttling',
    status: 400,
  },
  {
    service: 'elasticache',
    client: ElastiCacheClient,
    command: new DescribeReplicationGroupsCommand({}),
    operation: 'DescribeReplicationGroups',
    thrown: 'ReplicationGroupNotFoundFault',
    code: 'ReplicationGroupNotFoundFault',
    status: 404,
  },
  {
    service: 'elasticache',
    client: ElastiCacheClient,
    command: new DescribeCacheSubnetGroupsCommand({}),
    operation: 'DescribeCacheSubnetGroups',
    thrown: 'CacheSubnetGroupNotFoundFault',
    code: 'CacheSubnetGroupNotFoundFault',
    status: 400,
  },
  {
    service: 'dax',
    client: DAXClient,
    command: new DescribeClustersCommand({}),
    operation: 'DescribeClusters',
    thrown: 'ClusterNotFoundFault',
    status: 404,
  },
  {
    service: 'dynamodb',
    client: DynamoDBClient,
    command: new DescribeTableCommand({ TableName: 't' }),
    operation: 'DescribeTable',
    thrown: 'ResourceNotFoundException',
    status: 400,
  },
  {
    service: 'dynamodb',
    client: DynamoDBClient,
    command: new DescribeTableCommand({ TableName: 't' }),
    operation: 'DescribeTable',
    thrown: 'ValidationException',
    status: 400,
  },
  {
    service: 'monitoring',
    client: CloudWatchClient,
    command: new DescribeAlarmsCommand({}),
    operation: 'DescribeAlarms',
    thrown: 'InvalidNextToken',
    code: 'InvalidNextToken',
    status: 400,
  },
  {
    service: 'monitoring',
    client: CloudWatchClient,
    command: new DescribeAlarmsCommand({}),
    operation: 'DescribeAlarms',
    thrown: 'DashboardNotFoundError',
    // The SDK finds another error of this name before it looks at the query codes.
    name: 'ResourceNotFound',
    code: 'ResourceNotFound',
    status: 404,
  },
];

describe('errors of an operation', () => {
  it.each(ROWS)('reach the client as AWS sends them: $service $thrown', async (row) => {
    const message = `No such <thing> & "other"`;
    const gateway = gatewayOf(row.service, {
      [row.operation]: () => {
        throw new AwsError(row.thrown, message);
      },
    });
    const error = await failure(new row.client(config(gateway)), row.command);
    expect(error).toMatchObject({
      name: row.name ?? row.thrown,
      message,
      $metadata: { httpStatusCode: row.status },
    });
    if (row.code) expect(error.Code ?? error.Error?.Code).toBe(row.code);
  });

  it('are instances of the class that the SDK has for them', async () => {
    const gateway = gatewayOf('rds', {
      DescribeDBClusters: () => {
        throw new AwsError('DBClusterNotFoundFault', 'gone');
      },
    });
    const error = await failure(new RDSClient(config(gateway)), new DescribeDBClustersCommand({}));
    expect(error).toBeInstanceOf(DBClusterNotFoundFault);
  });

  it('bring the further members of a modelled error', async () => {
    const reasons = [{ Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' }];
    const gateway = gatewayOf('dynamodb', {
      TransactWriteItems: () => {
        throw new AwsError('TransactionCanceledException', 'cancelled', {
          members: { CancellationReasons: reasons },
        });
      },
    });
    const client = new DynamoDBClient(config(gateway));
    const error = await failure(client, new TransactWriteItemsCommand({ TransactItems: [] }));
    expect(error).toMatchObject({ name: 'TransactionCanceledException', CancellationReasons: reasons });
  });

  it('take the status that the operation gave them', async () => {
    const gateway = gatewayOf('rds', {
      DescribeDBClusters: () => {
        throw new AwsError('ServiceUnavailable', 'later', { status: 503 });
      },
    });
    const error = await failure(new RDSClient(config(gateway)), new DescribeDBClustersCommand({}));
    expect(error).toMatchObject({ name: 'ServiceUnavailable', $fault: 'server' });
  });
});
