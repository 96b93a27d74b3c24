/** How an operation that has ended goes on: `POST …/operations/{operationId}/retry`. All advice to do so has these words. */
export const RETRY = 'retry the operation';

/** Such advice for a request that was refused before it has started anything: there is nothing to retry. */
export function beforeStart(advice: string): string {
  return advice.replaceAll(RETRY, 'send the request again');
}
