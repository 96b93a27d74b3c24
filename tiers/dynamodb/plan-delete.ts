import type { Plan, PlanOptions } from '../../core/tier.ts';
import { act, failWith, inOrder, NOTHING, together, waitFor } from '../shared/plan.ts';
import { deleteReplica, deleteTable, setProtection } from './calls.ts';
import type { ObservedTable, TablePair } from './observe.ts';

const TABLE_SECONDS = 10;
const REPLICA_SECONDS = 30;

/** Replicas first, one a call, then the table. What is not ours is as good as absent: it is never touched. */
export function planDelete(pair: TablePair, { discard = false }: PlanOptions = {}): Plan {
  const { primary, secondary } = pair;
  if (!primary) return secondary?.ours ? deleteAlone(secondary, discard) : NOTHING;
  if (!primary.ours) return NOTHING;
  return inOrder([
    () => together([primary, secondary].map((table) => (table ? checkProtection(table, discard) : NOTHING))),
    () => (inTransition(primary) ? waitWhile(primary) : NOTHING),
    () => planReplicas(primary),
    () => deleteAlone(primary, discard),
  ]);
}

function checkProtection(table: ObservedTable, discard: boolean): Plan {
  const { deletionProtection, status, tableName, region } = table;
  if (!deletionProtection || status === 'DELETING') return NOTHING;
  if (discard) return inTransition(table) ? waitWhile(table) : act(setProtection(region, tableName, false));
  return failWith({
    class: 'Blocked',
    code: 'unusable',
    resource: `DynamoDB table ${tableName}`,
    message:
      `DynamoDB table ${tableName} in ${region} is protected from deletion. Turn its deletion protection off in AWS, ` +
      'then send the same request again.',
    pointer: '#/dynamodb/deletionProtection',
  });
}

function planReplicas(primary: ObservedTable): Plan {
  const { replicas, tableName, region } = primary;
  const busy = replicas.find(({ status }) => /ING$/.test(status));
  if (busy) {
    return waitFor(
      `the replica of DynamoDB table ${tableName} in ${busy.region} is ${busy.status}`,
      REPLICA_SECONDS,
    );
  }
  const next = replicas[0];
  return next ? act(deleteReplica(region, tableName, next.region)) : NOTHING;
}

function deleteAlone(table: ObservedTable, discard: boolean): Plan {
  return inOrder([
    () => checkProtection(table, discard),
    () => (inTransition(table) ? waitWhile(table) : act(deleteTable(table.region, table.tableName))),
  ]);
}

/** CREATING, UPDATING, DELETING, ARCHIVING: DeleteTable would answer ResourceInUseException. */
const inTransition = ({ status }: ObservedTable) => /ING$/.test(status);

const waitWhile = ({ tableName, region, status }: ObservedTable) =>
  waitFor(`DynamoDB table ${tableName} in ${region} is ${status}`, TABLE_SECONDS);
