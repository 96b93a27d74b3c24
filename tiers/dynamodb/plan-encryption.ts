import type { DynamoDbSpec } from '../../core/spec.ts';
import type { Plan } from '../../core/tier.ts';
import { act, NOTHING, waitFor } from '../shared/plan.ts';
import { changeKeys } from './calls.ts';
import type { ObservedTable, TablePair } from './observe.ts';
import { TABLE_SECONDS } from './states.ts';

/** The key is changed in place, of all regions at once; the table serves meanwhile. */
export function planEncryption(desired: DynamoDbSpec, pair: TablePair, primary: ObservedTable): Plan {
  const secondary = desired.secondary && pair.secondary;
  const busy = [primary, secondary].find((table) => /ING$/.test(table?.encryptionStatus ?? ''));
  if (busy) {
    const what = `DynamoDB table ${busy.tableName} in ${busy.region}`;
    return waitFor(`the encryption of ${what} is ${busy.encryptionStatus}`, TABLE_SECONDS);
  }
  const same =
    hasKey(primary, desired.primary.kmsKeyArn) &&
    (!desired.secondary || !secondary || hasKey(secondary, desired.secondary.kmsKeyArn));
  return same ? NOTHING : act(changeKeys(desired, primary.tableName, primary.replicas.length > 0));
}

/** AWS answers the key's own ARN, which an alias cannot be compared with. */
export const isComparable = (kmsKeyArn: string): boolean => !kmsKeyArn.includes(':alias/');

export const hasKey = (table: ObservedTable, kmsKeyArn: string): boolean =>
  !isComparable(kmsKeyArn) || table.kmsKeyArn === kmsKeyArn;
