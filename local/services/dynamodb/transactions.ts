import { createHash } from 'node:crypto';
import type {
  CancellationReason,
  TransactGetItemsInput,
  TransactGetItemsOutput,
  TransactWriteItem,
  TransactWriteItemsInput,
  TransactWriteItemsOutput,
} from '@aws-sdk/client-dynamodb';
import { AwsError, type CallContext, type Operation, type World } from '../../service.ts';
import { type DataPlane, keyOf, readItem } from './data-plane.ts';
import { validation } from './errors.ts';
import type { RegionalTable } from './state.ts';
import { type Json, toWire } from './wire.ts';

const MAX_ACTIONS = 100;
/** Documented: a client token is remembered for ten minutes. */
const TOKEN_MS = 10 * 60 * 1000;

interface Action {
  readonly operation: 'PutItem' | 'UpdateItem' | 'DeleteItem';
  readonly table: RegionalTable;
  readonly key: Json;
  readonly input: Json;
}

/**
 * The engine has no transactions. Everything that touches it is in this process, so one is made of a lock that keeps
 * everybody else out, the engine's own conditional writes, and putting back what was there when one is refused.
 */
export function transactionOperations(world: World, data: DataPlane): Record<string, Operation> {
  const tokens = new ClientTokens(world);
  return {
    TransactWriteItems: (input: TransactWriteItemsInput, context: CallContext) =>
      data.gate.exclusive(() => tokens.once(input, context, () => writeAll(data, input, context))),
    TransactGetItems: (input: TransactGetItemsInput, context: CallContext) =>
      data.gate.exclusive(() => getAll(data, input, context)),
  };
}

async function getAll(
  data: DataPlane,
  input: TransactGetItemsInput,
  context: CallContext,
): Promise<TransactGetItemsOutput> {
  const gets = (input.TransactItems ?? []).map(({ Get }) => {
    const { TableName = '', ...get } = (Get ?? {}) as { TableName?: string } & Json;
    return { table: data.table(context, TableName), get };
  });
  requireCount(gets.length);
  requireDistinct(gets.map(({ table, get }) => ({ table, key: keyOf(table, get) })));
  const Responses: Json[] = [];
  for (const { table, get } of gets) {
    const { Item } = await data.one('GetItem', table, { ...get, ConsistentRead: true });
    Responses.push(Item ? { Item } : {});
  }
  return { Responses } as TransactGetItemsOutput;
}

async function writeAll(
  data: DataPlane,
  input: TransactWriteItemsInput,
  context: CallContext,
): Promise<TransactWriteItemsOutput> {
  const actions = (input.TransactItems ?? []).map((item) => action(data, item, context));
  requireCount(actions.length);
  requireDistinct(actions);
  const undo: (() => Promise<unknown>)[] = [];
  const reasons: CancellationReason[] = [];
  try {
    for (const one of actions) reasons.push(await apply(data, one, undo));
    const refused = reasons.filter((reason) => reason.Code !== 'None');
    if (refused.length > 0) throw cancelled(reasons);
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
  return {};
}

function action(data: DataPlane, item: TransactWriteItem, context: CallContext): Action {
  const given = Object.entries(item).filter(([, value]) => value !== undefined);
  const [kind, value] = given[0] ?? [];
  if (given.length !== 1 || !kind) {
    throw validation('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const { TableName, ...input } = value as Json;
  const table = data.table(context, String(TableName));
  const operation = kind === 'Put' ? 'PutItem' : kind === 'Delete' ? 'DeleteItem' : 'UpdateItem';
  // A check is an update that changes nothing; it would make an item that was not there, which is then undone.
  return {
    operation,
    table,
    key: keyOf(table, input),
    input: { ...input, check: kind === 'ConditionCheck' },
  };
}

async function apply(
  data: DataPlane,
  { operation, table, key, input }: Action,
  undo: (() => Promise<unknown>)[],
): Promise<CancellationReason> {
  const { check, ReturnValuesOnConditionCheckFailure: show, ...write } = input;
  const before = await readItem(data, table, { Key: key });
  const restore = () =>
    before ? data.one('PutItem', table, { Item: before }) : data.one('DeleteItem', table, { Key: key });
  try {
    await data.one(operation, table, write);
  } catch (error) {
    if (!(error instanceof AwsError) || error.name !== 'ConditionalCheckFailedException') throw error;
    const Item = show === 'ALL_OLD' ? before : undefined;
    return {
      Code: 'ConditionalCheckFailed',
      Message: 'The conditional request failed',
      ...(Item ? { Item: Item as CancellationReason['Item'] } : {}),
    };
  }
  if (check) await restore();
  else undo.push(restore);
  return { Code: 'None' };
}

function cancelled(reasons: readonly CancellationReason[]): AwsError {
  const codes = reasons.map((reason) => reason.Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { members: { CancellationReasons: reasons } },
  );
}

function requireCount(count: number): void {
  if (count >= 1 && count <= MAX_ACTIONS) return;
  throw validation(
    "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length " +
      (count < 1 ? 'greater than or equal to 1' : `less than or equal to ${MAX_ACTIONS}`),
  );
}

function requireDistinct(items: readonly { readonly table: RegionalTable; readonly key: Json }[]): void {
  const seen = new Set(
    items.map(({ table, key }) => `${table.shared.physicalName} ${JSON.stringify(toWire(key))}`),
  );
  if (seen.size < items.length) {
    throw validation('Transaction request cannot include multiple operations on one item');
  }
}

/** Makes a repeated TransactWriteItems with the same token succeed without a second effect. */
class ClientTokens {
  readonly #world: World;
  readonly #seen = new Map<string, { readonly digest: string; readonly at: number }>();

  constructor(world: World) {
    this.#world = world;
  }

  async once(
    input: TransactWriteItemsInput,
    { accessKeyId, region }: CallContext,
    write: () => Promise<TransactWriteItemsOutput>,
  ): Promise<TransactWriteItemsOutput> {
    const { ClientRequestToken: token, ...request } = input;
    if (!token) return write();
    const now = this.#world.clock.now();
    for (const [old, { at }] of this.#seen) if (now - at >= TOKEN_MS) this.#seen.delete(old);
    const name = `${accessKeyId} ${region} ${token}`;
    const digest = createHash('sha256')
      .update(JSON.stringify(toWire(request)))
      .digest('base64');
    const known = this.#seen.get(name);
    if (known && known.digest !== digest) {
      throw new AwsError(
        'IdempotentParameterMismatchException',
        'The request was made with a client token that was used with different parameters',
      );
    }
    if (known) return {};
    const output = await write();
    this.#seen.set(name, { digest, at: now });
    return output;
  }
}
