import type { MadeCall } from '../e2e/support/plinth.ts';

/** Functions behind the API. What the workflow does meanwhile is not an answer's doing. */
const API = ['plinth-api', 'plinth-orphans'];

/**
 * Of the calls, those with which the API has changed something: not the answers kept for a key, the news on the bus, or
 * the audit trail.
 */
export function apiChanges(calls: readonly MadeCall[]): string[] {
  return calls.filter(isChange).map(({ context }) => `${context.service}:${context.operation}`);
}

function isChange({ context, input, error, by }: MadeCall): boolean {
  const { TableName, Item } = (input ?? {}) as { TableName?: string; Item?: { sk?: { S?: string } } };
  return (
    API.includes(by ?? '') &&
    error === undefined &&
    !/^(Describe|List|Get|Query|BatchGet|Scan)/.test(context.operation) &&
    context.service !== 'events' &&
    TableName !== 'plinth.idempotency' &&
    !Item?.sk?.S?.startsWith('AUDIT#')
  );
}
