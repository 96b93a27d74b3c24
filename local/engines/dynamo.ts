import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { DynamoEngine } from './types.ts';

/** Tables become ACTIVE at once; how long AWS takes is the control plane's business. */
const noDelays = { createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 };

/** Dynalite answers these first and does the work in the next turns of the event loop. */
const changesTable = new Set(['CreateTable', 'UpdateTable', 'DeleteTable']);

/** Dynalite checks that a request is signed, not the signature. */
const headers = {
  'content-type': 'application/x-amz-json-1.0',
  authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=local',
  'x-amz-date': '20260101T000000Z',
};

/**
 * Dynalite in this process. Its HTTP server never listens: it is handed request and response objects, so there is no
 * port, and a call takes well under a millisecond. Loaded with the first call.
 */
export function createDynamo(): DynamoEngine & { close(): Promise<void> } {
  let server: Promise<Server> | undefined;
  let closed = false;
  return {
    async call(operation, input) {
      if (closed) throw new Error('the DynamoDB of the local cloud has been closed');
      server ??= import('dynalite').then(({ default: dynalite }) => dynalite(noDelays));
      const loaded = await server;
      const answer = await dispatch(loaded, operation, input);
      if (answer.status === 200 && changesTable.has(operation)) await untilSettled(loaded, input);
      return answer;
    },
    async close() {
      closed = true; // the data is in memory and goes with the process
      server = undefined;
    },
  };
}

/** The table and its indexes are usable, or the table has gone. */
async function untilSettled(server: Server, { TableName }: Record<string, unknown>): Promise<void> {
  for (;;) {
    const { status, body } = await dispatch(server, 'DescribeTable', { TableName });
    const table = body.Table as { TableStatus: string; GlobalSecondaryIndexes?: { IndexStatus: string }[] };
    if (status !== 200) return;
    const indexes = table.GlobalSecondaryIndexes ?? [];
    if (
      [table.TableStatus, ...indexes.map(({ IndexStatus }) => IndexStatus)].every((each) => each === 'ACTIVE')
    )
      return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

type Answer = Awaited<ReturnType<DynamoEngine['call']>>;

function dispatch(server: Server, operation: string, input: Record<string, unknown>): Promise<Answer> {
  return new Promise((resolve) => {
    const request = Object.assign(new EventEmitter(), {
      method: 'POST',
      url: '/',
      headers: { ...headers, 'x-amz-target': `DynamoDB_20120810.${operation}` },
    });
    const response = {
      statusCode: 200,
      setHeader() {},
      end(text: string) {
        resolve({ status: response.statusCode, body: JSON.parse(text) });
      },
    };
    server.emit('request', request, response);
    request.emit('data', Buffer.from(JSON.stringify(input)));
    request.emit('end');
  });
}
