import type { Failure, Plan } from '../../core/tier.ts';
import { act, failWith, inOrder, NOTHING, together, waitFor } from '../shared/plan.ts';
import { deleteReplica, deleteTable, setProtection } from './calls.ts';
import type { ObservedTable, TablePair } from './observe.ts';
import { USUAL_REPLICA } from './states.ts';

const TABLE_SECONDS = 10;
const REPLICA_SECONDS = 30;

/** What is done about deletion protection: it is turned off, or this is what is wrong with it. */
export type OnProtection = 'turn-off' | ((table: ObservedTable) => Failure);

/** Of a whole environment that goes: a person can turn it off while the operation stands. */
export const blockedByProtection = (table: ObservedTable): Failure => ({
  ...protectedTable(table),
  class: 'Blocked',
  message:
    `DynamoDB table ${table.tableName} in ${table.region} is protected from deletion. Turn its deletion protection off ` +
    'in AWS, then retry the operation.',
});

/** Of a table that an update takes out or makes anew: the environment itself says that it is protected. */
export const refusedByProtection = (table: ObservedTable): Failure => ({
  ...protectedTable(table),
  class: 'Terminal',
  message:
    `DynamoDB table ${table.tableName} in ${table.region} is protected from deletion, so its data stays. Turn deletion ` +
    'protection off by an update first (dynamodb.deletionProtection: false), then send this request again.',
});

const protectedTable = ({ tableName }: ObservedTable) => ({
  code: 'unusable' as const,
  resource: `DynamoDB table ${tableName}`,
  pointer: '#/dynamodb/deletionProtection',
});

/** Replicas first, one a call, then the table. What is not ours is as good as absent: it is never touched. */
export function planDelete(pair: TablePair, onProtection: OnProtection): Plan {
  const { primary, secondary, retired } = pair;
  if (!primary) {
    const alone = [secondary, retired].filter((table) => table?.ours === true);
    return together(alone.map((table) => (table ? deleteAlone(table, onProtection) : NOTHING)));
  }
  if (!primary.ours) return NOTHING;
  const replicas = primary.replicas.map(({ region }) => region);
  // A table of the same name elsewhere is a member by being a replica, or by its tags; else it is somebody's own.
  const isMember = (table: ObservedTable | null): table is ObservedTable =>
    table !== null && (table.ours || replicas.includes(table.region));
  const members = [primary, secondary, retired].filter(isMember);
  return inOrder([
    () => together(members.map((table) => checkProtection(table, onProtection))),
    () => (inTransition(primary) ? waitWhile(primary) : NOTHING),
    () => planReplicas(primary),
    () => deleteAlone(primary, onProtection),
  ]);
}

/** The region that an update has taken out: its replica goes, and its protection with it. */
export function planRetiredReplica({ retiredRegion, retired }: TablePair, primary: ObservedTable): Plan {
  const replica = primary.replicas.find(({ region }) => region === retiredRegion);
  if (!replica) return NOTHING;
  return inOrder([
    () => (retired ? checkProtection(retired, 'turn-off') : NOTHING),
    () => (retired && inTransition(retired) ? waitWhile(retired) : NOTHING),
    () => act(deleteReplica(primary.region, primary.tableName, replica.region)),
  ]);
}

function checkProtection(table: ObservedTable, onProtection: OnProtection): Plan {
  const { deletionProtection, status, tableName, region } = table;
  if (!deletionProtection || status === 'DELETING') return NOTHING;
  if (onProtection !== 'turn-off') return failWith(onProtection(table));
  return inTransition(table) ? waitWhile(table) : act(setProtection(region, tableName, false));
}

function planReplicas(primary: ObservedTable): Plan {
  const { replicas, tableName, region } = primary;
  const busy = replicas.find(({ status }) => /ING$/.test(status));
  if (busy) {
    return waitFor(
      `the replica of DynamoDB table ${tableName} in ${busy.region} is ${busy.status}`,
      REPLICA_SECONDS,
      USUAL_REPLICA[busy.status],
    );
  }
  const next = replicas[0];
  return next ? act(deleteReplica(region, tableName, next.region)) : NOTHING;
}

function deleteAlone(table: ObservedTable, onProtection: OnProtection): Plan {
  return inOrder([
    () => checkProtection(table, onProtection),
    () => (inTransition(table) ? waitWhile(table) : act(deleteTable(table))),
  ]);
}

/** CREATING, UPDATING, DELETING, ARCHIVING: DeleteTable would answer ResourceInUseException. */
const inTransition = ({ status }: ObservedTable) => /ING$/.test(status);

const waitWhile = ({ tableName, region, status }: ObservedTable) =>
  waitFor(`DynamoDB table ${tableName} in ${region} is ${status}`, TABLE_SECONDS);
