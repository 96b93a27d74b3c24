import type { Plan } from '../../core/tier.ts';
import { failWith, together, waitFor } from '../shared/plan.ts';
import type { ObservedReplica, ObservedTable } from './observe.ts';

/** Tables change within seconds, replicas within minutes (6 to 10 in the Terraform provider's test logs). */
export const TABLE_SECONDS = 10;
const REPLICA_SECONDS = 30;

/** The statuses that DescribeTable documents. ACTIVE with all indexes ACTIVE is nothing to wait for. */
export function tableState(table: ObservedTable): Plan {
  const what = `DynamoDB table ${table.tableName} in ${table.region}`;
  switch (table.status) {
    case 'ACTIVE': {
      const building = table.indexes.filter((index) => index.status !== 'ACTIVE');
      return together(
        building.map((index) => waitFor(`index ${index.name} of ${what} is ${index.status}`, TABLE_SECONDS)),
      );
    }
    case 'INACCESSIBLE_ENCRYPTION_CREDENTIALS':
    case 'REPLICATION_NOT_AUTHORIZED':
    case 'ARCHIVED':
      return failWith(brokenTable(what, table.status, table.kmsKeyArn));
    default:
      return waitFor(`${what} is ${table.status}`, TABLE_SECONDS);
  }
}

/**
 * Seconds that a replica usually needs: logs of the acceptance tests of the Terraform AWS provider, a table with one replica
 * in 370 to 605 s; its deletion is assumed.
 */
export const USUAL_REPLICA: Readonly<Record<string, number>> = { CREATING: 400, DELETING: 120 };

/** A replica is ready when the table's list of replicas and the table in the other region both say ACTIVE. */
export function replicaState(tableName: string, replica: ObservedReplica, table: ObservedTable | null): Plan {
  const what = `the replica of DynamoDB table ${tableName} in ${replica.region}`;
  switch (replica.status) {
    case 'ACTIVE':
      return table ? tableState(table) : waitFor(`${what} is not visible there yet`, REPLICA_SECONDS);
    case 'CREATION_FAILED':
    case 'REGION_DISABLED':
    case 'INACCESSIBLE_ENCRYPTION_CREDENTIALS':
    case 'REPLICATION_NOT_AUTHORIZED':
    case 'ARCHIVED':
      return failWith(brokenReplica(what, tableName, replica, table?.kmsKeyArn ?? null));
    default:
      return waitFor(`${what} is ${replica.status}`, REPLICA_SECONDS, USUAL_REPLICA[replica.status]);
  }
}

function brokenTable(what: string, status: string, kmsKeyArn: string | null) {
  const advice =
    status === 'INACCESSIBLE_ENCRYPTION_CREDENTIALS'
      ? `Its key ${kmsKeyArn ?? '(not reported)'} cannot be used: enable it and its grants again; DynamoDB archives the table after 7 days.`
      : status === 'ARCHIVED'
        ? 'DynamoDB archived it because its key was not usable for 7 days: restore it from its backup under another name, or delete it.'
        : 'Give the service-linked role AWSServiceRoleForDynamoDBReplication its permissions back.';
  return {
    class: status === 'ARCHIVED' ? ('Terminal' as const) : ('Blocked' as const),
    code: 'failed-state' as const,
    resource: what,
    message: `${what} is ${status}. ${advice}`,
  };
}

function brokenReplica(what: string, tableName: string, replica: ObservedReplica, kmsKeyArn: string | null) {
  const key = kmsKeyArn ?? "the table's key there";
  const advice: Record<string, string> = {
    CREATION_FAILED:
      'Repair the cause, remove the failed replica (aws dynamodb update-table --table-name ' +
      `${tableName} --replica-updates '[{"Delete":{"RegionName":"${replica.region}"}}]'), then retry the operation.`,
    REGION_DISABLED: `Enable region ${replica.region} for this account within 20 hours.`,
    INACCESSIBLE_ENCRYPTION_CREDENTIALS: `Make ${key} usable again within 20 hours, or DynamoDB stops replicating to it.`,
    REPLICATION_NOT_AUTHORIZED:
      'Give the service-linked role AWSServiceRoleForDynamoDBReplication its permissions back.',
    ARCHIVED: 'Its key was not usable for too long: restore it from its backup, or delete it.',
  };
  const cause = replica.statusDescription ? ` (${replica.statusDescription})` : '';
  return {
    class: replica.status === 'ARCHIVED' ? ('Terminal' as const) : ('Blocked' as const),
    code: 'failed-state' as const,
    resource: what,
    message: `${what} is ${replica.status}${cause}. ${advice[replica.status]}`,
  };
}
